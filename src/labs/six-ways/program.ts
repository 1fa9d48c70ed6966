import type { Json, Node, NodeId } from 'partial-failure';

/** Asks for a payment, and gives up after a while. */
export class Shop {
  constructor(
    private readonly node: Node,
    private readonly patienceMs: number,
  ) {}

  async pay() {
    const { node } = this;
    const reply = node.request('bank', { op: 'pay', amount: 40 });
    const silence = node.sleep(this.patienceMs).then(() => 'no reply');
    const heard = (await Promise.race([reply, silence])) as Json;
    return heard === 'no reply' ? 'no reply' : 'paid';
  }
}

/** Moves the money, then answers. */
export class Bank {
  constructor(private readonly node: Node) {}

  async onRequest(_from: NodeId, { amount }: { amount: number }) {
    await this.node.disk.write('moved', amount);
    return { result: 'applied' };
  }
}
