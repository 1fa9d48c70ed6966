/**
 * @breaks no-lost-job
 * @misconception When a job has lost its lock, what is left of its writes comes to nothing by itself.
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
  private token = 0;
  private attempts = 0;
  private readonly life: string;

  constructor(
    private readonly node: Node,
    private readonly lock: NodeId,
    private readonly storage: NodeId,
  ) {
    this.life = `${node.id}-${node.random()}`;
  }

  async run(job: Job): Promise<Outcome> {
    this.token = await this.acquire();
    // All writes at once: the first that is refused ends the job.
    const outcomes = job.writes.map(
      ({ key, value }) => new Promise<boolean>((settle) => void this.keepSending(key, value, settle)),
    );
    try {
      await Promise.all(outcomes.map(async (outcome) => (await outcome) || Promise.reject(new Error('refused'))));
    } catch {
      return 'lost-lock';
    }
    void this.node.request(this.lock, { op: 'release', token: this.token });
    return 'done';
  }

  /** Sends the write again every 300 ms until it is answered. */
  private async keepSending(key: string, value: Json, settle: (ok: boolean) => void): Promise<void> {
    let isAnswered = false;
    while (!isAnswered) {
      const message = { op: 'write' as const, key, value, token: this.token };
      void this.node.request(this.storage, message).then((reply) => {
        isAnswered = true;
        settle((reply as { ok: boolean }).ok);
      });
      await this.node.sleep(300);
    }
  }

  private async acquire(): Promise<number> {
    for (;;) {
      const attempt = `${this.life}-${this.attempts++}`;
      for (let i = 0; i < 4; i++) {
        const request = { op: 'acquire' as const, attempt };
        const reply = await Promise.race([this.node.request(this.lock, request), this.node.sleep(400)]);
        if (reply === undefined) continue;
        const { ok, token } = reply as { ok: boolean; token?: number };
        if (ok) return token!;
        break;
      }
      await this.node.sleep(120);
    }
  }
}
