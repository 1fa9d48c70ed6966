/**
 * Terse: two attempts of 1,500 ms, the second 200 to 1,800 ms later. No state: an attempt outlasts the longest queue.
 */
import type { Json, Node, NodeId } from 'partial-failure';
import type { Outcome, Reply } from 'partial-failure/retry-storm';

export class Client {
  constructor(
    private readonly node: Node,
    private readonly server: NodeId,
  ) {}
  async call(request: Json): Promise<Outcome> {
    for (const last of [false, true]) {
      const reply = await Promise.race([
        this.node.request(this.server, request) as Promise<Reply>,
        this.node.sleep(1_500).then(() => null),
      ]);
      if (reply !== null && (!('error' in reply) || reply.error === 'invalid')) return reply as Outcome;
      if (!last) await this.node.sleep(200 + 1_600 * this.node.random());
    }
    return { error: 'gave-up' };
  }
}
