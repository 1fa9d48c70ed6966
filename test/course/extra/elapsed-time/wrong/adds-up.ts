/**
 * @breaks expires
 * @misconception Who creates a session again adds to its time.
 */
import type { Node } from 'partial-failure';

export class Sessions {
  private readonly ends = new Map<string, number>();

  constructor(
    private readonly node: Node,
    private readonly ttlMs: number,
  ) {}

  async start(): Promise<void> {
    // Nothing to load.
  }

  async create(id: string): Promise<void> {
    const now = this.node.clock.monotonic();
    const end = Math.max(now, this.ends.get(id) ?? now);
    this.ends.set(id, end + this.ttlMs * 0.998);
  }

  valid(id: string): boolean {
    return this.node.clock.monotonic() < (this.ends.get(id) ?? -1);
  }
}
