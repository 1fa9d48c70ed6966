import type { Json, Node, NodeId } from 'partial-failure';
import type { Order } from 'partial-failure/byzantine-generals';

/** A message takes less than this. */
const ROUND_MS = 50;
/** What counts where nothing was heard in time. Any order will do, as long as it is the same for all. */
const DEFAULT: Order = 'retreat';

/**
 * The algorithm of Lamport, Shostak and Pease with oral messages, for one traitor: OM(1). The commander tells everybody
 * an order, every lieutenant tells the others what it was told, and each takes the majority of what it has heard.
 */
export class General {
  private decided: Order | undefined;
  /** The order that the commander gave us, the first one in time. */
  private heard: Order | undefined;
  /** What each other lieutenant says that it was told: one vote a lieutenant, the first one. */
  private readonly relayed = new Map<NodeId, Order>();
  private readonly lieutenants: NodeId[];
  /** The two rounds. What comes after a round has ended is as if it had not come. */
  private round: 1 | 2 | 'over' = 1;

  constructor(
    private readonly node: Node,
    generals: NodeId[],
    private readonly commander: NodeId,
  ) {
    this.lieutenants = generals.filter((id) => id !== commander);
  }

  async begin(order?: Order): Promise<void> {
    if (order !== undefined) {
      // A loyal commander needs nobody's word for its own order.
      for (const lieutenant of this.lieutenants) this.node.send(lieutenant, { type: 'order', order });
      this.decided = order;
      return;
    }
    // Everybody begins at the same time, so after 50 ms the order of a loyal commander has come. If none has, this
    // commander lies, or is silent; we go on with the default and say so to the others. It takes both rounds: what the
    // commander told the others we know only from them.
    await this.node.sleep(ROUND_MS);
    this.round = 2;
    const own = this.heard ?? DEFAULT;
    for (const other of this.others()) this.node.send(other, { type: 'relay', order: own });

    await this.node.sleep(ROUND_MS);
    this.round = 'over';
    // One vote for each lieutenant, our own among them. If the commander lies, all lieutenants are loyal: what one of
    // them relayed is what all have heard from it, so all count the same votes, and decide the same. If the commander
    // is loyal, at most one of the n − 1 ≥ 3 votes is false.
    const votes = [own, ...this.others().map((other) => this.relayed.get(other) ?? DEFAULT)];
    const attacks = votes.filter((vote) => vote === 'attack').length;
    this.decided = 2 * attacks > votes.length ? 'attack' : 'retreat';
  }

  onMessage(from: NodeId, message: Json): void {
    // A traitor may send anything, also what is no message at all; what it may not do is to speak for others. So `from`
    // decides who may say what: only the commander orders, only lieutenants relay.
    const { type, order } = read(message);
    if (order === undefined) return;
    if (type === 'order' && from === this.commander && this.round === 1) this.heard ??= order;
    if (type === 'relay' && from !== this.commander && this.round !== 'over' && !this.relayed.has(from))
      this.relayed.set(from, order);
  }

  decision(): Order | undefined {
    return this.decided;
  }

  private others(): NodeId[] {
    return this.lieutenants.filter((id) => id !== this.node.id);
  }
}

function read(message: Json): { type?: Json; order?: Order } {
  if (typeof message !== 'object' || message === null) return {};
  const { type, order } = message as { type?: Json; order?: Json };
  if (order !== 'attack' && order !== 'retreat') return {};
  return { order, ...(type !== undefined && { type }) };
}
