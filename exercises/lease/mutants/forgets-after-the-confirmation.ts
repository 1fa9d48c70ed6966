/**
 * @breaks never-too-long
 * @misconception Once the lease is cleared, what a release forbids can wait until the service has confirmed it.
 */
import type { Json, Node, NodeId } from 'partial-failure';

const USABLE = 0.98;

export class LeaseHolder {
  private lease: { readonly id: string; readonly endMs: number } | undefined;
  /** Goes up with every release: answers to calls of an earlier round do not count. */
  private round = 0;
  private newest = 0;
  private calls = 0;

  constructor(
    private readonly node: Node,
    private readonly service: NodeId,
    private readonly ttlMs: number,
  ) {}

  acquire(): Promise<boolean> {
    return this.ask({ op: 'acquire', ttlMs: this.ttlMs });
  }

  async renew(): Promise<boolean> {
    if (this.lease === undefined) return false;
    return this.ask({ op: 'renew', lease: this.lease.id, ttlMs: this.ttlMs });
  }

  async release(): Promise<void> {
    const { lease } = this;
    this.lease = undefined;
    if (lease !== undefined) await this.node.request(this.service, { op: 'release', lease: lease.id });
    this.round += 1;
  }

  held(): boolean {
    return this.lease !== undefined && this.node.clock.monotonic() < this.lease.endMs;
  }

  private async ask(message: Json): Promise<boolean> {
    const { round } = this;
    const call = ++this.calls;
    const beganMs = this.node.clock.monotonic();
    const answer = await this.node.request(this.service, message);
    const { granted, lease, ttlMs } = answer as { granted: boolean; lease: string; ttlMs: number };
    if (!granted || round !== this.round || call < this.newest) return false;
    this.newest = call;
    this.lease = { id: lease, endMs: beganMs + ttlMs * USABLE };
    return true;
  }
}
