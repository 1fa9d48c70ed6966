/**
 * @breaks stale-writes-refused
 * @misconception The mark is loaded in the constructor, which is early enough.
 */
import type { Json, Node, NodeId } from 'partial-failure';
import type { Job, Outcome, ServiceRequest, StorageRequest } from 'partial-failure/fencing-token';

export class LockService {
  private token = 0;
  private until = 0;
  private attempt: string | undefined;
  private answer: Promise<{ ok: true; token: number; ttlMs: number }> | undefined;

  constructor(
    private node: Node,
    private ttlMs: number,
  ) {}

  async start() {
    this.token = ((await this.node.disk.read('t')) as number) ?? 0;
    if (this.token > 0) this.until = this.node.clock.monotonic() + this.ttlMs;
  }

  onRequest(_from: NodeId, m: ServiceRequest) {
    const now = this.node.clock.monotonic();
    const ttlMs = this.ttlMs;
    if (m.op === 'acquire') {
      if (now < this.until) return this.attempt === m.attempt ? this.answer! : { ok: false };
      const token = ++this.token;
      this.until = now + ttlMs;
      this.attempt = m.attempt;
      this.answer = this.node.disk.write('t', token).then(() => ({ ok: true as const, token, ttlMs }));
      return this.answer;
    }
    const mine = this.attempt !== undefined && m.token === this.token && now < this.until;
    if (m.op === 'renew') {
      if (mine) this.until = now + ttlMs;
      return mine ? { ok: true, ttlMs } : { ok: false };
    }
    if (mine) this.until = 0;
    return { ok: true };
  }
}

export class Storage {
  private mark = 0;

  constructor(private node: Node) {
    node.disk.read('m').then((m) => {
      if (m !== undefined) this.mark = m as number;
    });
  }

  async onRequest(_from: NodeId, m: StorageRequest): Promise<Json> {
    if (m.token < this.mark) return { ok: false, highest: this.mark };
    if (m.token > this.mark) this.node.disk.write('m', (this.mark = m.token));
    if (m.op === 'write') {
      await this.node.disk.write('v' + m.key, m.value);
      return { ok: true };
    }
    const value = await this.node.disk.read('v' + m.key);
    return { ok: true, value: value === undefined ? null : value };
  }
}

export class Worker {
  constructor(
    private node: Node,
    private lock: NodeId,
    private storage: NodeId,
  ) {}

  async run(job: Job): Promise<Outcome> {
    let token = 0;
    while (!token) {
      const attempt = String(this.node.random()) + this.node.id;
      const r = await this.ask(this.lock, { op: 'acquire', attempt }, 1500);
      if (r?.ok) token = r.token;
      else await this.node.sleep(60);
    }
    for (const { key, value } of job.writes) {
      let r;
      do r = await this.ask(this.storage, { op: 'write', key, value, token }, 700);
      while (r === undefined);
      if (!r.ok) return 'lost-lock';
    }
    this.node.request(this.lock, { op: 'release', token });
    return 'done';
  }

  /** One request, and silence after a while. A new try for the lock gets a new attempt. */
  private ask(to: NodeId, m: Json, ms: number): Promise<any> {
    return Promise.race([this.node.request(to, m), this.node.sleep(ms)]);
  }
}
