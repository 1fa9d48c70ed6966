/**
 * @breaks in-interval
 * @misconception Clocks are within 7 ms, so 14 ms are always enough to wait.
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
    await this.node.sleep(14);
    await written;
    return timestamp;
  }
}
