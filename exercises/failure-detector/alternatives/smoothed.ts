import type { Node, NodeId } from 'partial-failure';

/** As TCP does it, with more deviations and a floor under them; a window of one number each. */
export class FailureDetector {
  private mean = 0;
  private deviation = 0;
  private known = 0;
  private heard = NaN;
  private since: number;

  constructor(
    private readonly node: Node,
    private readonly peer: NodeId,
    private readonly interval: number,
  ) {
    this.since = node.clock.monotonic();
    void this.watchMyself();
  }

  onHeartbeat = (): void => {
    const now = this.node.clock.monotonic();
    if (!Number.isNaN(this.heard)) this.learn(Math.min(now - this.since, 2 * this.patience()));
    this.heard = now;
    this.since = now;
  };

  suspects = (): boolean => this.node.clock.monotonic() - this.since > this.patience();

  private learn(gap: number): void {
    this.known++;
    if (this.known === 1) this.mean = gap;
    const error = gap - this.mean;
    // Slowly: a batch must not be forgotten within itself.
    this.mean += error / 32;
    this.deviation += (Math.abs(error) - this.deviation) / 32;
  }

  private patience(): number {
    if (this.known < 5) return 12 * this.interval;
    return this.mean + Math.max(this.interval, 9 * this.deviation);
  }

  private async watchMyself(): Promise<never> {
    for (;;) {
      const before = this.node.clock.monotonic();
      await this.node.sleep(this.interval / 2);
      const now = this.node.clock.monotonic();
      if (now - before > 1.5 * this.interval) {
        this.node.log(`paused; ${this.peer} gets a fresh interval`);
        this.since = now;
      }
    }
  }
}
