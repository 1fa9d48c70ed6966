/**
 * @breaks applies
 * @misconception After the wait the write is long done.
 */
import type { IntervalNode } from 'partial-failure';

export class Coordinator {
  private last = 0;

  constructor(private readonly node: IntervalNode) {}

  async commit(id: string): Promise<number> {
    const { latest } = this.node.clock.interval();
    this.last = Math.max(latest, this.last + 1);
    const timestamp = this.last;
    void this.node.disk.write(id, timestamp);
    while (this.node.clock.interval().earliest <= timestamp) await this.node.sleep(2);
    return timestamp;
  }
}
