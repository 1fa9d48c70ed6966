/** @approach The lock service is a machine of states; the storage writes two slots in turn; attempts are named after the job, and a release is waited for. */
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

/** Attempts are named after the job. Does not end before the lock service has taken the release. */
export class Worker {
  constructor(
    private readonly node: Node,
    private readonly lockService: NodeId,
    private readonly storage: NodeId,
  ) {}
  async run(job: Job): Promise<Outcome> {
    let tries = 0;
    let grant: any = { ok: false };
    while (!grant.ok) {
      grant = await this.call(this.lockService, { op: 'acquire', attempt: `${job.id} (${tries++})` });
      if (!grant.ok) await this.node.sleep(230);
    }
    const results: any[] = [];
    for (const w of job.writes) {
      results.push(
        await this.call(this.storage, { op: 'write', key: w.key, value: w.value, token: grant.token }),
      );
      if (!results.at(-1).ok) break;
    }
    await this.call(this.lockService, { op: 'release', token: grant.token });
    return results.length === job.writes.length && results.every((r) => r.ok) ? 'done' : 'lost-lock';
  }
  private call(to: NodeId, m: Json): Promise<Json> {
    return new Promise((resolve) => {
      let over = false;
      (async () => {
        while (!over) {
          void this.node.request(to, m).then((r) => {
            over = true;
            resolve(r);
          });
          await this.node.sleep(600);
        }
      })();
    });
  }
}
