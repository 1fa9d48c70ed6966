/** @approach A computed sleep and the write under Promise.all, then a look at the clock. */
import type { IntervalNode } from 'partial-failure';

let highest = 0;

export class Coordinator {
  constructor(private readonly node: IntervalNode) {}

  async commit(id: string): Promise<number> {
    const { earliest, latest } = this.node.clock.interval();
    highest = latest > highest ? latest : highest + 0.25;
    const own = highest;
    await Promise.all([this.node.sleep(own - earliest), this.node.disk.write(id, own)]);
    return own;
  }
}
