/**
 * @breaks stale-writes-refused
 * @misconception A cache that is written first shows the newest value, and the disk follows soon.
 */
import type { Json, Node, NodeId } from 'partial-failure';
import type {
  AcquireReply,
  Job,
  Outcome,
  ServiceRequest,
  StorageReply,
  StorageRequest,
} from 'partial-failure/fencing-token';

export class LockService {
  private last = 0;
  private state: 'free' | 'granting' | 'held' | 'waiting' = 'free';
  private attempt = '';
  /** Counts renewals and grants: a timer that belongs to an older one does nothing. */
  private generation = 0;

  constructor(
    private readonly node: Node,
    private readonly ttlMs: number,
  ) {}

  async start(): Promise<void> {
    const last = await this.node.disk.read('last');
    if (last === undefined) return;
    this.last = Number(last);
    this.state = 'waiting';
    this.expireLater();
  }

  private expireLater(): void {
    const mine = ++this.generation;
    this.node.sleep(this.ttlMs).then(() => {
      if (this.generation === mine) this.state = 'free';
    });
  }

  async onRequest(_from: NodeId, m: ServiceRequest): Promise<Json> {
    const { ttlMs } = this;
    const isMine = 'token' in m && this.state === 'held' && m.token === this.last;
    switch (m.op) {
      case 'acquire': {
        if (this.state === 'held' && this.attempt === m.attempt) return { ok: true, token: this.last, ttlMs };
        if (this.state !== 'free') return { ok: false };
        this.state = 'granting';
        await this.node.disk.write('last', this.last + 1);
        this.last++;
        this.attempt = m.attempt;
        this.state = 'held';
        this.expireLater();
        return { ok: true, token: this.last, ttlMs };
      }
      case 'renew':
        if (isMine) this.expireLater();
        return isMine ? { ok: true, ttlMs } : { ok: false };
      case 'release':
        if (isMine) {
          this.generation++;
          this.state = 'free';
        }
        return { ok: true };
    }
  }
}

export class Storage {
  private mark = 0;
  private readonly cache = new Map<string, Json>();

  constructor(private readonly node: Node) {}

  async start(): Promise<void> {
    this.mark = Number((await this.node.disk.read('mark')) ?? 0);
  }

  async onRequest(_from: NodeId, m: StorageRequest): Promise<StorageReply> {
    if (m.token < this.mark) return { ok: false, highest: this.mark };
    const { disk } = this.node;
    const marked = m.token > this.mark ? disk.write('mark', m.token) : Promise.resolve();
    this.mark = m.token;
    if (m.op === 'write') {
      // Writes of one node keep their order: whoever asks next may have it from the cache.
      this.cache.set(m.key, m.value);
      await disk.write(`value of ${m.key}`, m.value);
      return { ok: true };
    }
    await marked;
    const cached = this.cache.get(m.key);
    if (cached !== undefined) return { ok: true, value: cached };
    const value = (await disk.read(`value of ${m.key}`)) ?? null;
    if (!this.cache.has(m.key)) this.cache.set(m.key, value);
    return { ok: true, value: this.cache.get(m.key) ?? null };
  }
}

const RESEND_MS = 250;

/** Does a job while it holds the lock. Only an answer tells it anything; silence makes it ask again. */
export class Worker {
  private attempts = 0;
  /** Tells this life of the worker from its earlier ones, so that no attempt is ever used twice. */
  private readonly life: string;

  constructor(
    private readonly node: Node,
    private readonly lockService: NodeId,
    private readonly storage: NodeId,
  ) {
    this.life = `${node.id} ${node.random()}`;
  }

  async run(job: Job): Promise<Outcome> {
    // A new token for each job: under the old one, a late copy of an earlier write would be let in.
    const token = await this.acquire();
    for (const { key, value } of job.writes) {
      const reply = (await this.ask(this.storage, { op: 'write', key, value, token })) as StorageReply;
      // The storage has seen a greater token: somebody else has the lock. What it says counts, not our clock.
      if (!reply.ok) return 'lost-lock';
    }
    // Nobody waits for this one. If it is lost, the lease ends by itself.
    void this.node.request(this.lockService, { op: 'release', token });
    return 'done';
  }

  private async acquire(): Promise<number> {
    for (;;) {
      const attempt = `${this.life} ${this.attempts++}`;
      const reply = (await this.ask(this.lockService, { op: 'acquire', attempt })) as AcquireReply;
      if (reply.ok) return reply.token;
      await this.node.sleep(100 + 100 * this.node.random());
    }
  }

  /** Sends the same request again and again, until one of them is answered. */
  private async ask(to: NodeId, message: Json): Promise<Json> {
    let answer: { readonly reply: Json } | undefined;
    const answered = new Promise<void>((resolve) => {
      const send = (): void => {
        void this.node.request(to, message).then((reply) => {
          answer ??= { reply };
          resolve();
        });
      };
      const sendAgain = async (): Promise<void> => {
        while (answer === undefined) {
          send();
          await this.node.sleep(RESEND_MS);
        }
      };
      void sendAgain();
    });
    await answered;
    return (answer as { readonly reply: Json } | undefined)?.reply ?? null;
  }
}
