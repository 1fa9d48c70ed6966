import type { Json, NodeId } from 'partial-failure';

/** What the file must export as `Client`; constructed with `(node: Node)`, once. */
export interface Client {
  /**
   * Asks the server by `node.request(server, question)`, again and again until a reply is there. Resolves with the
   * first reply to any of its requests, whatever its value. Never rejects, never gives up. Calls may overlap.
   *
   * @param question is sent unchanged; no other call has the same
   */
  call(server: NodeId, question: Json): Promise<Json>;
}
