import type { Json, Node, NodeId } from 'partial-failure';
import type { Outcome, Reply } from 'partial-failure/retry-storm';

/** No state at all: three attempts, and before each further one a wait drawn from zero to a growing limit. */
export class Client {
  constructor(
    private readonly node: Node,
    private readonly server: NodeId,
  ) {}

  async call(request: Json): Promise<Outcome> {
    for (const limitMs of [0, 400, 800]) {
      await this.node.sleep(this.node.random() * limitMs);
      const reply = await this.within(1_200, request);
      if (reply === undefined) continue;
      if ('ok' in reply) return reply;
      if (reply.error === 'invalid') return { error: 'invalid' };
    }
    return { error: 'gave-up' };
  }

  private within(ms: number, request: Json): Promise<Reply | undefined> {
    return new Promise((resolve) => {
      void this.node.request(this.server, request).then((reply) => resolve(reply as Reply));
      void this.node.sleep(ms).then(() => resolve(undefined));
    });
  }
}
