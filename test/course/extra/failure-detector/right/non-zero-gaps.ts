/** What comes together counts once: mean and mean deviation of the gaps between batches, window 120. */
import type { Node, NodeId } from 'partial-failure';
export class FailureDetector {
  readonly gaps: number[] = [];
  since: number;
  heard = false;
  constructor(readonly node: Node, readonly peer: NodeId, readonly interval: number) {
    this.since = node.clock.monotonic();
    const tick = async (): Promise<void> => {
      const due = node.clock.monotonic() + interval;
      await node.sleep(interval);
      if (node.clock.monotonic() > due + interval) this.since = node.clock.monotonic();
      return tick();
    };
    void tick();
  }
  onHeartbeat(): void {
    const now = this.node.clock.monotonic();
    const gap = now - this.since;
    if (this.heard && gap > 0.01 * this.interval) {
      this.gaps.push(Math.min(gap, 2 * this.limit()));
      if (this.gaps.length > 120) this.gaps.shift();
    }
    this.heard = true;
    this.since = now;
  }
  suspects(): boolean {
    return this.node.clock.monotonic() - this.since > this.limit();
  }
  limit(): number {
    if (this.gaps.length < 6) return 15 * this.interval;
    const mean = this.gaps.reduce((a, b) => a + b, 0) / this.gaps.length;
    const off = this.gaps.reduce((a, b) => a + Math.abs(b - mean), 0) / this.gaps.length;
    return mean + 9 * off + 1.2 * this.interval;
  }
}
