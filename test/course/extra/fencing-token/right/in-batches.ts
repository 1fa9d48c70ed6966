/** @approach Timers instead of times; the storage serves what has come in with one disk write; a worker in no hurry. */
import type { Json, Node, NodeId } from 'partial-failure';
import type {
  Job,
  Outcome,
  ServiceReply,
  ServiceRequest,
  StorageReply,
  StorageRequest,
} from 'partial-failure/fencing-token';

/** Only callbacks; expiry by one timer that is re-armed for the rest. */
export class LockService {
  private holder:
    { from: NodeId; attempt: string; token: number; end: number } | 'unknown' | 'choosing' | null = null;
  private top = 0;
  private endOfUnknown = 0;
  constructor(
    private n: Node,
    private ttlMs: number,
  ) {}
  start(): Promise<void> {
    return this.n.disk.read('top').then((top) => {
      if (top === undefined) return;
      this.top = top as number;
      this.holder = 'unknown';
      this.n.sleep(this.ttlMs).then(() => {
        if (this.holder === 'unknown') this.holder = null;
      });
    });
  }
  private watch(token: number): void {
    const h = this.holder;
    if (h === null || typeof h === 'string' || h.token !== token) return;
    const left = h.end - this.n.clock.monotonic();
    if (left <= 0) this.holder = null;
    else this.n.sleep(left).then(() => this.watch(token));
  }
  onRequest(from: NodeId, m: ServiceRequest): ServiceReply | Promise<ServiceReply> {
    const h = this.holder;
    const held = h !== null && typeof h !== 'string' ? h : undefined;
    if (m.op === 'acquire') {
      if (held && held.attempt === m.attempt) return { ok: true, token: held.token, ttlMs: this.ttlMs };
      if (h !== null) return { ok: false };
      this.holder = 'choosing';
      const token = this.top + 1;
      return this.n.disk.write('top', token).then((): ServiceReply => {
        this.top = token;
        this.holder = { from, attempt: m.attempt, token, end: this.n.clock.monotonic() + this.ttlMs };
        this.watch(token);
        return { ok: true, token, ttlMs: this.ttlMs };
      });
    }
    const isIt = held !== undefined && held.token === m.token;
    if (m.op === 'release') {
      if (isIt) this.holder = null;
      return { ok: true };
    }
    if (!isIt) return { ok: false };
    held.end = this.n.clock.monotonic() + this.ttlMs;
    return { ok: true, ttlMs: this.ttlMs };
  }
}

/** A loop that looks at an inbox every 10 ms while there is work, and serves all that is in it with one disk write. */
export class Storage {
  private inbox: { m: StorageRequest; done: (r: StorageReply) => void }[] = [];
  private image: { mark: number; data: { [k: string]: Json } } = { mark: 0, data: {} };
  private isLooking = false;
  constructor(private node: Node) {}
  async start() {
    const s = await this.node.disk.read('image');
    if (s) this.image = JSON.parse(s as string);
  }
  onRequest(_f: NodeId, m: StorageRequest): Promise<StorageReply> {
    return new Promise((done) => {
      this.inbox.push({ m, done });
      if (!this.isLooking) void this.look();
    });
  }
  private async look() {
    this.isLooking = true;
    while (this.inbox.length > 0) {
      await this.node.sleep(10);
      const batch = this.inbox.splice(0);
      const answers = batch.map(({ m }): StorageReply => {
        if (m.token < this.image.mark) return { ok: false, highest: this.image.mark };
        this.image.mark = m.token;
        if (m.op === 'write') {
          this.image.data[m.key] = m.value;
          return { ok: true };
        }
        return { ok: true, value: this.image.data[m.key] ?? null };
      });
      await this.node.disk.write('image', JSON.stringify(this.image));
      batch.forEach(({ done }, i) => done(answers[i]!));
    }
    this.isLooking = false;
  }
}

/** In no hurry: asks again after 4 s of silence, polls every 1.3 s, writes all at once, never releases. */
export class Worker {
  private k = 0;
  private id: string;
  constructor(
    private n: Node,
    private l: NodeId,
    private s: NodeId,
  ) {
    this.id = n.id + '~' + n.random() + '~';
  }
  run = async (job: Job): Promise<Outcome> => {
    let token: number | undefined;
    for (let attempt = this.id + this.k++; token === undefined;) {
      const r: any = await this.until(this.l, { op: 'acquire', attempt });
      if (r.ok) token = r.token;
      else await this.n.sleep(700 + 900 * this.n.random());
    }
    const oks = await Promise.all(
      job.writes.map((w) => this.until(this.s, { op: 'write', ...w, token: token! }).then((r: any) => r.ok)),
    );
    return oks.includes(false) ? 'lost-lock' : 'done';
  };
  private until = (to: NodeId, m: Json): Promise<Json> => {
    const copies: Promise<Json>[] = [];
    const again = (): Promise<Json> => {
      copies.push(this.n.request(to, m));
      return Promise.race([Promise.any(copies), this.n.sleep(4000)]).then((r) =>
        r === undefined ? again() : r,
      );
    };
    return again();
  };
}
