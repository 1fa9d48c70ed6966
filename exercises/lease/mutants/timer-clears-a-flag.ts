/**
 * @breaks never-too-long
 * @misconception A timer says in time that the lease is over.
 */
import { type Json, type Node, type NodeId } from 'partial-failure';

/** How far the rate of a monotonic clock may be off: the service’s, and ours. */
const RHO = 0.01;

/**
 * What part of a granted time our clock may show. The service lets at least `ttl · (1 − ρ)` of real time pass before
 * the lease is over, if its clock is fast. While ours shows d, up to `d · (1 + ρ)` pass, if it is slow. Both may be so.
 */
const USABLE = (1 - RHO) / (1 + RHO);

interface Lease {
  readonly id: string;
  /** What this node’s monotonic clock shows when the lease can no longer be relied on. */
  readonly endMs: number;
}

export class LeaseHolder {
  private lease: Lease | undefined;
  /** Calls are numbered, so that an answer is known to be older than what is known already. */
  private calls = 0;
  /** The last call whose answer counts or that was a release: no answer to an earlier one counts. */
  private settledBy = 0;

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
    this.settledBy = ++this.calls;
    if (lease !== undefined) await this.node.request(this.service, { op: 'release', lease: lease.id });
  }

  held(): boolean {
    return this.lease !== undefined;
  }

  private async ask(request: Json): Promise<boolean> {
    const call = ++this.calls;
    const beganMs = this.node.clock.monotonic();
    const { granted, lease, ttlMs } = read(await this.node.request(this.service, request));
    if (!granted || call < this.settledBy) return false;
    this.settledBy = call;
    this.lease = { id: lease, endMs: beganMs + ttlMs * USABLE };
    const mine = this.lease;
    void this.node.sleep(Math.max(0, mine.endMs - this.node.clock.monotonic())).then(() => {
      if (this.lease === mine) this.lease = undefined;
    });
    return true;
  }
}

/** The service’s answer to `acquire` or `renew`. */
function read(answer: Json): { granted: boolean; lease: string; ttlMs: number } {
  const { granted, lease, ttlMs } = answer as { granted: boolean; lease?: string; ttlMs?: number };
  return { granted, lease: lease ?? '', ttlMs: ttlMs ?? 0 };
}
