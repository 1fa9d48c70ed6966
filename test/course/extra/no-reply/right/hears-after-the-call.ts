/**
 * Goes on listening after it said unknown; a decision heard later is given at once when it is asked again.
 */
import type { Node, NodeId } from 'partial-failure';
import type { Answer, BankReply, Payment } from 'partial-failure/no-reply';

const heard = new Map<string, Answer>();

export async function pay(node: Node, bank: NodeId, { id, amount }: Payment): Promise<Answer> {
  const deadline = node.clock.monotonic() + 10_000;
  while (!heard.has(id)) {
    const left = deadline - node.clock.monotonic();
    if (left <= 0) return 'unknown';
    const asked = node.request(bank, { op: 'pay', key: id, amount }).then((reply) => {
      const { result } = reply as BankReply;
      if (result === 'applied') heard.set(id, 'paid');
      if (result === 'refused' || result === 'cancelled') heard.set(id, 'declined');
    });
    await Promise.race([asked, node.sleep(Math.min(1_600, left))]);
  }
  return heard.get(id) ?? 'unknown';
}
