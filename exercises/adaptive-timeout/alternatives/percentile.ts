/**
 * @approach Twice the 95th percentile of the last fifty round trips to the server, each request timed by itself.
 */
import type { Json, Node, NodeId } from 'partial-failure';

const KEPT = 50;

export class Client {
  private readonly trips: Record<NodeId, number[]> = {};

  constructor(private readonly node: Node) {}

  call(server: NodeId, question: Json): Promise<Json> {
    return new Promise<Json>((resolve) => {
      const call = { isOver: false, waitMs: this.patience(server) };
      const ask = (): void => {
        if (call.isOver) return;
        const leftAt = this.node.clock.monotonic();
        void this.node.request(server, question).then((reply) => {
          this.remember(server, this.node.clock.monotonic() - leftAt);
          call.isOver = true;
          resolve(reply);
        });
        void this.node.sleep(call.waitMs).then(ask);
        call.waitMs = Math.min(call.waitMs * 2, 2_500);
      };
      ask();
    });
  }

  private remember(server: NodeId, tripMs: number): void {
    const trips = (this.trips[server] ??= []);
    trips.push(tripMs);
    if (trips.length > KEPT) trips.shift();
  }

  private patience(server: NodeId): number {
    const sorted = [...(this.trips[server] ?? [])].sort((a, b) => a - b);
    const high = sorted[Math.ceil(0.95 * sorted.length) - 1];
    return high === undefined ? 1_000 : Math.min(Math.max(50, 2 * high), 2_500);
  }
}
