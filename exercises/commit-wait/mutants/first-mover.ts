/**
 * @breaks external-consistency
 * @misconception A commit needs no more than a number above the last one of its node.
 */
import type { IntervalNode } from 'partial-failure';

export class Coordinator {
  private last = 0;

  constructor(private readonly node: IntervalNode) {}

  async commit(id: string): Promise<number> {
    this.last = Math.max(this.node.clock.interval().earliest - 20, this.last + 1);
    const timestamp = this.last;
    const written = this.node.disk.write(id, timestamp);
    await written;
    return timestamp;
  }
}
