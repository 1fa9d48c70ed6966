import type { Json, Node, NodeId } from 'partial-failure';

/** Sells its one ticket to whoever asks first, and remembers to whom. */
class Tickets {
  private soldTo: string | undefined;

  buy(shop: string): boolean {
    this.soldTo ??= shop;
    return this.soldTo === shop;
  }
}

/** The box office on a computer of its own: each request is a message. */
export class BoxOffice {
  private readonly tickets = new Tickets();

  constructor(private readonly node: Node) {}

  onRequest(from: NodeId): Json {
    const yours = this.tickets.buy(from);
    this.node.log(yours ? `sold to ${from}` : `nothing left for ${from}`);
    return { yours };
  }
}

/** A shop on a computer of its own. It asks, and waits for a second at most. */
export class Shop {
  constructor(private readonly node: Node) {}

  async buy(): Promise<Json> {
    const reply = this.node.request('box office', { op: 'buy' });
    const silence = this.node.sleep(1000).then(() => null);
    const heard = (await Promise.race([reply, silence])) as { yours: boolean } | null;
    if (heard === null) return 'no answer';
    return heard.yours ? 'bought' : 'sold out';
  }
}

/** All three on one computer: asking is a function call. */
export class OneComputer {
  private readonly tickets = new Tickets();

  constructor(private readonly node: Node) {}

  buy(shop: string): Json {
    const yours = this.tickets.buy(shop);
    this.node.log(yours ? `sold to ${shop}` : `nothing left for ${shop}`);
    return yours ? 'bought' : 'sold out';
  }
}
