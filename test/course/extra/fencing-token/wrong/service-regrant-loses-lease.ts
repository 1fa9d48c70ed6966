/**
 * @breaks one-holder
 * @misconception A try that comes again while it is being saved is a new one.
 */
import type { Json, Node, NodeId } from 'partial-failure';
import type { Job, Outcome, ServiceReply, ServiceRequest, StorageReply, StorageRequest } from 'partial-failure/fencing-token';

type LState =
  | { readonly tag: 'idle' }
  | { readonly tag: 'quarantine'; readonly until: number }
  | { readonly tag: 'saving'; readonly attempt: string; readonly at: number; readonly token: number; readonly done: Promise<void> }
  | { readonly tag: 'leased'; readonly attempt: string; readonly token: number; readonly until: number };
/** A state machine with frozen states. A try that is sent again while its grant is being saved waits for the same grant. */
export class LockService {
  #state: LState = { tag: 'idle' };
  #counter = 0;
  readonly #node: Node;
  readonly #ttl: number;
  constructor(node: Node, ttlMs: number) { this.#node = node; this.#ttl = ttlMs; }
  async start() {
    const counter = await this.#node.disk.read('counter');
    if (typeof counter === 'number') {
      this.#counter = counter;
      this.#state = Object.freeze({ tag: 'quarantine', until: this.#node.clock.monotonic() + this.#ttl * 1.01 });
    }
  }
  #settle() {
    const s = this.#state;
    if ((s.tag === 'quarantine' || s.tag === 'leased') && this.#node.clock.monotonic() >= s.until) this.#state = { tag: 'idle' };
    return this.#state;
  }
  async onRequest(_from: NodeId, msg: ServiceRequest): Promise<ServiceReply> {
    const s = this.#settle();
    if (msg.op === 'acquire') {
      if (s.tag === 'leased') return s.attempt === msg.attempt ? this.#yes(s.token) : { ok: false };
      if (s.tag === 'quarantine') return { ok: false };
      if (s.tag === 'saving') {
        await s.done;
        return this.#yes(s.token);
      }
      const at = this.#node.clock.monotonic();
      const token = (this.#counter += 1 + Math.floor(this.#node.random() * 3));
      const done = this.#node.disk.write('counter', token);
      this.#state = { tag: 'saving', attempt: msg.attempt, at, token, done };
      await done;
      this.#state = { tag: 'leased', attempt: msg.attempt, token, until: at + this.#ttl };
      return this.#yes(token);
    }
    const mine = s.tag === 'leased' && s.token === msg.token;
    if (msg.op === 'release') {
      if (mine) this.#state = { tag: 'idle' };
      return { ok: true };
    }
    if (!mine) return { ok: false };
    this.#state = { ...s, until: this.#node.clock.monotonic() + this.#ttl };
    return { ok: true, ttlMs: this.#ttl };
  }
  #yes(token: number): ServiceReply { return { ok: true, token, ttlMs: this.#ttl }; }
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
    if (best) { this.version = best.version; this.snapshot = { mark: best.mark, cells: best.cells }; }
  }
  private async lock() { if (this.locked) await new Promise<void>((r) => this.waiting.push(r)); this.locked = true; }
  private unlock() { const w = this.waiting.shift(); if (w) w(); else this.locked = false; }
  async onRequest(_from: NodeId, m: StorageRequest): Promise<StorageReply> {
    await this.lock();
    try {
      const { mark, cells } = this.snapshot;
      if (m.token < mark) return { ok: false, highest: mark };
      const others = cells.filter(([k]) => k !== m.key);
      const next = { mark: m.token, cells: m.op === 'write' ? [...others, [m.key, m.value] as [string, Json]] : cells };
      if (m.token > mark || m.op === 'write') {
        const version = this.version + 1;
        await this.node.disk.write(`slot-${version % 2}`, { version, ...next } as unknown as Json);
        this.version = version;
        this.snapshot = next;
      }
      if (m.op === 'write') return { ok: true };
      const cell = this.snapshot.cells.find(([k]) => k === m.key);
      return { ok: true, value: cell ? cell[1] : null };
    } finally { this.unlock(); }
  }
}

/** When it is refused it takes a new token and goes on with what is left. */
export class Worker {
  private serial = 0;
  private life: number;
  constructor(private node: Node, private lock: NodeId, private storage: NodeId) { this.life = node.random(); }
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
      const r = (await this.insist(this.lock, { op: 'acquire', attempt: `${this.node.id}/${this.life}/${++this.serial}` })) as { ok: boolean; token: number };
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
