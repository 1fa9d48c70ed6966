/** Twice the longest gap of the last 300; a surprise counts as a fifth more than the longest. */
import type { Node, NodeId } from 'partial-failure';
export class FailureDetector {
  private readonly gaps: number[] = [];
  private heard = false;
  private since: number;
  constructor(private readonly node: Node, _peer: NodeId, private readonly interval: number) {
    this.since = node.clock.monotonic();
    void this.watch();
  }
  onHeartbeat(): void {
    const now = this.node.clock.monotonic();
    if (this.heard) {
      this.gaps.unshift(Math.min(now - this.since, 0.6 * this.patience()));
      this.gaps.splice(300);
    }
    this.heard = true;
    this.since = now;
  }
  suspects(): boolean {
    return this.node.clock.monotonic() - this.since > this.patience();
  }
  private patience(): number {
    return this.gaps.length < 8 ? 11 * this.interval : 2 * Math.max(this.interval, ...this.gaps);
  }
  private async watch(): Promise<void> {
    while (true) {
      const then = this.node.clock.monotonic();
      await this.node.sleep(this.interval);
      const now = this.node.clock.monotonic();
      if (now > then + 2 * this.interval) this.since = now;
    }
  }
}
