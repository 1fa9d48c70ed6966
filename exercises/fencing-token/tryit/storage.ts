/**
 * @breaks stale-writes-refused
 * @opens storage-restarts
 */
import type { Node, NodeId } from 'partial-failure';
import type { StorageReply, StorageRequest } from 'partial-failure/fencing-token';

export class Storage {
  private mark = 0;

  constructor(private readonly node: Node) {}

  async onRequest(_from: NodeId, message: StorageRequest): Promise<StorageReply> {
    const { key, token } = message;
    if (token < this.mark) return { ok: false, highest: this.mark };
    if (message.op === 'write') {
      await this.node.disk.write(`value/${key}`, message.value);
      this.mark = token;
      return { ok: true };
    }
    const value = await this.node.disk.read(`value/${key}`);
    this.mark = token;
    return { ok: true, value: value ?? null };
  }
}

// ---- The lock service and the worker, which are right
import type { Json } from 'partial-failure';
import type { Job, Outcome, ServiceReply, ServiceRequest } from 'partial-failure/fencing-token';

/** One task after the other. */
class Queue {
  private tail: Promise<unknown> = Promise.resolve();

  run<T>(task: () => Promise<T>): Promise<T> {
    const result = this.tail.then(task);
    this.tail = result.catch(() => undefined);
    return result;
  }
}

export class LockService {
  private queue = new Queue();
  private last = 0;
  private holder: { attempt: string; token: number; until: number } | undefined;
  private blockedUntil = 0;

  constructor(
    private node: Node,
    private ttlMs: number,
  ) {}

  async start(): Promise<void> {
    this.last = ((await this.node.disk.read('last')) as number | undefined) ?? 0;
    const held = (await this.node.disk.read('held')) === true;
    if (held) this.blockedUntil = this.node.clock.monotonic() + this.ttlMs;
  }

  onRequest(_from: NodeId, message: ServiceRequest): Promise<ServiceReply> {
    return this.queue.run(() => this.handle(message));
  }

  private async handle(message: ServiceRequest): Promise<ServiceReply> {
    const now = this.node.clock.monotonic();
    if (this.holder !== undefined && now >= this.holder.until) this.holder = undefined;
    if (message.op === 'acquire') {
      if (now < this.blockedUntil) return { ok: false };
      if (this.holder !== undefined) {
        if (this.holder.attempt !== message.attempt) return { ok: false };
        return { ok: true, token: this.holder.token, ttlMs: this.ttlMs };
      }
      this.last += 1;
      const token = this.last;
      this.holder = { attempt: message.attempt, token, until: now + this.ttlMs };
      void this.node.disk.write('last', token);
      await this.node.disk.write('held', true);
      return { ok: true, token, ttlMs: this.ttlMs };
    }
    if (message.op === 'renew') {
      if (this.holder?.token !== message.token) return { ok: false };
      this.holder.until = now + this.ttlMs;
      return { ok: true, ttlMs: this.ttlMs };
    }
    if (this.holder?.token === message.token) {
      await this.node.disk.write('held', false);
      this.holder = undefined;
    }
    return { ok: true };
  }
}

export class Worker {
  private tries = 0;

  constructor(
    private node: Node,
    private lockService: NodeId,
    private storage: NodeId,
  ) {}

  async run(job: Job): Promise<Outcome> {
    const token = await this.acquire();
    for (const { key, value } of job.writes) {
      const reply = (await this.ask(this.storage, { op: 'write', key, value, token })) as StorageReply;
      if (!reply.ok) return 'lost-lock';
    }
    void this.node.request(this.lockService, { op: 'release', token });
    return 'done';
  }

  private async acquire(): Promise<number> {
    for (;;) {
      const attempt = `${this.node.id}/${this.tries++}/${this.node.random()}`;
      const reply = (await this.ask(this.lockService, { op: 'acquire', attempt })) as ServiceReply;
      if (reply.ok && 'token' in reply) return reply.token;
      await this.node.sleep(150);
    }
  }

  /** Asks again every 300 ms until an answer comes. */
  private async ask(to: NodeId, message: Json): Promise<Json> {
    const answers: Promise<Json | undefined>[] = [];
    for (;;) {
      answers.push(this.node.request(to, message));
      const wait = this.node.sleep(300).then(() => undefined);
      const answer = await Promise.race([...answers, wait]);
      if (answer !== undefined) return answer;
    }
  }
}
