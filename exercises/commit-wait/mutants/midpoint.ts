/**
 * @breaks in-interval
 * @misconception The middle of the interval is the best guess, and the best guess is the timestamp.
 */
import type { IntervalNode } from 'partial-failure';

export class Coordinator {
  private last = 0;

  constructor(private readonly node: IntervalNode) {}

  async commit(id: string): Promise<number> {
    const { earliest, latest } = this.node.clock.interval();
    this.last = Math.max(Math.floor((earliest + latest) / 2), this.last + 1);
    const timestamp = this.last;
    const written = this.node.disk.write(id, timestamp);
    while (this.node.clock.interval().earliest <= timestamp) await this.node.sleep(2);
    await written;
    return timestamp;
  }
}
