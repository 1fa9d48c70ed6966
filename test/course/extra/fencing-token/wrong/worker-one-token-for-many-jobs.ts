/**
 * @breaks no-lost-job
 * @misconception A lease lasts two seconds; for the next job it is still good.
 * @misconception-of worker-keeps-token
 */
import type { Json, Node, NodeId } from 'partial-failure';
import type { Job, Outcome, ServiceRequest, StorageReply, StorageRequest } from 'partial-failure/fencing-token';

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
  private held: { token: number; untilMs: number } | undefined;

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
          if (ok) {
            this.held = { token: token!, untilMs: node.clock.monotonic() + 1_700 };
            writeFrom(0, token!);
          }
          else node.sleep(130).then(tryLock);
        });
      };
      const writeFrom = (index: number, token: number): void => {
        const write = job.writes[index];
        if (write === undefined) {
          settle('done');
          return;
        }
        this.ask(storage, { op: 'write', key: write.key, value: write.value, token }, (reply) => {
          if ((reply as { ok: boolean }).ok) writeFrom(index + 1, token);
          else {
            this.held = undefined;
            settle('lost-lock');
          }
        });
      };
      if (this.held !== undefined && node.clock.monotonic() < this.held.untilMs) writeFrom(0, this.held.token);
      else tryLock();
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
