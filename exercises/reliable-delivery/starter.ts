import type { Json, Node, NodeId } from 'partial-failure';

export class Sender {
  constructor(
    private readonly node: Node,
    private readonly receiver: NodeId,
  ) {}

  /** Takes a payload over. It is to be delivered, whatever becomes of the datagrams. */
  send(payload: Json): void {
    // TODO: this datagram may be lost, doubled, late or overtaken, and nobody tells you.
    this.node.send(this.receiver, { payload });
  }

  onMessage(from: NodeId, message: Json): void {
    // TODO: what does the sender have to hear from the receiver?
    this.node.log(`heard from ${from}`, message);
  }
}

export class Receiver {
  constructor(
    private readonly node: Node,
    private readonly deliver: (payload: Json) => void,
  ) {}

  onMessage(from: NodeId, message: Json): void {
    // TODO: deliver each payload once, in the order in which they were sent.
    this.node.log(`heard from ${from}`);
    const { payload } = message as { payload: Json };
    this.deliver(payload);
  }
}
