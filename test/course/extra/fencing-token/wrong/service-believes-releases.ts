/**
 * @breaks one-holder
 * @misconception After a restart, who gives the lock back must be the holder.
 * @misconception-of service-any-release-frees
 */
import type { Json, Node, NodeId } from 'partial-failure';
import type {
  AcquireReply,
  Job,
  Outcome,
  ServiceReply,
  ServiceRequest,
  StorageReply,
  StorageRequest,
} from 'partial-failure/fencing-token';

/** Runs tasks one after the other, in the order in which they came: no other gets in between at an `await`. */
class Queue {
  private tail: Promise<unknown> = Promise.resolve();

  run<T>(task: () => Promise<T>): Promise<T> {
    const result = this.tail.then(task);
    // One task that fails does not stop those after it.
    this.tail = result.catch(() => undefined);
    return result;
  }
}

/** What the lock service keeps on its disk, under one key. */
type Saved = { readonly lastToken: number; readonly isHeld: boolean };

/**
 * Grants the lock to one worker at a time, each time with a greater token.
 *
 * On disk: the last token, and whether somebody may still hold the lock. Both are durable before the answer leaves, so
 * no token is ever given twice, and no lease is forgotten. Only in memory: when the lease ends, since that is measured
 * by a clock that starts anew after a restart. After a restart the service waits for a whole lease.
 */
export class LockService {
  private readonly queue = new Queue();
  private lastToken = 0;
  /** The lease under way. After a restart nobody knows whose it is: then there is neither attempt nor token. */
  private lease: { attempt?: string; token?: number; endsAt: number } | undefined;

  constructor(
    private readonly node: Node,
    private readonly ttlMs: number,
  ) {}

  async start(): Promise<void> {
    const saved = (await this.node.disk.read('lock')) as Saved | undefined;
    if (saved === undefined) return;
    this.lastToken = saved.lastToken;
    if (saved.isHeld) this.lease = { endsAt: this.node.clock.monotonic() + this.ttlMs };
  }

  onRequest(_from: NodeId, message: ServiceRequest): Promise<ServiceReply> {
    return this.queue.run(async (): Promise<ServiceReply> => {
      switch (message.op) {
        case 'acquire':
          return this.acquire(message.attempt);
        case 'renew':
          return this.renew(message.token);
        case 'release':
          return this.release(message.token);
      }
    });
  }

  private async acquire(attempt: string): Promise<AcquireReply> {
    const now = this.node.clock.monotonic();
    if (this.lease !== undefined && now < this.lease.endsAt) {
      // The same try again: its first answer was lost. The lease does not get longer by that.
      const { attempt: holder, token } = this.lease;
      return holder === attempt && token !== undefined
        ? { ok: true, token, ttlMs: this.ttlMs }
        : { ok: false };
    }
    const token = this.lastToken + 1;
    await this.save({ lastToken: token, isHeld: true });
    this.lastToken = token;
    // Measured from before the disk was asked: nobody gets more than the lease, and the next one waits no longer.
    this.lease = { attempt, token, endsAt: now + this.ttlMs };
    return { ok: true, token, ttlMs: this.ttlMs };
  }

  private async renew(token: number): Promise<ServiceReply> {
    const now = this.node.clock.monotonic();
    if (this.lease?.token !== token || now >= this.lease.endsAt) return { ok: false };
    this.lease.endsAt = now + this.ttlMs;
    return { ok: true, ttlMs: this.ttlMs };
  }

  private async release(token: number): Promise<ServiceReply> {
    // A late copy carries an older token, and ends nothing.
    if (this.lease !== undefined && (this.lease.token === undefined || this.lease.token === token)) {
      await this.save({ lastToken: this.lastToken, isHeld: false });
      this.lease = undefined;
    }
    return { ok: true };
  }

  private save(saved: Saved): Promise<void> {
    return this.node.disk.write('lock', saved);
  }
}

/**
 * Keeps values, and refuses the past.
 *
 * The mark is the greatest token that was ever shown. It is one for all keys, on disk, and saved *before* the value: a
 * crash in between leaves a mark without a value, which only refuses more. The other way round it would leave a value
 * that older holders can still write around.
 */
export class Storage {
  private readonly queue = new Queue();
  private mark = 0;

  constructor(private readonly node: Node) {}

  async start(): Promise<void> {
    const saved = await this.node.disk.read('mark');
    if (typeof saved === 'number') this.mark = saved;
  }

  onRequest(_from: NodeId, message: StorageRequest): Promise<StorageReply> {
    return this.queue.run(() => this.handle(message));
  }

  private async handle(message: StorageRequest): Promise<StorageReply> {
    const { op, key, token } = message;
    // Equal tokens pass: a holder writes more than once.
    if (token < this.mark) return { ok: false, highest: this.mark };
    if (token > this.mark) {
      await this.node.disk.write('mark', token);
      this.mark = token;
    }
    if (op === 'read') return { ok: true, value: (await this.node.disk.read(`value ${key}`)) ?? null };
    await this.node.disk.write(`value ${key}`, message.value);
    return { ok: true };
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
