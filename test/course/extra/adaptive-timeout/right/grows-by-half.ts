/**
 * Twice the longest of twelve; waits grow 1.6 times.
 */
import type { Json, Node, NodeId } from 'partial-failure';


export class Client {
  private trips = new Map<NodeId, number[]>();
  constructor(private readonly node: Node) {}
  call(server: NodeId, question: Json): Promise<Json> {
    return new Promise<Json>((resolve) => {
      let over = false;
      let wait = this.limit(server);
      const ask = (): void => {
        if (over) return;
        const at = this.node.clock.monotonic();
        void this.node.request(server, question).then((reply) => {
          const list = this.trips.get(server) ?? [];
          list.push(this.node.clock.monotonic() - at);
          if (list.length > 12) list.shift();
          this.trips.set(server, list);
          over = true;
          resolve(reply);
        });
        void this.node.sleep(wait).then(ask);
        wait = Math.min(wait * 1.6, 4000);
      };
      ask();
    });
  }
  private limit(server: NodeId): number {
    const t = this.trips.get(server);
    if (t === undefined) return 1000;
    return Math.min(4000, Math.max(80, 2 * Math.max(...t)));
  }
}
