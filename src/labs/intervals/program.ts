import type { IntervalNode } from 'partial-failure';

/** Gives a transaction the latest time that it may be, and holds it back for a while. */
export class Coordinator {
  constructor(private readonly node: IntervalNode) {}

  /** @param waitMs how long to wait, or -1 for: until the timestamp is certainly past */
  async commit(waitMs: number) {
    const { clock } = this.node;
    const { earliest, latest } = clock.interval();
    this.node.log(`takes ${latest % 100_000}`, { earliest, latest });
    if (waitMs > 0) await this.node.sleep(waitMs);
    while (waitMs < 0 && clock.interval().earliest <= latest) await this.node.sleep(1);
    this.node.log('done');
    return latest;
  }
}
