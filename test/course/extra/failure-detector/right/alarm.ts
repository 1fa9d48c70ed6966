/** Sets an alarm at each heartbeat, which another heartbeat takes back. Believes no alarm that rang late. */
import type { Node, NodeId } from 'partial-failure';
export class FailureDetector {
  private suspected = false;
  private alarm = 0;
  private readonly gaps: number[] = [];
  private heard: number | null = null;
  constructor(private readonly node: Node, _peer: NodeId, private readonly interval: number) {
    void this.set(12 * interval);
  }
  onHeartbeat(): void {
    const now = this.node.clock.monotonic();
    if (this.heard !== null) {
      this.gaps.push(Math.min(now - this.heard, 2 * this.limit()));
      if (this.gaps.length > 200) this.gaps.shift();
    }
    this.heard = now;
    this.suspected = false;
    void this.set(this.limit());
  }
  suspects(): boolean {
    return this.suspected;
  }
  private limit(): number {
    if (this.gaps.length < 10) return 12 * this.interval;
    const n = this.gaps.length;
    const mean = this.gaps.reduce((a, b) => a + b) / n;
    const variance = this.gaps.reduce((a, b) => a + (b - mean) ** 2, 0) / n;
    return mean + Math.max(this.interval, 6.5 * Math.sqrt(variance));
  }
  private async set(ms: number): Promise<void> {
    const mine = ++this.alarm;
    // In pieces: in a pause a long alarm would run down.
    for (let left = ms; left > 0; ) {
      const piece = Math.min(left, this.interval / 2);
      await this.node.sleep(piece);
      if (mine !== this.alarm) return;
      left -= piece;
    }
    this.suspected = true;
  }
}
