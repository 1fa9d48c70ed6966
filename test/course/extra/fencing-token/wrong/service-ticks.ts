/**
 * @breaks grants
 * @misconception Twenty times 100 ms are two seconds, also for who was paused meanwhile.
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

/** Counts down in ticks of 100 ms instead of reading a clock. */
export class LockService {
  private ticksLeft = 0;
  private owner: { attempt: string; token: number } | null = null;
  private ready: Promise<void> | null = null;
  private last = 0;
  private busy = false;
  constructor(
    private node: Node,
    private ttlMs: number,
  ) {
    void this.tick();
  }
  private async tick(): Promise<void> {
    for (;;) {
      await this.node.sleep(100);
      if (this.ticksLeft > 0 && --this.ticksLeft === 0) this.owner = null;
    }
  }
  private full(): number {
    return this.ttlMs / 100 + 1;
  }
  async start() {
    const n = await this.node.disk.read('granted');
    if (n !== undefined) {
      this.last = n as number;
      this.ticksLeft = this.full();
    }
  }
  async onRequest(from: NodeId, m: ServiceRequest): Promise<ServiceReply> {
    if (m.op === 'release') {
      if (this.owner && this.owner.token === m.token) {
        this.owner = null;
        this.ticksLeft = 0;
      }
      return { ok: true };
    }
    if (m.op === 'renew') {
      if (!this.owner || this.owner.token !== m.token) return { ok: false };
      this.ticksLeft = this.full();
      return { ok: true, ttlMs: this.ttlMs };
    }
    if (this.owner && this.owner.attempt === m.attempt)
      return { ok: true, token: this.owner.token, ttlMs: this.ttlMs };
    if (this.busy || this.ticksLeft > 0) return { ok: false };
    this.busy = true;
    try {
      await this.node.disk.write('granted', ++this.last);
      this.owner = { attempt: m.attempt, token: this.last };
      this.ticksLeft = this.full();
      return { ok: true, token: this.last, ttlMs: this.ttlMs };
    } finally {
      this.busy = false;
    }
  }
}

/** Each key's record holds the token of its last use; an index lists the keys; the mark is the greatest of all. */
export class Storage {
  private records = new Map<string, { value: Json; token: number; isSet: boolean }>();
  private mark = 0;
  private tail = Promise.resolve();
  constructor(private node: Node) {}
  async start() {
    const names = ((await this.node.disk.read('index')) ?? []) as string[];
    const all = await Promise.all(names.map((n) => this.node.disk.read('rec:' + n)));
    names.forEach((n, i) => {
      const r = all[i] as { value: Json; token: number; isSet: boolean } | undefined;
      if (r) {
        this.records.set(n, r);
        this.mark = Math.max(this.mark, r.token);
      }
    });
  }
  onRequest(_f: NodeId, m: StorageRequest): Promise<StorageReply> {
    const p = this.tail.then(() => this.go(m));
    this.tail = p.then(
      () => {},
      () => {},
    );
    return p;
  }
  private async go(m: StorageRequest): Promise<StorageReply> {
    if (m.token < this.mark) return { ok: false, highest: this.mark };
    const old = this.records.get(m.key) ?? { value: null, token: 0, isSet: false };
    const next =
      m.op === 'write' ? { value: m.value, token: m.token, isSet: true } : { ...old, token: m.token };
    if (!this.records.has(m.key)) await this.node.disk.write('index', [...this.records.keys(), m.key]);
    await this.node.disk.write('rec:' + m.key, next as unknown as Json);
    this.records.set(m.key, next);
    this.mark = m.token;
    return m.op === 'write' ? { ok: true } : { ok: true, value: next.isSet ? next.value : null };
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
