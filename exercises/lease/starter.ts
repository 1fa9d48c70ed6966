import type { Node, NodeId } from 'partial-failure';

/** While a monotonic clock shows d, between d · (1 − RHO) and d · (1 + RHO) of real time pass: here and at the service. */
const RHO = 0.01;

/** Holds a lock of the service, for a limited time. */
export class LeaseHolder {
  constructor(
    private readonly node: Node,
    private readonly service: NodeId,
    private readonly ttlMs: number,
  ) {}

  async acquire(): Promise<boolean> {
    // TODO: ask with { op: 'acquire', ttlMs }. How long may you rely on a grant?
    this.node.log('acquire is still to be written', { service: this.service, ttlMs: this.ttlMs, rho: RHO });
    return false;
  }

  async renew(): Promise<boolean> {
    // TODO: ask with { op: 'renew', lease, ttlMs }.
    return false;
  }

  async release(): Promise<void> {
    // TODO: from now on the lock is not held. Tell the service with { op: 'release', lease }.
  }

  held(): boolean {
    // TODO: true only when it is certain, at this instant.
    return false;
  }
}
