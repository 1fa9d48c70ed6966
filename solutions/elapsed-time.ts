import type { Node } from 'partial-failure';

/** How far the monotonic clock may be off. */
const RHO = 0.001;

export class Sessions {
  /** What this process’s monotonic clock showed when `create` was called last, by id. A `Map`: ids may be any text. */
  private readonly createdAt = new Map<string, number>();

  constructor(
    private readonly node: Node,
    private readonly ttlMs: number,
  ) {}

  async start(): Promise<void> {
    // Nothing is loaded, and that is the point. After a restart no clock can tell how long the process was down: the
    // monotonic clock has started anew, anywhere, and the time of day may have been set meanwhile. Of a session from an
    // earlier life nobody knows its age, so it is not valid. Its owner has to sign in again.
  }

  async create(id: string): Promise<void> {
    // Read at the call, before anything is awaited: that is when the time to live begins. An id that is there already
    // begins anew, and nothing of its former life is left that could end it.
    this.createdAt.set(id, this.node.clock.monotonic());
  }

  valid(id: string): boolean {
    const createdAt = this.createdAt.get(id);
    if (createdAt === undefined) return false;
    // While the clock shows d, up to d · (1 + ρ) of real time pass on a slow clock. To be over in time on every clock, a
    // session has to be over when the clock shows ttl / (1 + ρ). On a fast clock it lasts 2ρ less than it might.
    const shownMs = this.node.clock.monotonic() - createdAt;
    return shownMs < this.ttlMs / (1 + RHO);
  }
}
