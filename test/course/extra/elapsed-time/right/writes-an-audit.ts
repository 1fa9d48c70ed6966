/**
 * @approach Writes each creation to the disk, for others, and never reads it; ends sooner on fast clocks.
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
    await this.node.disk.write(`audit ${id}`, { at: this.node.clock.timeOfDay() });
  }

  valid(id: string): boolean {
    const since = this.created.get(id);
    if (since === undefined) return false;
    const now = this.node.clock.monotonic();
    return (now - since) * 1.0019 < this.ttlMs;
  }
}
