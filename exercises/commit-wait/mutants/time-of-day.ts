/**
 * @breaks in-interval
 * @misconception What the clock shows is the time.
 */
import type { IntervalNode } from 'partial-failure';

export class Coordinator {
  private last = 0;

  constructor(private readonly node: IntervalNode) {}

  async commit(id: string): Promise<number> {
    this.last = Math.max(this.node.clock.timeOfDay(), this.last + 1);
    const timestamp = this.last;
    const written = this.node.disk.write(id, timestamp);
    while (this.node.clock.interval().earliest <= timestamp) await this.node.sleep(2);
    await written;
    return timestamp;
  }
}
