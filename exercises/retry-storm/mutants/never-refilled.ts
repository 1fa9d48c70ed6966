/**
 * @breaks succeeds
 * @misconception A few retries for each client are enough, for good.
 */
import type { Json, Node, NodeId } from 'partial-failure';
import type { Outcome, Reply } from 'partial-failure/retry-storm';

type Attempt = Reply | 'late';

const makeCaller = (node: Node, server: NodeId): ((request: Json) => Promise<Outcome>) => {
  let tenths = 100;
  const once = (request: Json, ms: number): Promise<Attempt> =>
    Promise.race([
      node.request(server, request).then((reply) => reply as Reply),
      node.sleep(ms).then((): Attempt => 'late'),
    ]);
  return async (request) => {
    const start = node.clock.monotonic();
    const left = (): number => 4_900 - (node.clock.monotonic() - start);
    for (;;) {
      const reply = await once(request, Math.min(1_500, left()));
      if (reply !== 'late') {
        if ('ok' in reply) {
          return reply;
        }
        if (reply.error === 'invalid') return { error: 'invalid' };
      }
      if (tenths < 10) return { error: 'gave-up' };
      tenths -= 10;
      const pause = 50 + node.random() * 750;
      if (left() < pause + 600) return { error: 'gave-up' };
      await node.sleep(pause);
    }
  };
};

export class Client {
  readonly call: (request: Json) => Promise<Outcome>;
  constructor(node: Node, server: NodeId) {
    this.call = makeCaller(node, server);
  }
}
