/**
 * @breaks lasts
 * @misconception Each session has its sleep, which ends it.
 */
import type { Node } from 'partial-failure';

export class Sessions {
  private readonly alive = new Set<string>();

  constructor(
    private readonly node: Node,
    private readonly ttlMs: number,
  ) {}

  async start(): Promise<void> {
    // Nothing to load.
  }

  async create(id: string): Promise<void> {
    this.alive.add(id);
    void this.node.sleep(this.ttlMs * 0.999).then(() => this.alive.delete(id));
  }

  valid(id: string): boolean {
    return this.alive.has(id);
  }
}
