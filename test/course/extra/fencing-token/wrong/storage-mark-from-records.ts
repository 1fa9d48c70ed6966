/**
 * @breaks stale-writes-refused
 * @misconception The greatest token of all values is the mark.
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

type LState =
  | { readonly tag: 'idle' }
  | { readonly tag: 'quarantine'; readonly until: number }
  | {
      readonly tag: 'saving';
      readonly attempt: string;
      readonly at: number;
      readonly token: number;
      readonly done: Promise<void>;
    }
  | { readonly tag: 'leased'; readonly attempt: string; readonly token: number; readonly until: number };
/** A state machine with frozen states. A try that is sent again while its grant is being saved waits for the same grant. */
export class LockService {
  #state: LState = { tag: 'idle' };
  #counter = 0;
  readonly #node: Node;
  readonly #ttl: number;
  constructor(node: Node, ttlMs: number) {
    this.#node = node;
    this.#ttl = ttlMs;
  }
  async start() {
    const counter = await this.#node.disk.read('counter');
    if (typeof counter === 'number') {
      this.#counter = counter;
      this.#state = Object.freeze({
        tag: 'quarantine',
        until: this.#node.clock.monotonic() + this.#ttl * 1.01,
      });
    }
  }
  #settle() {
    const s = this.#state;
    if ((s.tag === 'quarantine' || s.tag === 'leased') && this.#node.clock.monotonic() >= s.until)
      this.#state = { tag: 'idle' };
    return this.#state;
  }
  async onRequest(_from: NodeId, msg: ServiceRequest): Promise<ServiceReply> {
    const s = this.#settle();
    if (msg.op === 'acquire') {
      if (s.tag === 'leased') return s.attempt === msg.attempt ? this.#yes(s.token) : { ok: false };
      if (s.tag === 'quarantine') return { ok: false };
      if (s.tag === 'saving') {
        if (s.attempt !== msg.attempt) return { ok: false };
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
  #yes(token: number): ServiceReply {
    return { ok: true, token, ttlMs: this.#ttl };
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
    if (m.op === 'read') {
      this.mark = m.token;
      return { ok: true, value: old.isSet ? old.value : null };
    }
    const next = { value: m.value, token: m.token, isSet: true };
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
