/** @approach A table of open commits, and one loop that wakes them all. */
import type { IntervalNode } from 'partial-failure';

interface Open {
  readonly timestamp: number;
  readonly wake: () => void;
}

export class Coordinator {
  private readonly given: number[] = [];
  private open: Open[] = [];
  private watching = false;

  constructor(private readonly node: IntervalNode) {}

  async commit(id: string): Promise<number> {
    let timestamp = this.node.clock.interval().latest;
    while (this.given.includes(timestamp)) timestamp += 0.5;
    this.given.push(timestamp);
    const past = new Promise<void>((wake) => this.open.push({ timestamp, wake }));
    if (!this.watching) void this.watch();
    await Promise.all([past, this.node.disk.write(id, timestamp)]);
    return timestamp;
  }

  private async watch(): Promise<void> {
    this.watching = true;
    while (this.open.length > 0) {
      await this.node.sleep(1);
      const { earliest } = this.node.clock.interval();
      this.open = this.open.filter(({ timestamp, wake }) => {
        if (earliest < timestamp) return true;
        wake();
        return false;
      });
    }
    this.watching = false;
  }
}
