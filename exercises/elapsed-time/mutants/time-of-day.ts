/**
 * @breaks expires
 * @misconception The time of day tells how much time has passed.
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
    this.created.set(id, this.node.clock.timeOfDay());
  }

  valid(id: string): boolean {
    const since = this.created.get(id);
    if (since === undefined) return false;
    const now = this.node.clock.timeOfDay();
    return now - since < this.ttlMs * 0.999;
  }
}
