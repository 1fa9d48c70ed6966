import type { Node, NodeId } from 'partial-failure';

/** Watches the heartbeats of one peer. */
export class FailureDetector {
  constructor(
    private readonly node: Node,
    private readonly peer: NodeId,
    private readonly intervalMs: number,
  ) {}

  onHeartbeat(): void {
    // TODO: remember what it tells you about the gaps to come.
  }

  suspects(): boolean {
    // TODO: for how long has the peer been silent, and is that unusual?
    this.node.log(`${this.peer} sends a heartbeat every ${this.intervalMs} ms`);
    return false;
  }
}
