/**
 * @breaks decides
 * @misconception If the bank is slow, better to call the payment off early and know where one stands.
 * @misconception-of cancels-first
 */
import type { Node, NodeId } from 'partial-failure';
import type { Answer, BankReply, Payment } from 'partial-failure/no-reply';

function settled(reply: unknown): Answer | undefined {
  switch ((reply as BankReply | undefined)?.result) {
    case 'applied':
      return 'paid';
    case 'refused':
    case 'cancelled':
      return 'declined';
    default:
      return undefined;
  }
}

export async function pay(node: Node, bank: NodeId, { id, amount }: Payment): Promise<Answer> {
  const end = node.clock.monotonic() + 9_900;
  const first = settled(
    await Promise.race([node.request(bank, { op: 'pay', key: id, amount }), node.sleep(1_500)]),
  );
  if (first !== undefined) return first;
  while (node.clock.monotonic() < end) {
    const wait = Math.min(800, Math.max(1, end - node.clock.monotonic()));
    const answer = settled(
      await Promise.race([node.request(bank, { op: 'cancel', key: id }), node.sleep(wait)]),
    );
    if (answer !== undefined) return answer;
  }
  return 'unknown';
}
