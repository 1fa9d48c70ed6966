/**
 * @breaks prompt
 * @misconception Commits that run one after the other cannot disturb each other.
 */
import type { IntervalNode } from 'partial-failure';

export class Coordinator {
  private tail: Promise<number> = Promise.resolve(0);

  constructor(private readonly node: IntervalNode) {}

  commit(id: string): Promise<number> {
    this.tail = this.tail.then((last) => this.one(id, last));
    return this.tail;
  }

  private async one(id: string, last: number): Promise<number> {
    const timestamp = Math.max(this.node.clock.interval().latest, last + 1);
    const written = this.node.disk.write(id, timestamp);
    while (this.node.clock.interval().earliest <= timestamp) await this.node.sleep(2);
    await written;
    return timestamp;
  }
}
