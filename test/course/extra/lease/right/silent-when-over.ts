/**
 * Forgets a lease when its time is over: then it neither renews nor releases it. Relies on nine tenths by its own clock,
 * and gives up waiting for an answer.
 */
import type { Json, Node, NodeId } from 'partial-failure';

export class LeaseHolder {
  private id: string | null = null;
  private end = -Infinity;
  private generation = 0;
  private newestGranted = 0;
  private count = 0;

  constructor(
    private readonly node: Node,
    private readonly service: NodeId,
    private readonly ttlMs: number,
  ) {}

  acquire(): Promise<boolean> {
    return this.obtain({ op: 'acquire', ttlMs: this.ttlMs });
  }

  renew(): Promise<boolean> {
    if (!this.held()) return Promise.resolve(false);
    return this.obtain({ op: 'renew', lease: this.id, ttlMs: this.ttlMs });
  }

  async release(): Promise<void> {
    const { id } = this;
    const wasHeld = this.held();
    this.generation += 1;
    this.id = null;
    this.end = -Infinity;
    if (wasHeld) await this.node.request(this.service, { op: 'release', lease: id });
  }

  held(): boolean {
    if (this.node.clock.monotonic() >= this.end) this.id = null;
    return this.id !== null;
  }

  private async obtain(message: Json): Promise<boolean> {
    const { generation } = this;
    this.count += 1;
    const mine = this.count;
    const start = this.node.clock.monotonic();
    const answer = await Promise.race([
      this.node.request(this.service, message),
      this.node.sleep(2 * this.ttlMs).then((): Json => ({ granted: false })),
    ]);
    const told = answer as { granted: boolean; lease: string; ttlMs: number };
    if (generation !== this.generation || mine < this.newestGranted || !told.granted) return false;
    this.newestGranted = mine;
    this.id = told.lease;
    this.end = start + 0.9 * told.ttlMs;
    return this.held();
  }
}
