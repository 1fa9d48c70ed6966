/**
 * @approach Believes the newest call alone, drops the lease on any refusal, and keeps a flat margin of five per cent.
 */
import type { Json, Node, NodeId } from 'partial-failure';

type Reply = { granted: boolean; lease: string; ttlMs: number };

export class LeaseHolder {
  private newest: symbol | undefined;
  private known: { lease: string; untilMs: number } | null = null;

  constructor(
    private readonly node: Node,
    private readonly service: NodeId,
    private readonly ttlMs: number,
  ) {}

  acquire = (): Promise<boolean> => this.call({ op: 'acquire', ttlMs: this.ttlMs });

  renew = (): Promise<boolean> =>
    this.known === null
      ? Promise.resolve(false)
      : this.call({ op: 'renew', lease: this.known.lease, ttlMs: this.ttlMs });

  release(): Promise<void> {
    const { known } = this;
    this.known = null;
    this.newest = undefined;
    if (known === null) return Promise.resolve();
    return this.node.request(this.service, { op: 'release', lease: known.lease }).then(() => undefined);
  }

  held(): boolean {
    return (this.known?.untilMs ?? -1) > this.node.clock.monotonic();
  }

  private call(message: Json): Promise<boolean> {
    const me = Symbol('call');
    this.newest = me;
    const sinceMs = this.node.clock.monotonic();
    return this.node.request(this.service, message).then((answer) => {
      const { granted, lease, ttlMs } = answer as Reply;
      if (this.newest !== me) {
        if (!granted) this.known = null;
        return false;
      }
      this.known = granted ? { lease, untilMs: sinceMs + 0.95 * ttlMs } : null;
      return granted;
    });
  }
}
