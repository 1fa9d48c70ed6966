import type { IntervalNode } from 'partial-failure';

export class Coordinator {
  constructor(private readonly node: IntervalNode) {}

  async commit(id: string): Promise<number> {
    // TODO: choose a timestamp, write it with node.disk.write(id, timestamp), and resolve when it is surely past.
    await this.node.sleep(1);
    this.node.log(`${id} is not committed yet`);
    return 0;
  }
}
