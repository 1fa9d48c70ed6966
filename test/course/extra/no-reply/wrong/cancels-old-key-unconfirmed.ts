/**
 * @breaks at-most-once
 * @misconception To change the key it is enough to send a cancel for the old one.
 * @misconception-of unconfirmed-cancel
 */
import type { Node, NodeId } from 'partial-failure';
import type { Answer, BankReply, Payment } from 'partial-failure/no-reply';

export async function pay(node: Node, bank: NodeId, { id, amount }: Payment): Promise<Answer> {
  const start = node.clock.monotonic();
  const gone = () => node.clock.monotonic() - start;
  let key = `${id}/a`;
  while (gone() < 10_000) {
    if (gone() >= 7_000 && key === `${id}/a`) {
      void node.request(bank, { op: 'cancel', key });
      key = `${id}/b`;
    }
    const reply = await Promise.race([
      node.request(bank, { op: 'pay', key, amount }),
      node.sleep(Math.max(0, Math.min(1_000, 10_000 - gone()))),
    ]);
    if (reply === undefined) continue;
    const { result } = reply as BankReply;
    if (result === 'applied') return 'paid';
    if (result === 'refused' || result === 'cancelled') return 'declined';
  }
  return 'unknown';
}
