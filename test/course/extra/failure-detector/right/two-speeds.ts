/** A quick estimate and a slow one; the more patient of them decides. */
import type { Node, NodeId } from 'partial-failure';
class Estimate {
  mean = -1;
  spread = 0;
  constructor(readonly gain: number) {}
  add(gap: number): void {
    if (this.mean < 0) this.mean = gap;
    const off = gap - this.mean;
    this.mean += this.gain * off;
    this.spread += this.gain * (off * off - this.spread);
  }
  limit(floor: number): number {
    return this.mean + 6 * Math.max(floor, Math.sqrt(this.spread));
  }
}
export class FailureDetector {
  private readonly estimates = [new Estimate(1 / 20), new Estimate(1 / 150)];
  private count = 0;
  private since: number;
  constructor(private readonly node: Node, _peer: NodeId, private readonly interval: number) {
    this.since = node.clock.monotonic();
    void this.watch();
  }
  onHeartbeat(): void {
    const now = this.node.clock.monotonic();
    if (this.count++ > 0) {
      const gap = Math.min(now - this.since, 2 * this.limit());
      for (const estimate of this.estimates) estimate.add(gap);
    }
    this.since = now;
  }
  suspects(): boolean {
    return this.node.clock.monotonic() - this.since > this.limit();
  }
  private limit(): number {
    if (this.count < 20) return 12 * this.interval;
    return Math.max(...this.estimates.map((e) => e.limit(0.2 * this.interval)));
  }
  private async watch(): Promise<void> {
    for (;;) {
      const then = this.node.clock.monotonic();
      await this.node.sleep(this.interval);
      if (this.node.clock.monotonic() - then > 2 * this.interval) this.since = this.node.clock.monotonic();
    }
  }
}
