/**
 * @approach A sleep for each session; one that was created again has another number, and the old sleep ends nothing.
 */
import type { Node } from 'partial-failure';

export class Sessions {
  private readonly current = new Map<string, number>();
  private count = 0;

  constructor(
    private readonly node: Node,
    private readonly ttlMs: number,
  ) {}

  async start(): Promise<void> {
    // Nothing to load.
  }

  async create(id: string): Promise<void> {
    const number = ++this.count;
    this.current.set(id, number);
    void this.node.sleep(this.ttlMs * 0.999).then(() => {
      if (this.current.get(id) === number) this.current.delete(id);
    });
  }

  valid(id: string): boolean {
    return this.current.has(id);
  }
}
