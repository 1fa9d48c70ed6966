/** @approach The lock service reads its record for every request; the storage relies on the disk's order; the worker is a loop that looks at its inbox, and its disk counts its lives. */
import type { Json, Node, NodeId } from 'partial-failure';
import type {
  Job,
  Outcome,
  ServiceReply,
  ServiceRequest,
  StorageReply,
  StorageRequest,
} from 'partial-failure/fencing-token';

/** Nothing cached: each request reads the record, under a mutex; only the deadline is in memory. */
export class LockService {
  private chain: Promise<void> = Promise.resolve();
  private deadline: number | undefined;
  constructor(
    private readonly node: Node,
    private readonly ttlMs: number,
  ) {}
  async start() {
    this.deadline = this.node.clock.monotonic() + this.ttlMs;
  }
  onRequest(from: NodeId, message: ServiceRequest): Promise<ServiceReply> {
    return new Promise((resolve) => {
      this.chain = this.chain.then(async () => {
        resolve(await this.step(from, message));
      });
    });
  }
  private async step(from: NodeId, message: ServiceRequest): Promise<ServiceReply> {
    const d = this.node.disk;
    const rec = ((await d.read('rec')) ?? { token: 0, attempt: '', who: '', held: false }) as {
      token: number;
      attempt: string;
      who: string;
      held: boolean;
    };
    const alive = rec.held && this.node.clock.monotonic() < (this.deadline ?? 0);
    if (message.op === 'acquire') {
      const sameTry = alive && rec.attempt === message.attempt;
      if (sameTry) return { ok: true, token: rec.token, ttlMs: this.ttlMs };
      // The same worker asks with a new attempt: it has given up the old lease.
      if (alive && rec.who !== from) return { ok: false };
      const token = rec.token + 1;
      await d.write('rec', { token, attempt: message.attempt, who: from, held: true });
      this.deadline = this.node.clock.monotonic() + this.ttlMs;
      return { ok: true, token, ttlMs: this.ttlMs };
    }
    if (message.op === 'renew') {
      if (!alive || rec.token !== message.token) return { ok: false };
      this.deadline = this.node.clock.monotonic() + this.ttlMs;
      return { ok: true, ttlMs: this.ttlMs };
    }
    if (rec.held && rec.token === message.token) await d.write('rec', { ...rec, held: false });
    return { ok: true };
  }
}

/** The mark is raised in the turn that looks at it; a read waits until it is durable. */
export class Storage {
  private mark = 0;
  private durableMark: Promise<void> = Promise.resolve();
  constructor(private node: Node) {}
  start(): Promise<void> {
    return this.node.disk.read('fence').then((m) => {
      this.mark = (m as number | undefined) ?? 0;
    });
  }
  onRequest(_f: NodeId, m: StorageRequest): Promise<StorageReply> | StorageReply {
    if (m.token < this.mark) return { ok: false, highest: this.mark };
    if (m.token !== this.mark) {
      this.mark = m.token;
      this.durableMark = this.node.disk.write('fence', m.token);
    }
    if (m.op === 'write')
      return this.node.disk.write('val/' + m.key, { v: m.value }).then((): StorageReply => ({ ok: true }));
    const wait = this.durableMark;
    return this.node.disk
      .read('val/' + m.key)
      .then((r) =>
        wait.then((): StorageReply => ({ ok: true, value: r === undefined ? null : (r as { v: Json }).v })),
      );
  }
}

/** A main loop that looks every 10 ms at what has come in. Attempts carry a number that the disk keeps. */
export class Worker {
  private life = 0;
  private tries = 0;
  constructor(
    private node: Node,
    private lock: NodeId,
    private storage: NodeId,
  ) {}
  async start() {
    this.life = Number((await this.node.disk.read('lives')) ?? 0) + 1;
    await this.node.disk.write('lives', this.life);
  }
  async run(job: Job): Promise<Outcome> {
    let token = 0;
    let attempt = '';
    let sentAt = -Infinity;
    let written = 0;
    let box: { ok: boolean; token?: number } | undefined;
    let stage = 0;
    for (;;) {
      const now = this.node.clock.monotonic();
      if (box !== undefined) {
        const reply = box;
        box = undefined;
        sentAt = -Infinity;
        stage++;
        if (token === 0) {
          if (reply.ok) token = reply.token!;
          else {
            attempt = '';
            await this.node.sleep(90);
          }
        } else if (!reply.ok) {
          return 'lost-lock';
        } else if (++written === job.writes.length) {
          void this.node.request(this.lock, { op: 'release', token });
          return 'done';
        }
      }
      if (now - sentAt > 400 || sentAt === -Infinity) {
        sentAt = this.node.clock.monotonic();
        if (token === 0 && attempt === '') attempt = `${this.node.id} ${this.life} ${this.tries++}`;
        const w = job.writes[written]!;
        const mine = stage;
        const m: Json =
          token === 0 ? { op: 'acquire', attempt } : { op: 'write', key: w.key, value: w.value, token };
        this.node.request(token === 0 ? this.lock : this.storage, m).then((r) => {
          if (mine === stage) box ??= r as { ok: boolean; token?: number };
        });
      }
      await this.node.sleep(10);
    }
  }
}
