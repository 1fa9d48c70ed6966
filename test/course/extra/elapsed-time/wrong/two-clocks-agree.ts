/**
 * @breaks after-restart
 * @misconception If the time of day has not gone back behind the creation, it is right.
 * @misconception-of time-of-day-after-restart
 */
import type { Node } from 'partial-failure';

interface Row {
  readonly day: number;
  readonly mono: number;
  readonly boot: number;
}

export class Sessions {
  private rows: Record<string, Row> = {};
  private boot = 0;

  constructor(
    private readonly node: Node,
    private readonly ttlMs: number,
  ) {}

  async start(): Promise<void> {
    this.boot = Number((await this.node.disk.read('boot')) ?? 0) + 1;
    await this.node.disk.write('boot', this.boot);
    this.rows = ((await this.node.disk.read('rows')) ?? {}) as unknown as Record<string, Row>;
  }

  async create(id: string): Promise<void> {
    const { clock, disk } = this.node;
    this.rows[`s${id}`] = { day: clock.timeOfDay(), mono: clock.monotonic(), boot: this.boot };
    await disk.write('rows', JSON.parse(JSON.stringify(this.rows)));
  }

  valid(id: string): boolean {
    const row = this.rows[`s${id}`];
    if (row === undefined) return false;
    const { clock } = this.node;
    if (row.boot === this.boot) return clock.monotonic() - row.mono < this.ttlMs * 0.999;
    const passed = clock.timeOfDay() - row.day;
    return passed >= 0 && passed < this.ttlMs * 0.999;
  }
}
