import type { Node, NodeId } from 'partial-failure';

/** Measures silence in ticks of its own: while it stands still nothing ticks, so its pauses are no silence. */
const TICKS_AN_INTERVAL = 5;
const WINDOW = 250;

export class FailureDetector {
  private ticks = 0;
  private heardAtTick: number | undefined;
  private silentSinceTick = 0;
  private limit = 12 * TICKS_AN_INTERVAL;
  private readonly gaps: number[] = [];

  constructor(node: Node, _peer: NodeId, intervalMs: number) {
    void (async () => {
      for (;;) {
        await node.sleep(intervalMs / TICKS_AN_INTERVAL);
        this.ticks++;
      }
    })();
  }

  onHeartbeat(): void {
    if (this.heardAtTick !== undefined) {
      this.gaps.push(Math.min(this.ticks - this.heardAtTick, 2 * this.limit));
      if (this.gaps.length > WINDOW) this.gaps.shift();
      if (this.gaps.length >= 10) this.limit = this.unusual();
    }
    this.heardAtTick = this.ticks;
    this.silentSinceTick = this.ticks;
  }

  suspects(): boolean {
    return this.ticks - this.silentSinceTick > this.limit;
  }

  /** Mean and standard deviation, and room for an interval. */
  private unusual(): number {
    let sum = 0;
    let squares = 0;
    for (const gap of this.gaps) {
      sum += gap;
      squares += gap * gap;
    }
    const mean = sum / this.gaps.length;
    const variance = squares / this.gaps.length - mean * mean;
    return mean + Math.max(TICKS_AN_INTERVAL, 6 * Math.sqrt(Math.max(0, variance)));
  }
}
