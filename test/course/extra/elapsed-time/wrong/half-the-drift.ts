/**
 * @breaks expires
 * @misconception Half of the worst drift is worst enough.
 * @misconception-of no-allowance
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
    this.created.set(id, this.node.clock.monotonic());
  }

  valid(id: string): boolean {
    const since = this.created.get(id);
    if (since === undefined) return false;
    const now = this.node.clock.monotonic();
    return now - since < this.ttlMs * 0.9995;
  }
}
