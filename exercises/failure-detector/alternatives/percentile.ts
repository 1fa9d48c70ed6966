import type { Node, NodeId } from 'partial-failure';

/** Two and a half times the 99th percentile of the last 150 gaps. No model of how they are distributed. */
export class FailureDetector {
  private gaps: number[] = [];
  private limit: number;
  private count = 0;
  private last: number | null = null;
  private from: number;

  constructor(
    private readonly node: Node,
    _peer: NodeId,
    private readonly interval: number,
  ) {
    this.limit = 11 * interval;
    this.from = node.clock.monotonic();
    const tick = (expected: number): void => {
      const now = node.clock.monotonic();
      // Rang late: we were paused.
      if (now > expected + interval) this.from = now;
      void node.sleep(interval / 2).then(() => tick(now + interval / 2));
    };
    tick(this.from);
  }

  onHeartbeat(): void {
    const now = this.node.clock.monotonic();
    if (this.last !== null) {
      this.gaps.push(Math.min(now - Math.max(this.last, this.from), 2 * this.limit));
      if (this.gaps.length > 150) this.gaps.shift();
      // Now and then is enough.
      if (this.gaps.length >= 10 && ++this.count % 8 === 0) {
        const sorted = [...this.gaps].sort((a, b) => a - b);
        const p99 = sorted[Math.ceil(0.99 * sorted.length) - 1] ?? this.interval;
        this.limit = Math.max(2.5 * p99, 2 * this.interval);
      }
    }
    this.last = now;
    this.from = now;
  }

  suspects(): boolean {
    return this.node.clock.monotonic() - this.from > this.limit;
  }
}
