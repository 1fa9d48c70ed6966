/**
 * @breaks answers-in-time
 * @misconception The deadline is a variable of the node.
 */
import type { Node, NodeId } from 'partial-failure';
import type { Answer, BankReply, Payment } from 'partial-failure/no-reply';

let start = 0;

export async function pay(node: Node, bank: NodeId, { id, amount }: Payment): Promise<Answer> {
  start = node.clock.monotonic();
  const gone = () => node.clock.monotonic() - start;
  while (gone() < 10_000) {
    const reply = await Promise.race([
      node.request(bank, { op: 'pay', key: id, amount }),
      node.sleep(Math.min(1_000, Math.max(0, 10_000 - gone()))),
    ]);
    if (reply === undefined) continue;
    const { result } = reply as BankReply;
    if (result === 'applied') return 'paid';
    if (result === 'refused' || result === 'cancelled') return 'declined';
    await node.sleep(200);
  }
  return 'unknown';
}
