/**
 * A class with arrow-function fields; every attempt is begun by a timer made beforehand.
 */
import type { Json, Node, NodeId } from 'partial-failure';
import type { Answer, BankReply, Payment } from 'partial-failure/no-reply';

class Transfer {
  private done = false;
  private resolve!: (a: Answer) => void;
  readonly outcome: Promise<Answer>;

  constructor(
    private readonly node: Node,
    private readonly bank: NodeId,
    private readonly payment: Payment,
  ) {
    this.outcome = new Promise((resolve) => {
      this.resolve = resolve;
    });
    for (let at = 0; at < 10_000; at += 1_250) this.later(at, this.attempt);
    this.later(10_000, () => this.end('unknown'));
  }

  private later = (ms: number, what: () => void): void => {
    void this.node.sleep(ms).then(what);
  };

  private attempt = (): void => {
    if (this.done) return;
    const { id, amount } = this.payment;
    void this.node.request(this.bank, { op: 'pay', key: `transfer ${id}`, amount }).then(this.onReply);
  };

  private onReply = (reply: Json): void => {
    switch ((reply as BankReply).result) {
      case 'applied':
        return this.end('paid');
      case 'refused':
      case 'cancelled':
        return this.end('declined');
    }
  };

  private end(answer: Answer): void {
    this.done = true;
    this.resolve(answer);
  }
}

export const pay = (node: Node, bank: NodeId, payment: Payment): Promise<Answer> =>
  new Transfer(node, bank, payment).outcome;
