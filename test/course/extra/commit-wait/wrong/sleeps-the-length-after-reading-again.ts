/**
 * @breaks in-interval
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
    await this.node.disk.read('nothing');
    const { earliest, latest: then } = this.node.clock.interval();
    await this.node.sleep((then - earliest) * 0.9);
    await written;
    return timestamp;
  }
}
