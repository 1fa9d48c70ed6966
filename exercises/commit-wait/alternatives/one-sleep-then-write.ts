/** @approach One sleep of a length worked out beforehand, and the write only after it; a set of used timestamps. */
import type { IntervalNode } from 'partial-failure';

export class Coordinator {
  private readonly used = new Set<number>();

  constructor(private readonly node: IntervalNode) {}

  async commit(id: string): Promise<number> {
    const { earliest, latest } = this.node.clock.interval();
    let timestamp = latest;
    while (this.used.has(timestamp)) timestamp++;
    this.used.add(timestamp);
    // Real time is at least `earliest` now, so after this it is at least the timestamp, whatever the clock shows then.
    await this.node.sleep(timestamp - earliest + 1);
    await this.node.disk.write(id, timestamp);
    return timestamp;
  }
}
