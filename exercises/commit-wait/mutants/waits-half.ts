/**
 * @breaks in-interval
 * @misconception The error is plus or minus half the length, so half the length is to be waited for.
 */
import type { IntervalNode } from 'partial-failure';

export class Coordinator {
  private last = 0;

  constructor(private readonly node: IntervalNode) {}

  async commit(id: string): Promise<number> {
    const { earliest, latest } = this.node.clock.interval();
    this.last = Math.max(latest, this.last + 1);
    const timestamp = this.last;
    const written = this.node.disk.write(id, timestamp);
    await this.node.sleep((latest - earliest) / 2 + (timestamp - latest));
    await written;
    return timestamp;
  }
}
