/**
 * @breaks unique
 * @misconception No two commits can find the same time.
 */
import type { IntervalNode } from 'partial-failure';

export class Coordinator {
  constructor(private readonly node: IntervalNode) {}

  async commit(id: string): Promise<number> {
    const timestamp = this.node.clock.interval().latest;
    const written = this.node.disk.write(id, timestamp);
    while (this.node.clock.interval().earliest <= timestamp) await this.node.sleep(2);
    await written;
    return timestamp;
  }
}
