/**
 * @breaks restraint
 * @misconception What the call has begun may go on after it: with the same key it does no harm.
 */
import type { Node, NodeId } from 'partial-failure';
import type { Answer, BankReply, Payment } from 'partial-failure/no-reply';

export async function pay(node: Node, bank: NodeId, { id, amount }: Payment): Promise<Answer> {
  let answer: Answer | undefined;
  const insist = async () => {
    while (answer === undefined) {
      void node.request(bank, { op: 'pay', key: id, amount }).then((reply) => {
        const { result } = reply as BankReply;
        if (result === 'applied') answer ??= 'paid';
        if (result === 'refused' || result === 'cancelled') answer ??= 'declined';
      });
      await node.sleep(1_000);
    }
  };
  void insist();
  for (let tick = 0; tick < 100 && answer === undefined; tick++) await node.sleep(100);
  return answer ?? 'unknown';
}
