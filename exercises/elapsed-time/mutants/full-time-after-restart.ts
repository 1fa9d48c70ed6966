/**
 * @breaks after-restart
 * @misconception Nobody knows how long the process was down, so sessions begin anew with it.
 */
import type { Node } from 'partial-failure';

export class Sessions {
  private created = new Map<string, number>();

  constructor(
    private readonly node: Node,
    private readonly ttlMs: number,
  ) {}

  async start(): Promise<void> {
    const rows = (await this.node.disk.read('rows')) as [string, number][] | undefined;
    this.created = new Map(rows ?? []);
    for (const id of this.created.keys()) this.created.set(id, this.node.clock.monotonic());
  }

  async create(id: string): Promise<void> {
    this.created.set(id, this.node.clock.monotonic());
    await this.node.disk.write('rows', [...this.created]);
  }

  valid(id: string): boolean {
    const since = this.created.get(id);
    if (since === undefined) return false;
    const now = this.node.clock.monotonic();
    return now - since < this.ttlMs * 0.999;
  }
}
