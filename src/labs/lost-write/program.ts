import type { Json, Node } from 'partial-failure';

type Stamp = { time: number; count: number };
type Kept = { value: number; stamp: Stamp };

/** Adds 1 to a counter that is kept elsewhere: reads, stamps, writes. */
export class Writer {
  private last: Stamp = { time: 0, count: 0 };

  constructor(
    private readonly node: Node,
    private readonly stamps: 'time of day' | 'Lamport' | 'hybrid',
  ) {}

  async add() {
    const seen = (await this.node.request('store', { op: 'read' })) as Kept;
    const stamp = this.stampAfter(seen.stamp);
    this.last = stamp;
    await this.node.request('store', { op: 'write', value: seen.value + 1, stamp });
    return 'added';
  }

  private stampAfter(seen: Stamp): Stamp {
    const now = this.node.clock.timeOfDay();
    if (this.stamps === 'time of day') return { time: now, count: 0 };
    const before = later(seen, this.last) ? seen : this.last;
    const time = this.stamps === 'Lamport' ? 0 : Math.max(now, before.time);
    return { time, count: time === before.time ? before.count + 1 : 0 };
  }
}

/** Keeps one value: the one with the latest stamp. The last write wins. */
export class Store {
  private kept: Kept = { value: 0, stamp: { time: 0, count: 0 } };

  constructor(private readonly node: Node) {}

  onRequest(_from: string, { op, value, stamp }: { op: string } & Kept): Json {
    if (op === 'read') return this.kept;
    if (later(this.kept.stamp, stamp)) this.node.log(`${value} is dropped: older than what is there`);
    else this.kept = { value, stamp };
    return 'ok';
  }

  value(): Json {
    return this.kept.value;
  }
}

function later(a: Stamp, b: Stamp): boolean {
  return a.time > b.time || (a.time === b.time && a.count > b.count);
}
