/**
 * @breaks lasts
 * @misconception A session that is still valid need not be created again.
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
    if (this.valid(id)) return;
    this.created.set(id, this.node.clock.monotonic());
  }

  valid(id: string): boolean {
    const since = this.created.get(id);
    if (since === undefined) return false;
    const now = this.node.clock.monotonic();
    return now - since < this.ttlMs * 0.999;
  }
}
