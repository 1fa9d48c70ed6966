/**
 * @breaks accuracy
 * @misconception Who has not called is not there.
 */
import type { Node, NodeId } from 'partial-failure';

/** So many gaps are remembered: enough to know their scatter, few enough to forget another network. */
const WINDOW = 200;
/** A silence is unusual when it is longer than the mean by so many standard deviations. */
const DEVIATIONS = 6.5;
/** Gaps that were all alike may differ by this all the same: a part of the interval. */
const FLOOR = 0.15;
/** Before so many gaps are known: intervals. */
const KNOWN_FROM = 10;
const UNKNOWN = 12;

/** The normal model of the φ detector (Hayashibara et al.), without its logarithm: a limit on the silence. */
export class FailureDetector {
  /** The last gaps, in ms; the oldest is overwritten. */
  private readonly gaps: number[] = [];
  private next = 0;
  private sum = 0;
  private sumOfSquares = 0;
  private heardMs: number | undefined;
  /** Silence counts from here: the last heartbeat, or the end of a pause of our own. */
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
      // A gap that we had ceased to believe in says something of the network, but not everything: at most twice what we
      // waited. A network that has become slower is learnt in a few steps, and an outage soon forgotten.
      this.remember(Math.min(nowMs - Math.max(this.heardMs, this.sinceMs), 2 * this.limitMs()));
    }
    this.heardMs = nowMs;
    this.sinceMs = nowMs;
  }

  suspects(): boolean {
    return this.heardMs === undefined || this.node.clock.monotonic() - this.sinceMs > this.limitMs();
  }

  /** The longest silence that is not unusual. */
  private limitMs(): number {
    const n = this.gaps.length;
    if (n < KNOWN_FROM) return UNKNOWN * this.intervalMs;
    const mean = this.sum / n;
    const deviation = Math.sqrt(Math.max(0, this.sumOfSquares / n - mean * mean));
    return mean + DEVIATIONS * Math.max(deviation, FLOOR * this.intervalMs);
  }

  private remember(gapMs: number): void {
    const forgotten = this.gaps[this.next] ?? 0;
    this.gaps[this.next] = gapMs;
    this.next = (this.next + 1) % WINDOW;
    this.sum += gapMs - forgotten;
    this.sumOfSquares += gapMs * gapMs - forgotten * forgotten;
  }

  /** An alarm clock that rings late means that we stood still: the peer may have been heard of by nobody. */
  private async noticePauses(): Promise<void> {
    for (;;) {
      const beforeMs = this.node.clock.monotonic();
      await this.node.sleep(this.intervalMs);
      const nowMs = this.node.clock.monotonic();
      if (nowMs - beforeMs > 2 * this.intervalMs) this.sinceMs = nowMs;
    }
  }
}
