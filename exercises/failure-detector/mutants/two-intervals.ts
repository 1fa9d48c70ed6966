/**
 * @breaks accuracy
 * @misconception A heartbeat that is missing twice means a dead peer.
 */
import type { Node, NodeId } from 'partial-failure';

/** Silence longer than so many intervals is too long. */
const INTERVALS = 2;

export class FailureDetector {
  private sinceMs: number;
  private heard = false;

  constructor(
    private readonly node: Node,
    _peer: NodeId,
    private readonly intervalMs: number,
  ) {
    this.sinceMs = node.clock.monotonic();
    void this.noticePauses();
  }

  onHeartbeat(): void {
    this.heard = true;
    this.sinceMs = this.node.clock.monotonic();
  }

  suspects(): boolean {
    const intervals = this.heard ? INTERVALS : 12;
    return this.node.clock.monotonic() - this.sinceMs > intervals * this.intervalMs;
  }

  private async noticePauses(): Promise<void> {
    for (;;) {
      const beforeMs = this.node.clock.monotonic();
      await this.node.sleep(this.intervalMs);
      const nowMs = this.node.clock.monotonic();
      if (nowMs - beforeMs > 2 * this.intervalMs) this.sinceMs = nowMs;
    }
  }
}
