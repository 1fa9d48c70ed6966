import type { Json, NodeId } from 'partial-failure';

export type Order = 'attack' | 'retreat';

/** What generals tell each other. */
export type Message =
  /** From the commander: this is the order. */
  | { readonly type: 'order'; readonly order: Order }
  /** From a lieutenant: the commander told me this. */
  | { readonly type: 'relay'; readonly order: Order };

/** What the file must export as `General`; constructed with `(node, generals, commander)`. */
export interface General {
  /** Called once on every general, at time 0. Only the commander is given an order. */
  begin(order?: Order): void | Promise<void>;
  /** A traitor may send anything. */
  onMessage(from: NodeId, message: Json): void | Promise<void>;
  /** What was decided; `undefined` until then. Never changes once it is defined. */
  decision(): Order | undefined;
}
