import type { Json } from 'partial-failure';

/** What the server answers to an attempt, if it answers. */
export type Reply =
  /** It is done. */
  | { readonly ok: true; readonly value: Json }
  /** Its queue is full, or it is unwell: try again, or do not. */
  | { readonly error: 'overloaded' }
  /** This request will never succeed. */
  | { readonly error: 'invalid' };

/** How a call ends: with the server's answer, or without. */
export type Outcome =
  { readonly ok: true; readonly value: Json } | { readonly error: 'invalid' } | { readonly error: 'gave-up' };

/** What the file must export as `Client`; constructed with `(node: Node, server: NodeId)`, once on each client. */
export interface Client {
  /**
   * Asks the server, by `node.request(server, request)`, as often as it takes. Ends within 5,000 ms of the node's
   * monotonic clock; never rejects.
   *
   * @param request carries an `id` of its own, and may be sent again: the server does it once. It is sent unchanged
   */
  call(request: Json): Promise<Outcome>;
}
