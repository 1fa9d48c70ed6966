/**
 * @approach Sessions are on the disk with the number of the boot they belong to; those of other boots are not looked at.
 */
import type { Node } from 'partial-failure';

interface Row {
  readonly boot: number;
  readonly since: number;
}

export class Sessions {
  private boot = 0;
  private rows: Record<string, Row> = {};

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
    const row: Row = { boot: this.boot, since: this.node.clock.monotonic() };
    this.rows = { ...this.rows, [`id ${id}`]: row };
    await this.node.disk.write('rows', JSON.parse(JSON.stringify(this.rows)));
  }

  valid(id: string): boolean {
    const row = this.rows[`id ${id}`];
    if (row?.boot !== this.boot) return false;
    return (this.node.clock.monotonic() - row.since) * 1.001 < this.ttlMs;
  }
}
