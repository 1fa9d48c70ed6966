/** Longest gap of each 25 heartbeats; two and a half times the second longest of the last eight of these. */
import type { Node, NodeId } from 'partial-failure';
export class FailureDetector {
  private blocks: number[] = [];
  private longest = 0;
  private inBlock = -1;
  private lastTick: number;
  private since: number;
  constructor(private readonly node: Node, _peer: NodeId, private readonly interval: number) {
    this.since = this.lastTick = node.clock.monotonic();
    void this.watch();
  }
  private now(): number {
    const now = this.node.clock.monotonic();
    if (now - this.lastTick > 2 * this.interval) this.since = now;
    this.lastTick = now;
    return now;
  }
  onHeartbeat(): void {
    const now = this.now();
    if (this.inBlock >= 0) this.longest = Math.max(this.longest, Math.min(now - this.since, 2 * this.patience()));
    if (++this.inBlock === 25) {
      this.blocks = [this.longest, ...this.blocks].slice(0, 8);
      this.longest = 0;
      this.inBlock = 0;
    }
    this.since = now;
  }
  suspects(): boolean {
    const now = this.now();
    return now - this.since > this.patience();
  }
  private patience(): number {
    const second = [...this.blocks].sort((a, b) => b - a)[Math.min(1, this.blocks.length - 1)];
    return second === undefined ? 12 * this.interval : Math.max(2 * this.interval, 2.5 * second);
  }
  private async watch(): Promise<void> {
    for (;;) {
      await this.node.sleep(this.interval / 2);
      this.now();
    }
  }
}
