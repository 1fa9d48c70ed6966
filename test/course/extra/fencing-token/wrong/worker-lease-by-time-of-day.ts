/**
 * @breaks finishes
 * @misconception A lease is over at a time of day.
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

type Lease = { readonly attempt: string; readonly token: number; readonly isFree: boolean };

class Mutex {
  private isLocked = false;
  private readonly waiting: (() => void)[] = [];

  async with<T>(body: () => Promise<T>): Promise<T> {
    if (this.isLocked) await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.isLocked = true;
    try {
      return await body();
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.isLocked = false;
      else next();
    }
  }
}

export class LockService {
  private readonly mutex = new Mutex();
  private lease: Lease = { attempt: '', token: 0, isFree: true };
  private endsAt = 0;

  constructor(
    private readonly node: Node,
    private readonly ttlMs: number,
  ) {}

  async start(): Promise<void> {
    const saved = await this.node.disk.read('lease');
    if (saved === undefined) return;
    this.lease = saved as Lease;
    this.endsAt = this.node.clock.monotonic() + this.ttlMs;
  }

  onRequest(_from: NodeId, message: ServiceRequest): Promise<ServiceReply> {
    return this.mutex.with(async () => {
      const now = this.node.clock.monotonic();
      const isFree = this.lease.isFree || now >= this.endsAt;
      if (message.op === 'acquire') {
        if (!isFree && this.lease.attempt !== message.attempt) return { ok: false };
        await this.set({ attempt: message.attempt, token: this.lease.token + 1, isFree: false });
        this.endsAt = this.node.clock.monotonic() + this.ttlMs;
        return { ok: true, token: this.lease.token, ttlMs: this.ttlMs };
      }
      const isMine = !this.lease.isFree && message.token === this.lease.token;
      if (message.op === 'renew') {
        if (!isMine || isFree) return { ok: false };
        this.endsAt = now + this.ttlMs;
        return { ok: true, ttlMs: this.ttlMs };
      }
      if (isMine) await this.set({ ...this.lease, isFree: true });
      return { ok: true };
    });
  }

  private async set(lease: Lease): Promise<void> {
    await this.node.disk.write('lease', lease);
    this.lease = lease;
  }
}

export class Storage {
  private readonly mutex = new Mutex();
  private mark = 0;
  private readonly values = new Map<string, Json>();

  constructor(private readonly node: Node) {}

  async start(): Promise<void> {
    const saved = (await this.node.disk.read('all')) as readonly [number, ...[string, Json][]] | undefined;
    if (saved === undefined) return;
    const [mark, ...entries] = saved;
    this.mark = mark;
    for (const [key, value] of entries) this.values.set(key, value);
  }

  onRequest(_from: NodeId, message: StorageRequest): Promise<StorageReply> {
    return this.mutex.with(async () => {
      const { key, token } = message;
      if (token < this.mark) return { ok: false, highest: this.mark };
      const isNews = token > this.mark || message.op === 'write';
      this.mark = token;
      if (message.op === 'write') this.values.set(key, message.value);
      if (isNews) await this.node.disk.write('all', [this.mark, ...this.values]);
      return message.op === 'write' ? { ok: true } : { ok: true, value: this.values.get(key) ?? null };
    });
  }
}

export class Worker {
  constructor(
    private readonly node: Node,
    private readonly lockService: NodeId,
    private readonly storage: NodeId,
  ) {}

  async run({ writes }: Job): Promise<Outcome> {
    const { token, askedAt } = await this.acquire();
    for (const { key, value } of writes) {
      const isOver = (): boolean => this.node.clock.timeOfDay() - askedAt > 2000;
      const reply = await this.ask(this.storage, { op: 'write', key, value, token }, isOver);
      // The lease is over and nobody says how the write went: somebody else may have the lock by now.
      if (reply === undefined || !(reply as StorageReply).ok) return 'lost-lock';
    }
    void this.ask(this.lockService, { op: 'release', token }, () => false);
    return 'done';
  }

  private async acquire(): Promise<{ token: number; askedAt: number }> {
    for (;;) {
      const askedAt = this.node.clock.timeOfDay();
      const attempt = `${this.node.id} ${askedAt} ${this.node.random()}`;
      const reply = (await this.ask(
        this.lockService,
        { op: 'acquire', attempt },
        () => false,
      )) as ServiceReply;
      if (reply.ok && 'token' in reply) return { token: reply.token, askedAt };
      await this.node.sleep(50 + 200 * this.node.random());
    }
  }

  /** The first answer to any of the copies, or `undefined` once it is over. */
  private async ask(to: NodeId, message: Json, isOver: () => boolean): Promise<Json | undefined> {
    let answer: Json | undefined;
    for (let n = 0; answer === undefined && !isOver(); n++) {
      if (n % 10 === 0) {
        void this.node.request(to, message).then((reply) => {
          answer ??= reply;
        });
      }
      await this.node.sleep(25);
    }
    return answer;
  }
}
