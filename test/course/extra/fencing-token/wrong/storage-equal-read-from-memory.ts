/**
 * @breaks stale-writes-refused
 * @misconception When the mark does not change, a read has nothing to wait for.
 * @misconception-of storage-shows-unsaved
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

interface Holder {
  readonly node: NodeId;
  readonly attempt: string;
  readonly token: number;
  endsAt: number;
}

const BLOCK = 10;

export class LockService {
  private next = 1;
  private reserved = 0;
  private reserving: Promise<void> | undefined;
  private holder: Holder | undefined;
  /** Who is waiting for the disk to become the holder. */
  private candidate: string | undefined;
  private closedUntil = -Infinity;

  constructor(
    private readonly node: Node,
    private readonly ttlMs: number,
  ) {}

  async start(): Promise<void> {
    const reserved = await this.node.disk.read('reserved');
    if (typeof reserved !== 'number') return;
    // What is left of the last block is not used: some of it may have been given away.
    this.next = reserved + 1;
    this.reserved = reserved;
    this.closedUntil = this.node.clock.monotonic() + this.ttlMs;
  }

  async onRequest(from: NodeId, message: ServiceRequest): Promise<ServiceReply> {
    const now = this.node.clock.monotonic();
    if (this.holder !== undefined && this.holder.endsAt <= now) this.holder = undefined;
    const { holder, ttlMs } = this;
    switch (message.op) {
      case 'acquire': {
        if (holder?.attempt === message.attempt) return { ok: true, token: holder.token, ttlMs };
        if (holder !== undefined || this.candidate !== undefined || now < this.closedUntil)
          return { ok: false };
        this.candidate = message.attempt;
        await this.reserve();
        this.candidate = undefined;
        const token = this.next++;
        this.holder = {
          node: from,
          attempt: message.attempt,
          token,
          endsAt: this.node.clock.monotonic() + ttlMs,
        };
        return { ok: true, token, ttlMs };
      }
      case 'renew':
        if (holder?.token !== message.token) return { ok: false };
        holder.endsAt = now + ttlMs;
        return { ok: true, ttlMs };
      case 'release':
        if (holder?.token === message.token) this.holder = undefined;
        return { ok: true };
    }
  }

  /** Makes sure that the next token is one that no later life will use. */
  private async reserve(): Promise<void> {
    if (this.next <= this.reserved) return;
    this.reserving ??= this.node.disk.write('reserved', this.reserved + BLOCK).then(() => {
      this.reserved += BLOCK;
      this.reserving = undefined;
    });
    await this.reserving;
  }
}

interface State {
  mark: number;
  values: Record<string, Json>;
}

export class Storage {
  private state: State = { mark: 0, values: {} };

  constructor(private readonly node: Node) {}

  async start(): Promise<void> {
    const saved = (await this.node.disk.read('state')) as
      { mark: number; values: Record<string, Json> } | undefined;
    if (saved !== undefined) this.state = { mark: saved.mark, values: { ...saved.values } };
  }

  async onRequest(_from: NodeId, message: StorageRequest): Promise<StorageReply> {
    const { state } = this;
    const { key, token } = message;
    if (token < state.mark) return { ok: false, highest: state.mark };
    const isNew = token > state.mark;
    state.mark = token;
    if (message.op === 'write') state.values[key] = message.value;
    const value = state.values[key] ?? null;
    if (message.op === 'read' && !isNew) return { ok: true, value };
    // Writes take effect in the order of the calls: once this one is durable, so is all that was decided before it.
    await this.node.disk.write('state', { mark: state.mark, values: state.values });
    return message.op === 'write' ? { ok: true } : { ok: true, value };
  }
}

export class Worker {
  constructor(
    private readonly node: Node,
    private readonly lockService: NodeId,
    private readonly storage: NodeId,
  ) {}

  async run(job: Job): Promise<Outcome> {
    for (;;) {
      const token = await this.acquire();
      let isLost = false;
      for (const { key, value } of job.writes) {
        const reply = await this.untilAnswered<StorageReply>(this.storage, {
          op: 'write',
          key,
          value,
          token,
        });
        isLost = !reply.ok;
        if (isLost) break;
      }
      if (isLost) continue;
      void this.untilAnswered<ServiceReply>(this.lockService, { op: 'release', token });
      return 'done';
    }
  }

  private async acquire(): Promise<number> {
    for (;;) {
      const attempt = `${this.node.id}:${Math.floor(this.node.random() * 2 ** 52)}`;
      const reply = await this.untilAnswered<ServiceReply>(this.lockService, { op: 'acquire', attempt });
      if (reply.ok && 'token' in reply) return reply.token;
      await this.node.sleep(200);
    }
  }

  private untilAnswered<R>(to: NodeId, message: Json): Promise<R> {
    return new Promise<R>((resolve) => {
      let isAnswered = false;
      const send = async (): Promise<void> => {
        while (!isAnswered) {
          void this.node.request(to, message).then((reply) => {
            isAnswered = true;
            resolve(reply as R);
          });
          await this.node.sleep(200);
        }
      };
      void send();
    });
  }
}
