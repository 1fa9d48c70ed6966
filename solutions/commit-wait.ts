import type { IntervalNode } from 'partial-failure';

/**
 * Commit wait, as in Corbett et al., "Spanner: Google's Globally-Distributed Database" (OSDI 2012).
 *
 * The timestamp is the latest time that it can be now: so it is not before the call. The commit ends when it is surely
 * past, everywhere. Whoever begins after that finds a later time on every clock, however far the clocks disagree.
 */
export class Coordinator {
  private last = 0;

  constructor(private readonly node: IntervalNode) {}

  async commit(id: string): Promise<number> {
    const timestamp = this.choose();
    // The write and the wait go on side by side: the wait costs only what the write does not take anyway.
    const written = this.node.disk.write(id, timestamp);
    await this.untilPast(timestamp);
    await written;
    return timestamp;
  }

  /** Later than all that this node has given: two commits may find the same latest time, or even an earlier one. */
  private choose(): number {
    const { latest } = this.node.clock.interval();
    this.last = Math.max(latest, this.last + 1);
    return this.last;
  }

  /** The clock may be synchronised meanwhile, or grow less sure: so it is asked again after each sleep. */
  private async untilPast(timestamp: number): Promise<void> {
    for (;;) {
      const { earliest } = this.node.clock.interval();
      if (earliest > timestamp) return;
      await this.node.sleep(Math.min(5, timestamp - earliest + 1));
    }
  }
}
