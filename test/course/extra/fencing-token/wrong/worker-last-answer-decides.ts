/**
 * @breaks no-lost-job
 * @misconception If the last write is through, so are those before it.
 */
import type { Json, Node, NodeId } from 'partial-failure';
import type { Job, Outcome, ServiceReply, ServiceRequest, StorageReply, StorageRequest } from 'partial-failure/fencing-token';

class Gate {
  private queue: (() => void)[] = [];
  private open = true;
  async enter() {
    if (this.open) this.open = false;
    else await new Promise<void>((go) => this.queue.push(go));
  }
  leave() {
    const next = this.queue.shift();
    if (next) next();
    else this.open = true;
  }
}

export class LockService {
  gate = new Gate();
  last = 0;
  lease: { attempt?: string; token?: number; start: number; length: number } | null = null;
  constructor(
    readonly node: Node,
    readonly ttlMs: number,
  ) {}
  async start() {
    const last = await this.node.disk.read('last');
    if (typeof last === 'number') {
      this.last = last;
      this.lease = { start: this.node.clock.monotonic(), length: this.ttlMs };
    }
  }
  async onRequest(from: NodeId, request: ServiceRequest): Promise<ServiceReply> {
    await this.gate.enter();
    try {
      if (this.lease && this.node.clock.monotonic() - this.lease.start >= this.lease.length) this.lease = null;
      if (request.op === 'acquire') {
        if (this.lease) {
          if (this.lease.attempt === request.attempt) return { ok: true, token: this.lease.token!, ttlMs: this.ttlMs };
          return { ok: false };
        }
        const token = Math.max(this.last + 1, this.node.clock.timeOfDay());
        await this.node.disk.write('last', token);
        this.last = token;
        this.lease = { attempt: request.attempt, token, start: this.node.clock.monotonic(), length: this.ttlMs };
        return { ok: true, token, ttlMs: this.ttlMs };
      }
      if (this.lease?.token === request.token) {
        if (request.op === 'release') {
          this.lease = null;
          return { ok: true };
        }
        this.lease.start = this.node.clock.monotonic();
        return { ok: true, ttlMs: this.ttlMs };
      }
      return request.op === 'release' ? { ok: true } : { ok: false };
    } finally {
      this.gate.leave();
    }
  }
}

export class Storage {
  gate = new Gate();
  constructor(readonly node: Node) {}
  async onRequest(from: NodeId, request: StorageRequest): Promise<StorageReply> {
    await this.gate.enter();
    try {
      const mark = ((await this.node.disk.read('mark')) as number | undefined) ?? 0;
      if (request.token < mark) return { ok: false, highest: mark };
      if (request.token !== mark) await this.node.disk.write('mark', request.token);
      if (request.op === 'write') {
        await this.node.disk.write(`k-${request.key}`, request.value);
        return { ok: true };
      }
      return { ok: true, value: (await this.node.disk.read(`k-${request.key}`)) ?? null };
    } finally {
      this.gate.leave();
    }
  }
}

export class Worker {
  n = 0;
  constructor(
    readonly node: Node,
    readonly lockService: NodeId,
    readonly storage: NodeId,
  ) {}
  async run(job: Job): Promise<Outcome> {
    const me = `${this.node.id}/${this.node.random()}/${this.n++}`;
    for (let i = 0; ; i++) {
      const lock = (await this.sure(this.lockService, { op: 'acquire', attempt: `${me}/${i}` })) as any;
      if (!lock.ok) {
        await this.node.sleep(250);
        continue;
      }
      const { token } = lock;
      const first = job.writes[0];
      if (first) {
        const seen = (await this.sure(this.storage, { op: 'read', key: first.key, token })) as any;
        if (!seen.ok) continue;
      }
      const results = await Promise.allSettled(
        job.writes.map(async ({ key, value }) => {
          const result = (await this.sure(this.storage, { op: 'write', key, value, token })) as any;
          return result.ok as boolean;
        }),
      );
      void this.sure(this.lockService, { op: 'release', token });
      const last = results.at(-1);
      return last?.status === 'fulfilled' && !last.value ? 'lost-lock' : 'done';
    }
  }
  async sure(to: NodeId, message: Json): Promise<Json> {
    const pending = new Set<Promise<Json | void>>();
    for (;;) {
      pending.add(this.node.request(to, message));
      const tick = this.node.sleep(333);
      const reply = await Promise.race([tick, ...pending]);
      if (reply !== undefined) return reply as Json;
    }
  }
}
