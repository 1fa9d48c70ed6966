/** @approach The storage writes each operation into a log, and plays the log again at every start. */
import type { Json, Node, NodeId } from 'partial-failure';
import type { Job, Outcome, ServiceReply, ServiceRequest, StorageReply, StorageRequest } from 'partial-failure/fencing-token';

interface Entry {
  readonly token: number;
  readonly key?: string;
  readonly value?: Json;
  readonly [more: string]: Json | undefined;
}

export class Storage {
  readonly #node: Node;
  #length = 0;
  #mark = 0;
  readonly #table = new Map<string, Json>();

  constructor(node: Node) {
    this.#node = node;
  }

  async start() {
    for (;;) {
      const entry = (await this.#node.disk.read(`log ${this.#length}`)) as Entry | undefined;
      if (entry === undefined) break;
      this.#apply(entry);
      this.#length++;
    }
  }

  #apply({ token, key, value }: Entry) {
    this.#mark = Math.max(this.#mark, token);
    if (key !== undefined && value !== undefined) this.#table.set(key, value);
  }

  async onRequest(_from: NodeId, request: StorageRequest): Promise<StorageReply> {
    if (request.token < this.#mark) return { ok: false, highest: this.#mark };
    const { token, key } = request;
    const entry = request.op === 'write' ? { token, key, value: request.value } : { token };
    // Decided and entered in one turn; the log on disk is always a beginning of the log in memory.
    this.#apply(entry);
    const value = this.#table.get(key) ?? null;
    await this.#node.disk.write(`log ${this.#length++}`, entry);
    return request.op === 'write' ? { ok: true } : { ok: true, value };
  }
}

export class LockService {
  readonly #node: Node;
  readonly #ttlMs: number;
  #token = 0;
  #lease: { attempt?: string; until: number } | null = null;
  #busy: Promise<unknown> = Promise.resolve();

  constructor(node: Node, ttlMs: number) {
    this.#node = node;
    this.#ttlMs = ttlMs;
  }

  async start() {
    const log = ((await this.#node.disk.read('token')) ?? null) as { token: number; held: boolean } | null;
    if (log === null) return;
    this.#token = log.token;
    if (log.held) this.#lease = { until: this.#now() + this.#ttlMs };
  }

  #now() {
    return this.#node.clock.monotonic();
  }

  #running() {
    return this.#lease !== null && this.#now() < this.#lease.until;
  }

  onRequest(_from: NodeId, request: ServiceRequest): Promise<ServiceReply> {
    const before = this.#busy;
    const answer = (async () => {
      await before;
      return this.#serve(request);
    })();
    this.#busy = answer;
    return answer;
  }

  async #serve(request: ServiceRequest): Promise<ServiceReply> {
    const ttlMs = this.#ttlMs;
    if (request.op === 'acquire') {
      // Also the same try again: its worker waits until the lease is over. Simple, and allowed.
      if (this.#running()) return { ok: false };
      const token = this.#token + 1;
      await this.#node.disk.write('token', { token, held: true });
      this.#token = token;
      this.#lease = { attempt: request.attempt, until: this.#now() + ttlMs };
      return { ok: true, token, ttlMs };
    }
    const isHolder = request.token === this.#token && this.#running() && this.#lease?.attempt !== undefined;
    if (request.op === 'renew') {
      if (!isHolder) return { ok: false };
      this.#lease = { ...this.#lease, until: this.#now() + ttlMs };
      return { ok: true, ttlMs };
    }
    if (isHolder) {
      this.#lease = null;
      await this.#node.disk.write('token', { token: this.#token, held: false });
    }
    return { ok: true };
  }
}

export class Worker {
  readonly #node: Node;
  readonly #lock: NodeId;
  readonly #storage: NodeId;
  #boot = 0;
  #try = 0;

  constructor(node: Node, lock: NodeId, storage: NodeId) {
    this.#node = node;
    this.#lock = lock;
    this.#storage = storage;
  }

  /** Each life of this worker has a number. */
  async start() {
    const boots = Number((await this.#node.disk.read('boots')) ?? 0);
    this.#boot = boots + 1;
    await this.#node.disk.write('boots', this.#boot);
  }

  async run(job: Job): Promise<Outcome> {
    const token = await this.#acquire();
    for (const write of job.writes) {
      const reply = (await this.#ask(this.#storage, { op: 'write', ...write, token })) as StorageReply;
      if (!reply.ok) return 'lost-lock';
    }
    this.#node.request(this.#lock, { op: 'release', token });
    return 'done';
  }

  async #acquire(): Promise<number> {
    for (;;) {
      const attempt = `${this.#node.id}.${this.#boot}.${++this.#try}`;
      const reply = (await this.#ask(this.#lock, { op: 'acquire', attempt })) as ServiceReply;
      if ('token' in reply) return reply.token;
      await this.#node.sleep(175);
    }
  }

  async #ask(to: NodeId, message: Json): Promise<Json> {
    let reply: Json | undefined;
    for (let wait = 300; reply === undefined; wait = Math.min(2 * wait, 1000)) {
      void this.#node.request(to, message).then((r) => (reply ??= r));
      for (let slept = 0; slept < wait && reply === undefined; slept += 10) await this.#node.sleep(10);
    }
    return reply;
  }
}
