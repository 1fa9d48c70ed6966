/**
 * @breaks expires
 * @misconception An object without entries has none.
 */
import type { Node } from 'partial-failure';

export class Sessions {
  private readonly ends: Record<string, number> = {};

  constructor(
    private readonly node: Node,
    private readonly ttlMs: number,
  ) {}

  async start(): Promise<void> {
    // Nothing to load.
  }

  async create(id: string): Promise<void> {
    this.ends[id] = this.node.clock.monotonic() + this.ttlMs * 0.998;
  }

  valid(id: string): boolean {
    const end = this.ends[id];
    return end !== undefined && !(end <= this.node.clock.monotonic());
  }
}
