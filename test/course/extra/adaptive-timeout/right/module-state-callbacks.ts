/**
 * Estimates at the top of the file, callbacks only, and waits that grow by 400 ms each.
 */
import type { Json, Node, NodeId } from 'partial-failure';

const waits = new Map<NodeId, { s: number; v: number }>();

function timeout(server: NodeId): number {
  const known = waits.get(server);
  return known ? Math.max(40, known.s + Math.max(20, 4 * known.v)) : 1500;
}

export class Client {
  constructor(private readonly node: Node) {}
  call(server: NodeId, question: Json): Promise<Json> {
    const { node } = this;
    return new Promise((resolve) => {
      let done = false;
      const attempt = (wait: number): void => {
        if (done) return;
        const t0 = node.clock.monotonic();
        node.request(server, question).then((reply) => {
          const trip = node.clock.monotonic() - t0;
          const k = waits.get(server);
          waits.set(server, k ? { s: k.s * 0.875 + trip * 0.125, v: k.v * 0.75 + Math.abs(trip - k.s) * 0.25 } : { s: trip, v: trip / 2 });
          if (!done) {
            done = true;
            resolve(reply);
          }
        }, () => undefined);
        node.sleep(wait).then(() => attempt(Math.min(wait + 400, 3000)), () => undefined);
      };
      attempt(timeout(server));
    });
  }
}
