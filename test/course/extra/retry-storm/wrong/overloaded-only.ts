/**
 * @breaks succeeds
 * @misconception Only an answer that says try again may be tried again; silence is final.
 */
import type { Json, Node, NodeId } from 'partial-failure';
import type { Outcome, Reply } from 'partial-failure/retry-storm';

export class Client {
  private spare = 10;
  constructor(
    private readonly node: Node,
    private readonly server: NodeId,
  ) {}
  async call(request: Json): Promise<Outcome> {
    for (let n = 0; n < 3; n++) {
      if (n > 0) {
        if (this.spare < 1) break;
        this.spare -= 1;
        await this.node.sleep(100 + 500 * this.node.random());
      }
      const reply = await Promise.race([
        this.node.request(this.server, request) as Promise<Reply>,
        this.node.sleep(1_200).then(() => undefined),
      ]);
      if (reply === undefined) return { error: 'gave-up' };
      if ('ok' in reply) {
        this.spare = Math.min(10, this.spare + 0.2);
        return reply;
      }
      if (reply.error === 'invalid') return { error: 'invalid' };
    }
    return { error: 'gave-up' };
  }
}
