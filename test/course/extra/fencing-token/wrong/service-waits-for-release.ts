/**
 * @breaks grants
 * @misconception Whoever has the lock gives it back; until then it is taken.
 * @misconception-of service-lease-never-ends
 */
import type { Json, Node, NodeId } from 'partial-failure';
import type { Job, Outcome, ServiceRequest, StorageReply, StorageRequest } from 'partial-failure/fencing-token';

export class LockService {
  private last = 0;
  private holder: { attempt: string } | undefined;
  private isGranting = false;

  constructor(
    private readonly node: Node,
    private readonly ttlMs: number,
  ) {}

  async start(): Promise<void> {
    const saved = (await this.node.disk.read('lock')) as { last: number; attempt: string | null } | undefined;
    if (saved === undefined) return;
    this.last = saved.last;
    if (saved.attempt !== null) this.holder = { attempt: saved.attempt };
  }

  async onRequest(_from: NodeId, m: ServiceRequest): Promise<Json> {
    const { ttlMs, node } = this;
    if (m.op === 'acquire') {
      if (this.isGranting) return { ok: false };
      if (this.holder !== undefined)
        return this.holder.attempt === m.attempt ? { ok: true, token: this.last, ttlMs } : { ok: false };
      this.isGranting = true;
      const last = this.last + 1;
      await node.disk.write('lock', { last, attempt: m.attempt });
      this.last = last;
      this.holder = { attempt: m.attempt };
      this.isGranting = false;
      return { ok: true, token: last, ttlMs };
    }
    const isCurrent = this.holder !== undefined && m.token === this.last && !this.isGranting;
    if (m.op === 'renew') return isCurrent ? { ok: true, ttlMs } : { ok: false };
    if (isCurrent) {
      this.holder = undefined;
      await node.disk.write('lock', { last: this.last, attempt: null });
    }
    return { ok: true };
  }
}

export class Storage {
  private readonly node: Node;
  private mark = 0;
  private dirty: (() => void)[] = [];
  private isFlushing = false;
  private table: [string, Json][] = [];

  constructor(node: Node) {
    this.node = node;
  }

  async start(): Promise<void> {
    const saved = (await this.node.disk.read('table')) as { mark: number; table: [string, Json][] } | undefined;
    if (saved) {
      this.mark = saved.mark;
      this.table = [...saved.table];
    }
  }

  /** Several operations share one disk write: each is answered when a write that began after it is durable. */
  private flush(): Promise<void> {
    return new Promise((resolve) => {
      this.dirty.push(resolve);
      if (!this.isFlushing) void this.flushAll();
    });
  }

  private async flushAll(): Promise<void> {
    this.isFlushing = true;
    while (this.dirty.length > 0) {
      const waiting = this.dirty;
      this.dirty = [];
      await this.node.disk.write('table', { mark: this.mark, table: this.table });
      waiting.forEach((resolve) => resolve());
    }
    this.isFlushing = false;
  }

  async onRequest(_from: NodeId, m: StorageRequest): Promise<StorageReply> {
    const { mark } = this;
    if (m.token < mark) return { ok: false, highest: mark };
    this.mark = m.token;
    const row = this.table.find(([key]) => key === m.key);
    if (m.op === 'write') {
      if (row) row[1] = m.value;
      else this.table.push([m.key, m.value]);
      await this.flush();
      return { ok: true };
    }
    const value = row ? row[1] : null;
    await this.flush();
    return { ok: true, value };
  }
}

export class Worker {
  private serial = 0;

  constructor(
    private readonly node: Node,
    private readonly lock: NodeId,
    private readonly storage: NodeId,
  ) {}

  run(job: Job): Promise<Outcome> {
    const { node, lock, storage } = this;
    const salt = node.random();
    return new Promise<Outcome>((settle) => {
      const tryLock = (): void => {
        const attempt = `${node.id}#${salt}#${this.serial++}`;
        this.ask(lock, { op: 'acquire', attempt }, (reply) => {
          const { ok, token } = reply as { ok: boolean; token?: number };
          if (ok) writeFrom(0, token!);
          else node.sleep(130).then(tryLock);
        });
      };
      const writeFrom = (index: number, token: number): void => {
        const write = job.writes[index];
        if (write === undefined) {
          this.ask(lock, { op: 'release', token }, () => undefined);
          settle('done');
          return;
        }
        this.ask(storage, { op: 'write', key: write.key, value: write.value, token }, (reply) => {
          if ((reply as { ok: boolean }).ok) writeFrom(index + 1, token);
          else settle('lost-lock');
        });
      };
      tryLock();
    });
  }

  private ask(to: NodeId, message: Json, then: (reply: Json) => void): void {
    let isOver = false;
    const tick = (): void => {
      if (isOver) return;
      this.node.request(to, message).then((reply) => {
        if (isOver) return;
        isOver = true;
        then(reply);
      });
      this.node.sleep(500).then(tick);
    };
    tick();
  }
}
