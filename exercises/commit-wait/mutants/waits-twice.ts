/**
 * @breaks prompt
 * @misconception To be safe, wait for twice as long.
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
    while (this.node.clock.interval().earliest <= timestamp) await this.node.sleep(2);
    const { earliest, latest: now } = this.node.clock.interval();
    await this.node.sleep(now - earliest);
    await written;
    return timestamp;
  }
}
