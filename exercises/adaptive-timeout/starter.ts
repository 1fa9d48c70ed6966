import type { Json, Node, NodeId } from 'partial-failure';

/** Asks servers, and asks again when a reply is late. */
export class Client {
  constructor(private readonly node: Node) {}

  /** Resolves with the first reply to any of its requests. */
  async call(server: NodeId, question: Json): Promise<Json> {
    // TODO: this waits for ever when an exchange is lost. Ask again; but when? Learn that from the replies.
    return this.node.request(server, question);
  }
}
