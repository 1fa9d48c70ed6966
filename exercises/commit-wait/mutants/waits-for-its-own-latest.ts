/**
 * @breaks in-interval
 * @misconception To wait until the time that the clock showed is to wait for the timestamp.
 */
import type { IntervalNode } from 'partial-failure';

export class Coordinator {
  private last = 0;

  constructor(private readonly node: IntervalNode) {}

  async commit(id: string): Promise<number> {
    const { latest } = this.node.clock.interval();
    this.last = Math.max(latest, this.last + 1);
    const timestamp = this.last;
    const written = this.node.disk.write(id, timestamp);
    while (this.node.clock.interval().earliest <= latest) await this.node.sleep(2);
    await written;
    return timestamp;
  }
}
