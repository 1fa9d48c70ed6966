/**
 * @breaks accuracy
 * @misconception Five milliseconds are enough room for any network, whatever the interval.
 */
import type { Node, NodeId } from 'partial-failure';
const WINDOW = 200;
const DEVIATIONS = 6.5;
const FLOOR = 0.15;
const KNOWN_FROM = 10;
const UNKNOWN = 12;
export class FailureDetector {
  private readonly gaps: number[] = [];
  private next = 0;
  private sum = 0;
  private sumOfSquares = 0;
  private heardMs: number | undefined;
  private sinceMs: number;

  constructor(
    private readonly node: Node,
    _peer: NodeId,
    private readonly intervalMs: number,
  ) {
    this.sinceMs = node.clock.monotonic();
    void this.noticePauses();
  }

  onHeartbeat(): void {
    const nowMs = this.node.clock.monotonic();
    if (this.heardMs !== undefined) {
      this.remember(Math.min(nowMs - Math.max(this.heardMs, this.sinceMs), 2 * this.limitMs()));
    }
    this.heardMs = nowMs;
    this.sinceMs = nowMs;
  }

  suspects(): boolean {
    return this.node.clock.monotonic() - this.sinceMs > this.limitMs();
  }
  private limitMs(): number {
    const n = this.gaps.length;
    if (n < KNOWN_FROM) return UNKNOWN * this.intervalMs;
    const mean = this.sum / n;
    const deviation = Math.sqrt(Math.max(0, this.sumOfSquares / n - mean * mean));
    return mean + DEVIATIONS * Math.max(deviation, 5);
  }

  private remember(gapMs: number): void {
    const forgotten = this.gaps[this.next] ?? 0;
    this.gaps[this.next] = gapMs;
    this.next = (this.next + 1) % WINDOW;
    this.sum += gapMs - forgotten;
    this.sumOfSquares += gapMs * gapMs - forgotten * forgotten;
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
