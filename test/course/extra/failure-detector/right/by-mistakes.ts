/** No statistics at all: a mistake makes it more patient, each heartbeat a little less. */
import type { Node, NodeId } from 'partial-failure';
export class FailureDetector {
  private patience: number;
  private heard = false;
  private since: number;
  constructor(private readonly node: Node, _peer: NodeId, private readonly interval: number) {
    this.patience = 6 * interval;
    this.since = node.clock.monotonic();
    void this.watch();
  }
  onHeartbeat(): void {
    if (this.heard && this.suspects()) this.patience *= 1.3;
    this.patience = Math.max(2 * this.interval, this.patience * 0.9995);
    this.heard = true;
    this.since = this.node.clock.monotonic();
  }
  suspects(): boolean {
    const silent = this.node.clock.monotonic() - this.since;
    return silent > (this.heard ? this.patience : 12 * this.interval);
  }
  private async watch(): Promise<void> {
    for (;;) {
      const then = this.node.clock.monotonic();
      await this.node.sleep(this.interval / 2);
      const now = this.node.clock.monotonic();
      if (now - then > this.interval * 1.5) this.since = now;
    }
  }
}
