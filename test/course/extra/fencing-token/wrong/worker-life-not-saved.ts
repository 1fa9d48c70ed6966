/**
 * @breaks no-lost-job
 * @misconception The number of this life is on its way to the disk when it is first used.
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

/** A main loop that looks every 10 ms at what has come in. Attempts carry a number that the disk keeps. */
export class Worker {
  private life = 0;
  private tries = 0;
  constructor(
    private node: Node,
    private lock: NodeId,
    private storage: NodeId,
  ) {}
  async start() {
    this.life = Number((await this.node.disk.read('lives')) ?? 0) + 1;
    void this.node.disk.write('lives', this.life);
  }
  async run(job: Job): Promise<Outcome> {
    let token = 0;
    let attempt = '';
    let sentAt = -Infinity;
    let written = 0;
    let box: { ok: boolean; token?: number } | undefined;
    let stage = 0;
    for (;;) {
      const now = this.node.clock.monotonic();
      if (box !== undefined) {
        const reply = box;
        box = undefined;
        sentAt = -Infinity;
        stage++;
        if (token === 0) {
          if (reply.ok) token = reply.token!;
          else {
            attempt = '';
            await this.node.sleep(90);
          }
        } else if (!reply.ok) {
          return 'lost-lock';
        } else if (++written === job.writes.length) {
          void this.node.request(this.lock, { op: 'release', token });
          return 'done';
        }
      }
      if (now - sentAt > 400 || sentAt === -Infinity) {
        sentAt = this.node.clock.monotonic();
        if (token === 0 && attempt === '') attempt = `${this.node.id} ${this.life} ${this.tries++}`;
        const w = job.writes[written]!;
        const mine = stage;
        const m: Json =
          token === 0 ? { op: 'acquire', attempt } : { op: 'write', key: w.key, value: w.value, token };
        this.node.request(token === 0 ? this.lock : this.storage, m).then((r) => {
          if (mine === stage) box ??= r as { ok: boolean; token?: number };
        });
      }
      await this.node.sleep(10);
    }
  }
}
