/**
 * @breaks truthful
 * @misconception There is only one payment at a time, so its answer can be kept at the top of the file.
 */
import type { Node, NodeId } from 'partial-failure';
import type { Answer, BankReply, Payment } from 'partial-failure/no-reply';

let answer: Answer = 'unknown';

export async function pay(node: Node, bank: NodeId, { id, amount }: Payment): Promise<Answer> {
  const end = node.clock.monotonic() + 10_000;
  answer = 'unknown';
  while (answer === 'unknown' && node.clock.monotonic() < end) {
    void node.request(bank, { op: 'pay', key: id, amount }).then((reply) => {
      const { result } = reply as BankReply;
      if (result === 'applied') answer = 'paid';
      if (result === 'refused' || result === 'cancelled') answer = 'declined';
    });
    const next = Math.min(end, node.clock.monotonic() + 1_000);
    while (answer === 'unknown' && node.clock.monotonic() < next) await node.sleep(20);
  }
  return answer;
}
