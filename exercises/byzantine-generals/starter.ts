import type { Json, Node, NodeId } from 'partial-failure';
import type { Order } from 'partial-failure/byzantine-generals';

export class General {
  private decided: Order | undefined;

  constructor(
    private readonly node: Node,
    private readonly generals: NodeId[],
    private readonly commander: NodeId,
  ) {}

  begin(order?: Order): void {
    // TODO: the commander tells everybody its order, and has decided.
    // TODO: a lieutenant waits until all relays must be in, and then decides.
    this.node.log('it begins', {
      generals: this.generals.length,
      commander: this.commander,
      order: order ?? null,
    });
  }

  onMessage(from: NodeId, message: Json): void {
    // TODO: pass the commander's order on to the others, and count what the others pass on.
    this.node.log(`heard from ${from}`, message);
  }

  decision(): Order | undefined {
    return this.decided;
  }
}
