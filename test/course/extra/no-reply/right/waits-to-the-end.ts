/**
 * Lazy: hears the decision, and says it only when the ten seconds are over. Limits of 2.4 s between attempts.
 */
import type { Json, Node, NodeId } from 'partial-failure';
import type { Answer, BankReply, Payment } from 'partial-failure/no-reply';

export async function pay(node: Node, bank: NodeId, { id, amount }: Payment): Promise<Answer> {
  let answer: Answer = 'unknown';
  const hear = (reply: Json) => {
    const { result } = reply as BankReply;
    if (result === 'applied') answer = 'paid';
    else if (result === 'refused' || result === 'cancelled') answer = 'declined';
  };
  const end = node.clock.monotonic() + 10_000;
  let left = 10_000;
  while ((left = end - node.clock.monotonic()) > 0) {
    if (answer === 'unknown') void node.request(bank, { op: 'pay', key: `k/${id}`, amount }).then(hear);
    await node.sleep(Math.min(2_400, left));
  }
  return answer;
}
