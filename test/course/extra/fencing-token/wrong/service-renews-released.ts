/**
 * @breaks grants
 * @misconception A renewal with the last token is good, whether it was given back or not.
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
        if (this.current?.token !== m.token) return { ok: false };
        this.open = true;
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

/** Two slots in turn, each a whole snapshot with a version; the newer one counts at start. */
export class Storage {
  private version = 0;
  private snapshot: { mark: number; cells: [string, Json][] } = { mark: 0, cells: [] };
  private waiting: (() => void)[] = [];
  private locked = false;
  constructor(private readonly node: Node) {}
  async start() {
    const [a, b] = [await this.node.disk.read('slot-0'), await this.node.disk.read('slot-1')] as any[];
    const best = [a, b].filter((s) => s !== undefined).sort((x, y) => y.version - x.version)[0];
    if (best) {
      this.version = best.version;
      this.snapshot = { mark: best.mark, cells: best.cells };
    }
  }
  private async lock() {
    if (this.locked) await new Promise<void>((r) => this.waiting.push(r));
    this.locked = true;
  }
  private unlock() {
    const w = this.waiting.shift();
    if (w) w();
    else this.locked = false;
  }
  async onRequest(_from: NodeId, m: StorageRequest): Promise<StorageReply> {
    await this.lock();
    try {
      const { mark, cells } = this.snapshot;
      if (m.token < mark) return { ok: false, highest: mark };
      const others = cells.filter(([k]) => k !== m.key);
      const next = {
        mark: m.token,
        cells: m.op === 'write' ? [...others, [m.key, m.value] as [string, Json]] : cells,
      };
      if (m.token > mark || m.op === 'write') {
        const version = this.version + 1;
        await this.node.disk.write(`slot-${version % 2}`, { version, ...next } as unknown as Json);
        this.version = version;
        this.snapshot = next;
      }
      if (m.op === 'write') return { ok: true };
      const cell = this.snapshot.cells.find(([k]) => k === m.key);
      return { ok: true, value: cell ? cell[1] : null };
    } finally {
      this.unlock();
    }
  }
}

/** When it is refused it takes a new token and goes on with what is left. */
export class Worker {
  private serial = 0;
  private life: number;
  constructor(
    private node: Node,
    private lock: NodeId,
    private storage: NodeId,
  ) {
    this.life = node.random();
  }
  async run(job: Job): Promise<Outcome> {
    const left = [...job.writes];
    while (left.length > 0) {
      const token = await this.take();
      while (left.length > 0) {
        const { key, value } = left[0]!;
        const r = (await this.insist(this.storage, { op: 'write', key, value, token })) as { ok: boolean };
        if (!r.ok) break;
        left.shift();
      }
      await Promise.race([this.node.request(this.lock, { op: 'release', token }), this.node.sleep(120)]);
    }
    return 'done';
  }
  private async take(): Promise<number> {
    for (;;) {
      const r = (await this.insist(this.lock, {
        op: 'acquire',
        attempt: `${this.node.id}/${this.life}/${++this.serial}`,
      })) as { ok: boolean; token: number };
      if (r.ok) return r.token;
      await this.node.sleep(170);
    }
  }
  private async insist(to: NodeId, m: Json): Promise<Json> {
    let wait = 150;
    for (;;) {
      const r = await Promise.race([this.node.request(to, m), this.node.sleep(wait)]);
      if (r !== undefined) return r;
      wait = Math.min(wait * 2, 1200);
    }
  }
}
