/**
 * @breaks at-most-once
 * @misconception A key with the time in it is certainly unique.
 * @misconception-of fresh-key-per-call
 */
import type { Node, NodeId } from 'partial-failure';
import type { Answer, BankReply, Payment } from 'partial-failure/no-reply';

export async function pay(node: Node, bank: NodeId, { id, amount }: Payment): Promise<Answer> {
  const key = `${id}@${node.clock.timeOfDay()}`;
  const start = node.clock.monotonic();
  const gone = () => node.clock.monotonic() - start;
  while (gone() < 10_000) {
    const reply = await Promise.race([
      node.request(bank, { op: 'pay', key, amount }),
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
