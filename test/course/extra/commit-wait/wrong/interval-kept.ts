/**
 * @breaks in-interval
 */
import type { IntervalNode } from 'partial-failure';

export class Coordinator {
  private last = 0;
  private offset: number | undefined;

  constructor(private readonly node: IntervalNode) {}

  async commit(id: string): Promise<number> {
    const { earliest, latest: now } = this.node.clock.interval();
    this.offset ??= now - earliest;
    const latest = earliest + this.offset;
    this.last = Math.max(latest, this.last + 1);
    const timestamp = this.last;
    const written = this.node.disk.write(id, timestamp);
    while (this.node.clock.interval().earliest <= timestamp) await this.node.sleep(2);
    await written;
    return timestamp;
  }
}
