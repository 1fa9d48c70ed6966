/**
 * @breaks truthful
 * @misconception If not even the status comes back, the bank has not seen the payment.
 * @misconception-of timeout-is-declined
 */
import type { Node, NodeId } from 'partial-failure';
import type { Answer, BankReply, Payment } from 'partial-failure/no-reply';

export async function pay(node: Node, bank: NodeId, { id, amount }: Payment): Promise<Answer> {
  const end = node.clock.monotonic() + 10_000;
  let heard = false;
  for (;;) {
    const left = end - node.clock.monotonic();
    if (left <= 0) return heard ? 'unknown' : 'declined';
    const reply = await Promise.race([
      node.request(bank, { op: 'pay', key: id, amount }),
      node.sleep(Math.min(1_000, left)),
    ]);
    if (reply === undefined) continue;
    heard = true;
    const { result } = reply as BankReply;
    if (result === 'applied') return 'paid';
    if (result === 'refused' || result === 'cancelled') return 'declined';
    await node.sleep(200);
  }
}
