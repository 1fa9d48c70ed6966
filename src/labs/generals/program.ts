import type { Json, Node, NodeId } from 'partial-failure';

type Order = 'attack' | 'retreat';
const DECIDE_MS = 250;

/** A loyal general: passes on what he was told, then decides. */
export class General {
  private told: Order | undefined;
  private readonly relayed = new Map<NodeId, Order>();

  constructor(
    private readonly node: Node,
    private readonly commander: NodeId,
    private readonly lieutenants: NodeId[],
    private readonly rule: 'majority' | 'obey',
  ) {}

  /** The commander's order, given to himself. */
  command(order: Order): void {
    for (const to of this.lieutenants) this.node.send(to, { order });
  }

  onMessage(from: NodeId, { order }: { order: Order }): void {
    if (from !== this.commander) {
      this.relayed.set(from, order);
      return;
    }
    this.told = order;
    for (const to of this.lieutenants) if (to !== this.node.id) this.node.send(to, { order });
  }

  async decide(): Promise<Json> {
    await this.node.sleep(DECIDE_MS);
    // What did not come counts as “retreat”.
    const own = this.told ?? 'retreat';
    const others = this.lieutenants.filter((id) => id !== this.node.id);
    const votes = [own, ...others.map((id) => this.relayed.get(id) ?? 'retreat')];
    const attacks = votes.filter((vote) => vote === 'attack').length;
    const order = this.rule === 'obey' ? own : 2 * attacks > votes.length ? 'attack' : 'retreat';
    this.node.log(`decides: ${order}`);
    return order;
  }
}

/** The traitor: says to each what he likes. */
export class Traitor {
  constructor(
    private readonly node: Node,
    private readonly commander: NodeId,
    private readonly lies: { to: NodeId; says: Order | 'nothing' }[],
  ) {}

  command(): void {
    this.lie();
  }

  onMessage(from: NodeId): void {
    if (from === this.commander) this.lie();
  }

  private lie(): void {
    for (const { to, says } of this.lies) if (says !== 'nothing') this.node.send(to, { order: says });
  }
}
