/**
 * @breaks truthful
 * @misconception A cancel takes effect by being sent.
 * @misconception-of unconfirmed-cancel
 */
import type { Node, NodeId } from 'partial-failure';
import type { Answer, BankReply, Payment } from 'partial-failure/no-reply';

export async function pay(node: Node, bank: NodeId, { id, amount }: Payment): Promise<Answer> {
  let answer: Answer | undefined;
  const hear = (reply: unknown): void => {
    const { result } = reply as BankReply;
    if (result === 'applied') answer ??= 'paid';
    if (result === 'refused' || result === 'cancelled') answer ??= 'declined';
  };
  const start = node.clock.monotonic();
  let next = 0;
  while (answer === undefined && node.clock.monotonic() - start < 9_000) {
    if (node.clock.monotonic() - start >= next) {
      void node.request(bank, { op: 'pay', key: id, amount }).then(hear);
      next += 1_100;
    }
    await node.sleep(50);
  }
  if (answer === undefined) {
    void node.request(bank, { op: 'cancel', key: id }).then(hear);
    await node.sleep(800);
  }
  return answer ?? 'declined';
}
