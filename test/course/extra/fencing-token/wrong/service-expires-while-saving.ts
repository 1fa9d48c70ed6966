/**
 * @breaks tokens-increase
 * @misconception What the loop that ends leases frees is not being saved at that moment.
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

/** A loop that sweeps away what is over; a request looks only at what the loop has left. */
export class LockService {
  private until = -1;
  private owner: { attempt: string; token: number } | null = null;
  private last = 0;
  private closed = false;
  constructor(
    private node: Node,
    private ttlMs: number,
  ) {
    void this.sweep();
  }
  private async sweep(): Promise<void> {
    for (;;) {
      await this.node.sleep(30);
      if (!this.closed || this.node.clock.monotonic() < this.until) continue;
      this.closed = false;
      this.owner = null;
    }
  }
  private hold() {
    this.until = this.node.clock.monotonic() + this.ttlMs;
    this.closed = true;
  }
  async start() {
    const n = await this.node.disk.read('granted');
    if (n !== undefined) {
      this.last = n as number;
      this.hold();
    }
  }
  async onRequest(from: NodeId, m: ServiceRequest): Promise<ServiceReply> {
    if (m.op === 'release') {
      if (this.owner && this.owner.token === m.token) {
        this.owner = null;
        this.closed = false;
      }
      return { ok: true };
    }
    if (m.op === 'renew') {
      if (!this.owner || this.owner.token !== m.token) return { ok: false };
      this.hold();
      return { ok: true, ttlMs: this.ttlMs };
    }
    if (this.owner && this.owner.attempt === m.attempt)
      return { ok: true, token: this.owner.token, ttlMs: this.ttlMs };
    if (this.closed) return { ok: false };
    this.hold();
    await this.node.disk.write('granted', ++this.last);
    // A slow disk may have eaten the lease meanwhile; then it begins again.
    this.hold();
    this.owner = { attempt: m.attempt, token: this.last };
    return { ok: true, token: this.last, ttlMs: this.ttlMs };
  }
}

/** What memory shows is only what the disk has confirmed; the mark is raised in the same turn that looks at it. */
export class Storage {
  private mark = 0;
  private durableMark: Promise<void> = Promise.resolve();
  private shown = new Map<string, Json>();
  private isLoaded = new Set<string>();
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

/** Attempts are named after the job. Does not end before the lock service has taken the release. */
export class Worker {
  constructor(
    private readonly node: Node,
    private readonly lockService: NodeId,
    private readonly storage: NodeId,
  ) {}
  async run(job: Job): Promise<Outcome> {
    let tries = 0;
    let grant: any = { ok: false };
    while (!grant.ok) {
      grant = await this.call(this.lockService, { op: 'acquire', attempt: `${job.id} (${tries++})` });
      if (!grant.ok) await this.node.sleep(230);
    }
    const results: any[] = [];
    for (const w of job.writes) {
      results.push(
        await this.call(this.storage, { op: 'write', key: w.key, value: w.value, token: grant.token }),
      );
      if (!results.at(-1).ok) break;
    }
    await this.call(this.lockService, { op: 'release', token: grant.token });
    return results.length === job.writes.length && results.every((r) => r.ok) ? 'done' : 'lost-lock';
  }
  private call(to: NodeId, m: Json): Promise<Json> {
    return new Promise((resolve) => {
      let over = false;
      (async () => {
        while (!over) {
          void this.node.request(to, m).then((r) => {
            over = true;
            resolve(r);
          });
          await this.node.sleep(600);
        }
      })();
    });
  }
}
