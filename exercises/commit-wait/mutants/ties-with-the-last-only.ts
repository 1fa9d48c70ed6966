/**
 * @breaks unique
 * @misconception Two timestamps are equal only if they follow on each other.
 */
import type { IntervalNode } from 'partial-failure';

export class Coordinator {
  private last = 0;

  constructor(private readonly node: IntervalNode) {}

  async commit(id: string): Promise<number> {
    const { latest } = this.node.clock.interval();
    const timestamp = latest === this.last ? latest + 1 : latest;
    this.last = timestamp;
    const written = this.node.disk.write(id, timestamp);
    while (this.node.clock.interval().earliest <= timestamp) await this.node.sleep(2);
    await written;
    return timestamp;
  }
}
