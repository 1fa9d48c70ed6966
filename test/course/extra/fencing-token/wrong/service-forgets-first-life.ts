/**
 * @breaks tokens-increase
 * @misconception Tokens count from what memory knows; the disk keeps a copy for later.
 * @misconception-of service-counter-in-memory
 */
import type { Json, Node, NodeId } from 'partial-failure';
import type { Job, ServiceRequest, StorageRequest } from 'partial-failure/fencing-token';

export class LockService {
  token = 0;
  freeAt = 0;
  isGranting = false;

  constructor(
    private node: Node,
    private ttl: number,
  ) {}

  async start() {
    const token = await this.node.disk.read('token');
    if (token === undefined) return;
    this.freeAt = this.node.clock.monotonic() + this.ttl;
  }

  async onRequest(from: NodeId, m: ServiceRequest) {
    const now = this.node.clock.monotonic();
    if (m.op === 'acquire') {
      if (this.isGranting || now < this.freeAt) return { ok: false };
      this.isGranting = true;
      const token = this.token + 1;
      await this.node.disk.write('token', token);
      this.token = token;
      this.freeAt = now + this.ttl;
      this.isGranting = false;
      return { ok: true, token, ttlMs: this.ttl };
    }
    // While somebody is being granted the lock, the old token is worth nothing any more.
    const valid = m.token === this.token && now < this.freeAt && !this.isGranting;
    if (m.op === 'renew') {
      if (valid) this.freeAt = now + this.ttl;
      return valid ? { ok: true, ttlMs: this.ttl } : { ok: false };
    }
    if (valid) this.freeAt = now;
    return { ok: true };
  }
}

export class Storage {
  mark = 0;
  data: { [key: string]: Json } = {};

  constructor(private node: Node) {}

  async start() {
    const saved = await this.node.disk.read('everything');
    if (saved !== undefined) ({ mark: this.mark, data: this.data } = JSON.parse(saved as string));
  }

  async onRequest(from: NodeId, m: StorageRequest) {
    if (m.token < this.mark) return { ok: false, highest: this.mark };
    this.mark = m.token;
    if (m.op === 'write') this.data[m.key] = m.value;
    const value = this.data[m.key] ?? null;
    await this.node.disk.write('everything', JSON.stringify({ mark: this.mark, data: this.data }));
    return { ok: true, value };
  }
}

export class Worker {
  constructor(
    private node: Node,
    private lock: NodeId,
    private storage: NodeId,
  ) {}

  async run(job: Job) {
    let token: number | undefined;
    while (token === undefined) {
      const attempt = `${this.node.id}${this.node.random()}`;
      const answer = (await this.call(this.lock, { op: 'acquire', attempt })) as { ok: boolean; token?: number };
      if (answer.ok) token = answer.token;
      else await this.node.sleep(800);
    }
    for (const write of job.writes) {
      const answer = (await this.call(this.storage, { op: 'write', ...write, token })) as { ok: boolean };
      if (!answer.ok) return 'lost-lock';
    }
    return 'done';
  }

  async call(to: NodeId, m: Json): Promise<Json> {
    for (;;) {
      const answer = await Promise.race([this.node.request(to, m), this.node.sleep(1000)]);
      if (answer !== undefined) return answer;
    }
  }
}
