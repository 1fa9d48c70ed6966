/**
 * @breaks restraint
 * @misconception Ask often, then the moment at which the bank is there is not missed.
 * @misconception-of tight-loop
 */
import type { Node, NodeId } from 'partial-failure';
import type { Answer, BankReply, Payment } from 'partial-failure/no-reply';

export async function pay(node: Node, bank: NodeId, { id, amount }: Payment): Promise<Answer> {
  let answer: Answer = 'unknown';
  const stop = node.clock.monotonic() + 10_000;
  while (answer === 'unknown' && node.clock.monotonic() < stop) {
    node.request(bank, { op: 'pay', key: id, amount }).then(
      (reply) => {
        const { result } = reply as BankReply;
        if (result === 'applied') answer = 'paid';
        if (result === 'refused' || result === 'cancelled') answer = 'declined';
      },
      () => undefined,
    );
    await node.sleep(100);
  }
  return answer;
}
