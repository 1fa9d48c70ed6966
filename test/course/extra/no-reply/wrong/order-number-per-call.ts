/**
 * @breaks at-most-once
 * @misconception A repeated call is a new order, and a new order has a new number.
 * @misconception-of fresh-key-per-call
 */
import type { Node, NodeId } from 'partial-failure';
import type { Answer, BankReply, Payment } from 'partial-failure/no-reply';

export async function pay(node: Node, bank: NodeId, { id, amount }: Payment): Promise<Answer> {
  const order = `${id}:${node.random().toString(36).slice(2)}`;
  let answer: Answer = 'unknown';
  const started = node.clock.monotonic();
  for (let tick = 0; tick < 100 && answer === 'unknown'; tick++) {
    if (tick % 15 === 0) {
      void node.request(bank, { op: 'pay', key: order, amount }).then((reply) => {
        const { result } = reply as BankReply;
        if (result === 'applied') answer = 'paid';
        if (result === 'refused' || result === 'cancelled') answer = 'declined';
      });
    }
    await node.sleep(Math.max(0, started + (tick + 1) * 100 - node.clock.monotonic()));
  }
  return answer;
}
