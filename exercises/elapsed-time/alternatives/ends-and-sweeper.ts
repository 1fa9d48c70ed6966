/**
 * @approach The end of each session is worked out at its creation; a sweeper throws away what is over.
 */
import type { Node } from 'partial-failure';

export class Sessions {
  private ends: { id: string; atMs: number }[] = [];
  private sweeping = false;

  constructor(
    private readonly node: Node,
    private readonly ttlMs: number,
  ) {}

  async start(): Promise<void> {
    // Nothing to load.
  }

  create(id: string): Promise<void> {
    const atMs = this.node.clock.monotonic() + this.ttlMs - this.ttlMs / 500;
    this.ends = [...this.ends.filter((end) => end.id !== id), { id, atMs }];
    if (!this.sweeping) void this.sweep();
    return Promise.resolve();
  }

  valid(id: string): boolean {
    const now = this.node.clock.monotonic();
    return this.ends.some((end) => end.id === id && now <= end.atMs);
  }

  private async sweep(): Promise<void> {
    this.sweeping = true;
    while (this.ends.length > 0) {
      await this.node.sleep(5_000);
      const now = this.node.clock.monotonic();
      this.ends = this.ends.filter(({ atMs }) => atMs > now);
    }
    this.sweeping = false;
  }
}
