/**
 * @breaks accuracy
 * @misconception Four mean deviations, as in TCP.
 */
import type { Node, NodeId } from 'partial-failure';

/** Gaps that were all alike may differ by this all the same: a part of the interval. */
const FLOOR = 0.15;
/** Before so many gaps are known: intervals. */
const KNOWN_FROM = 10;
const UNKNOWN = 12;

/** The normal model of the φ detector (Hayashibara et al.), without its logarithm: a limit on the silence. */
export class FailureDetector {
  private count = 0;
  private meanMs = 0;
  private deviationMs = 0;
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
    return this.node.clock.monotonic() - this.sinceMs > this.limitMs();
  }

  /** The longest silence that is not unusual. */
  private limitMs(): number {
    if (this.count < KNOWN_FROM) return UNKNOWN * this.intervalMs;
    return this.meanMs + 4 * Math.max(this.deviationMs, FLOOR * this.intervalMs);
  }

  private remember(gapMs: number): void {
    this.deviationMs =
      this.count === 0 ? gapMs / 2 : 0.75 * this.deviationMs + 0.25 * Math.abs(gapMs - this.meanMs);
    this.meanMs = this.count === 0 ? gapMs : 0.875 * this.meanMs + 0.125 * gapMs;
    this.count++;
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
