import type { Json, Node, NodeId } from 'partial-failure';

/** Takes the next payload at its destination. Handed to the receiver; each call counts as one delivery. */
export type Deliver = (payload: Json) => void;

/** What `Sender` must be. */
export interface SenderContract {
  /** Takes a payload over, at any time. Whatever becomes of the link, it is to be delivered some day. */
  send(payload: Json): void;
  /** Called for each datagram from the receiver. */
  onMessage(from: NodeId, message: Json): void;
}

/** What `Receiver` must be. */
export interface ReceiverContract {
  /** Called for each datagram from the sender. */
  onMessage(from: NodeId, message: Json): void;
}

/** How the two are made, once each: they do not restart. */
export interface Channel {
  readonly Sender: new (node: Node, receiver: NodeId) => SenderContract;
  readonly Receiver: new (node: Node, deliver: Deliver) => ReceiverContract;
}
