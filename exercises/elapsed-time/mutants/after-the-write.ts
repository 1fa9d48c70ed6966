/**
 * @breaks expires
 * @misconception The session begins when it has been written.
 */
import type { Node } from 'partial-failure';

export class Sessions {
  private readonly created = new Map<string, number>();

  constructor(
    private readonly node: Node,
    private readonly ttlMs: number,
  ) {}

  async start(): Promise<void> {
    // Nothing to load.
  }

  async create(id: string): Promise<void> {
    await this.node.disk.write(`session ${id}`, true);
    this.created.set(id, this.node.clock.monotonic());
  }

  valid(id: string): boolean {
    const since = this.created.get(id);
    if (since === undefined) return false;
    const now = this.node.clock.monotonic();
    return now - since < this.ttlMs * 0.999;
  }
}
