/**
 * @breaks answers-in-time
 * @misconception Ten seconds are over when the clock on the wall shows ten seconds more.
 * @misconception-of time-of-day-deadline
 */
import type { Node, NodeId } from 'partial-failure';
import type { Answer, BankReply, Payment } from 'partial-failure/no-reply';

class Attempts {
  private answer: Answer | undefined;

  constructor(
    private readonly node: Node,
    private readonly bank: NodeId,
    private readonly payment: Payment,
  ) {}

  send(): void {
    const { id, amount } = this.payment;
    void this.node.request(this.bank, { op: 'pay', key: id, amount }).then((reply) => {
      const { result } = reply as BankReply;
      if (result === 'applied') this.answer ??= 'paid';
      if (result === 'refused' || result === 'cancelled') this.answer ??= 'declined';
    });
  }

  async until(deadline: number): Promise<Answer> {
    while (this.node.clock.timeOfDay() < deadline) {
      this.send();
      for (let i = 0; i < 12 && this.node.clock.timeOfDay() < deadline; i++) {
        await this.node.sleep(100);
        if (this.answer !== undefined) return this.answer;
      }
    }
    return 'unknown';
  }
}

export function pay(node: Node, bank: NodeId, payment: Payment): Promise<Answer> {
  return new Attempts(node, bank, payment).until(node.clock.timeOfDay() + 10_000);
}
