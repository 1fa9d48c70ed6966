/**
 * @breaks after-restart
 * @misconception Across a restart the time of day is the one clock that can be trusted.
 */
import type { Node } from 'partial-failure';

export class Sessions {
  private readonly ends = new Map<string, number>();
  private rows: [string, number][] = [];

  constructor(
    private readonly node: Node,
    private readonly ttlMs: number,
  ) {}

  async start(): Promise<void> {
    this.rows = ((await this.node.disk.read('rows')) ?? []) as [string, number][];
    const { clock } = this.node;
    for (const [id, untilDate] of this.rows)
      this.ends.set(id, clock.monotonic() + untilDate - clock.timeOfDay());
  }

  async create(id: string): Promise<void> {
    const lifeMs = this.ttlMs * 0.998;
    const { clock, disk } = this.node;
    this.ends.set(id, clock.monotonic() + lifeMs);
    this.rows = [...this.rows.filter(([other]) => other !== id), [id, clock.timeOfDay() + lifeMs]];
    await disk.write('rows', this.rows);
  }

  valid(id: string): boolean {
    return this.node.clock.monotonic() < (this.ends.get(id) ?? -1);
  }
}
