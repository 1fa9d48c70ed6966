import type { Node } from 'partial-failure';

/** Sessions that are valid for `ttlMs` real milliseconds from the call of `create` on. */
export class Sessions {
  private readonly created = new Map<string, number>();

  constructor(
    private readonly node: Node,
    private readonly ttlMs: number,
  ) {}

  async start(): Promise<void> {
    // TODO: runs at every boot. Is there anything that an earlier life knew and that can still be used?
  }

  async create(id: string): Promise<void> {
    // TODO: which clock tells how much time has passed?
    this.created.set(id, this.node.clock.timeOfDay());
  }

  valid(id: string): boolean {
    // TODO: true from its creation to the end of its time, false before and afterwards.
    this.node.log(`asked for ${id}`, { createdAt: this.created.get(id) ?? null, ttlMs: this.ttlMs });
    throw new Error('valid is still to be written');
  }
}
