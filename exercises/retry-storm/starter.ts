import type { Json, Node, NodeId } from 'partial-failure';
import type { Outcome, Reply } from 'partial-failure/retry-storm';

/** Asks the server for those who call, and tries again where that helps. One of fifty clients. */
export class Client {
  constructor(
    private readonly node: Node,
    private readonly server: NodeId,
  ) {}

  /** Ends within 5,000 ms. */
  async call(request: Json): Promise<Outcome> {
    // TODO: wait for the reply, but not for ever. Try again: when, how often, and when not?
    void this.attempt(request);
    return { error: 'gave-up' };
  }

  /** One attempt. Never settles when the request or the reply is lost. */
  private async attempt(request: Json): Promise<Reply> {
    return (await this.node.request(this.server, request)) as Reply;
  }
}
