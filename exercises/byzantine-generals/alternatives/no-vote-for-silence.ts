/** @approach Silence is no vote, and ties have one common rule; also sends to itself and to the commander. */
import type { Json, Node, NodeId } from 'partial-failure';
import type { Order } from 'partial-failure/byzantine-generals';

type Ballot = { who: NodeId; order: Order };

export class General {
  private ballots: Ballot[] = [];
  private command: Order | null = null;
  private final: Order | undefined;
  private readonly startedAt: number;

  constructor(
    private readonly node: Node,
    private readonly generals: NodeId[],
    private readonly commander: NodeId,
  ) {
    this.startedAt = node.clock.monotonic();
  }

  async begin(order?: Order) {
    if (order !== undefined) {
      this.final = order;
      for (const general of this.generals) this.node.send(general, { type: 'order', order });
      return;
    }
    await this.node.sleep(55);
    const command = this.command;
    if (command !== null)
      for (const general of this.generals) this.node.send(general, { type: 'relay', order: command });
    await this.node.sleep(145);
    // Its own ballot has come back to it by now, like everybody else's.
    const attack = this.ballots.filter(({ order: one }) => one === 'attack').length;
    this.final = attack > this.ballots.length - attack ? 'attack' : 'retreat';
  }

  onMessage(who: NodeId, message: Json) {
    const elapsed = this.node.clock.monotonic() - this.startedAt;
    for (const order of ['attack', 'retreat'] as const) {
      if (is(message, 'order', order) && who === this.commander && elapsed < 55) this.command ??= order;
      const counts = is(message, 'relay', order) && who !== this.commander && elapsed < 200;
      if (counts && this.ballots.every((ballot) => ballot.who !== who)) this.ballots.push({ who, order });
    }
  }

  decision() {
    return this.final;
  }
}

function is(message: Json, type: string, order: Order): boolean {
  return (
    message !== null &&
    typeof message === 'object' &&
    'type' in message &&
    message['type'] === type &&
    message['order'] === order
  );
}
