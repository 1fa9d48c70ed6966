/**
 * @breaks decides
 * @misconception Backoff with a cap is always good enough: three seconds are not long.
 */
import type { Node, NodeId } from 'partial-failure';
import type { Answer, BankReply, Payment } from 'partial-failure/no-reply';

export async function pay(node: Node, bank: NodeId, { id, amount }: Payment): Promise<Answer> {
  const start = node.clock.monotonic();
  const gone = () => node.clock.monotonic() - start;
  for (let wait = 500; gone() < 10_000; wait = Math.min(3_000, 2 * wait)) {
    const reply = await Promise.race([
      node.request(bank, { op: 'pay', key: id, amount }),
      node.sleep(Math.min(wait, Math.max(0, 10_000 - gone()))),
    ]);
    if (reply === undefined) continue;
    const { result } = reply as BankReply;
    if (result === 'applied') return 'paid';
    if (result === 'refused' || result === 'cancelled') return 'declined';
    await node.sleep(200);
  }
  return 'unknown';
}
