/**
 * @breaks in-interval
 * @misconception It matters that one waits, not when.
 */
import type { IntervalNode } from 'partial-failure';

export class Coordinator {
  private last = 0;

  constructor(private readonly node: IntervalNode) {}

  async commit(id: string): Promise<number> {
    const begun = this.node.clock.interval().latest;
    while (this.node.clock.interval().earliest <= begun) await this.node.sleep(2);
    this.last = Math.max(this.node.clock.interval().latest, this.last + 1);
    const timestamp = this.last;
    await this.node.disk.write(id, timestamp);
    return timestamp;
  }
}
