/**
 * @breaks finishes
 * @misconception A storage that does not answer has let somebody else in.
 * @misconception-of worker-silence-is-loss
 */
import type { Json, Node, NodeId } from 'partial-failure';
import type {
  Job,
  Outcome,
  ServiceReply,
  ServiceRequest,
  StorageReply,
  StorageRequest,
} from 'partial-failure/fencing-token';

/** A ledger: one disk key for each grant and each release, and a key that says how many there are. */
export class LockService {
  private queue: { m: ServiceRequest; resolve: (r: ServiceReply) => void }[] = [];
  private running = false;
  private n = 0;
  private open = false;
  private until = -1;
  private current: { attempt: string; token: number } | undefined;
  constructor(
    private node: Node,
    private ttlMs: number,
  ) {}
  async start() {
    this.n = Number((await this.node.disk.read('entries')) ?? 0);
    if (this.n === 0) return;
    const last = (await this.node.disk.read(`entry ${this.n}`)) as { kind: string; attempt: string };
    this.open = last.kind === 'grant';
    if (this.open) {
      this.until = this.node.clock.monotonic() + this.ttlMs;
      this.current = { attempt: last.attempt, token: this.n };
    }
  }
  onRequest(_f: NodeId, m: ServiceRequest): Promise<ServiceReply> {
    return new Promise((resolve) => {
      this.queue.push({ m, resolve });
      if (!this.running) void this.drain();
    });
  }
  private async drain() {
    this.running = true;
    let next;
    while ((next = this.queue.shift())) next.resolve(await this.one(next.m));
    this.running = false;
  }
  private async append(entry: Json) {
    const at = this.n + 1;
    void this.node.disk.write(`entry ${at}`, entry);
    await this.node.disk.write('entries', at);
    this.n = at;
  }
  private async one(m: ServiceRequest): Promise<ServiceReply> {
    const now = this.node.clock.monotonic();
    const live = this.open && now < this.until;
    switch (m.op) {
      case 'acquire':
        if (live)
          return this.current?.attempt === m.attempt
            ? { ok: true, token: this.current.token, ttlMs: this.ttlMs }
            : { ok: false };
        await this.append({ kind: 'grant', attempt: m.attempt });
        this.open = true;
        this.current = { attempt: m.attempt, token: this.n };
        this.until = this.node.clock.monotonic() + this.ttlMs;
        return { ok: true, token: this.n, ttlMs: this.ttlMs };
      case 'renew':
        if (!live || this.current?.token !== m.token) return { ok: false };
        this.until = now + this.ttlMs;
        return { ok: true, ttlMs: this.ttlMs };
      case 'release':
        if (live && this.current?.token === m.token) {
          this.open = false;
          await this.append({ kind: 'release', token: m.token });
        }
        return { ok: true };
    }
  }
}

/** Keeps nothing in memory but a queue: the mark is read again for every operation. */
export class Storage {
  private line: Promise<unknown> = Promise.resolve();
  constructor(private node: Node) {}
  async onRequest(from: NodeId, m: StorageRequest): Promise<StorageReply> {
    const before = this.line;
    let free!: () => void;
    this.line = new Promise<void>((r) => {
      free = r;
    });
    await before;
    const mark = Number((await this.node.disk.read('highest')) ?? 0);
    let reply: StorageReply;
    if (m.token < mark) reply = { ok: false, highest: mark };
    else {
      if (m.token > mark) await this.node.disk.write('highest', m.token);
      if (m.op === 'read') {
        const cell = await this.node.disk.read('cell ' + m.key);
        reply = { ok: true, value: cell ?? null };
      } else {
        await this.node.disk.write('cell ' + m.key, m.value);
        reply = { ok: true };
      }
    }
    free();
    return reply;
  }
}

/** Watches its lease with its own clock, renews it, and stops when a renewal is refused or the lease is over. */
export class Worker {
  private seed: string;
  private count = 0;
  constructor(
    private readonly node: Node,
    private readonly lockService: NodeId,
    private readonly storage: NodeId,
  ) {
    this.seed = `${node.id}${node.random()}${node.random()}`;
  }
  async run(job: Job): Promise<Outcome> {
    const lease = await this.acquire();
    let end = lease.from + lease.ttlMs;
    let state: 'working' | 'lost' | 'over' = 'working';
    const renewing = async () => {
      while (state === 'working') {
        await this.node.sleep(600);
        if (state !== 'working') return;
        const from = this.node.clock.monotonic();
        void this.node.request(this.lockService, { op: 'renew', token: lease.token }).then((r: any) => {
          if (r.ok) end = Math.max(end, from + r.ttlMs);
          else if (state === 'working') state = 'lost';
        });
      }
    };
    void renewing();
    for (const { key, value } of job.writes) {
      let reply: any;
      let next = 0;
      const asked = this.node.clock.monotonic();
      while (reply === undefined) {
        if ((state as string) === 'lost' || this.node.clock.monotonic() - asked > 800) {
          state = 'over';
          return 'lost-lock';
        }
        if (this.node.clock.monotonic() >= next) {
          void this.node.request(this.storage, { op: 'write', key, value, token: lease.token }).then((r) => {
            reply ??= r;
          });
          next = this.node.clock.monotonic() + 300;
        }
        await this.node.sleep(20);
      }
      if (!reply.ok) {
        state = 'over';
        return 'lost-lock';
      }
    }
    state = 'over';
    void this.node.request(this.lockService, { op: 'release', token: lease.token });
    return 'done';
  }
  private async acquire() {
    for (;;) {
      const attempt = `${this.seed}.${this.count++}`;
      const from = this.node.clock.monotonic();
      const r: any = await Promise.race([
        this.node.request(this.lockService, { op: 'acquire', attempt }),
        this.node.sleep(900),
      ]);
      if (r?.ok) return { token: r.token as number, ttlMs: r.ttlMs as number, from };
      await this.node.sleep(40 + 160 * this.node.random());
    }
  }
}
