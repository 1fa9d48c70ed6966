/** @approach Decides as soon as more than half of the votes are the same; what is missing counts as retreat at the end. */
import type { Json, Node, NodeId } from 'partial-failure';
import type { Order } from 'partial-failure/byzantine-generals';

class Tally {
  private readonly votes = new Map<NodeId, Order>();
  constructor(private readonly voters: number) {}
  add(voter: NodeId, order: Order): void {
    if (!this.votes.has(voter)) this.votes.set(voter, order);
  }
  winner(): Order | undefined {
    return (['attack', 'retreat'] as const).find(
      (order) => 2 * [...this.votes.values()].filter((vote) => vote === order).length > this.voters,
    );
  }
}

export class General {
  private outcome: Order | undefined;
  private told: Order | undefined;
  private cut = false;
  private readonly tally: Tally;
  private readonly lieutenants: readonly NodeId[];

  constructor(
    private readonly node: Node,
    generals: NodeId[],
    private readonly commander: NodeId,
  ) {
    this.lieutenants = generals.filter((id) => id !== commander);
    this.tally = new Tally(this.lieutenants.length);
  }

  async begin(order?: Order): Promise<void> {
    if (this.node.id === this.commander) {
      if (order === undefined) return;
      this.outcome = order;
      for (const id of this.lieutenants) this.node.send(id, { type: 'order', order });
      return;
    }
    await this.node.sleep(51);
    this.cut = true;
    const mine = this.told ?? 'retreat';
    for (const id of this.lieutenants)
      if (id !== this.node.id) this.node.send(id, { type: 'relay', order: mine });
    this.count(this.node.id, mine);
    await this.node.sleep(150);
    this.outcome ??= 'retreat';
  }

  onMessage(from: NodeId, message: Json): void {
    const text = JSON.stringify(message);
    for (const order of ['attack', 'retreat'] as const) {
      if (text === `{"type":"order","order":"${order}"}` || text === `{"order":"${order}","type":"order"}`) {
        if (from === this.commander && !this.cut) this.told ??= order;
      }
      if (text === `{"type":"relay","order":"${order}"}` || text === `{"order":"${order}","type":"relay"}`) {
        if (this.lieutenants.includes(from)) this.count(from, order);
      }
    }
  }

  private count(voter: NodeId, order: Order): void {
    this.tally.add(voter, order);
    this.outcome ??= this.tally.winner();
  }

  decision(): Order | undefined {
    return this.outcome;
  }
}
