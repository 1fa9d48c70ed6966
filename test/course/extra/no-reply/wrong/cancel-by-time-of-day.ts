/**
 * @breaks restraint
 * @misconception Seven seconds by the time of day are seven seconds.
 */
import type { Node, NodeId } from 'partial-failure';
import type { Answer, BankReply, Payment } from 'partial-failure/no-reply';

export async function pay(node: Node, bank: NodeId, { id, amount }: Payment): Promise<Answer> {
  const start = node.clock.monotonic();
  const cancelAt = node.clock.timeOfDay() + 7_100;
  const gone = () => node.clock.monotonic() - start;
  while (gone() < 10_000) {
    const op = node.clock.timeOfDay() < cancelAt ? 'pay' : 'cancel';
    const reply = await Promise.race([
      node.request(bank, op === 'pay' ? { op, key: id, amount } : { op, key: id }),
      node.sleep(Math.max(0, Math.min(1_000, 10_000 - gone()))),
    ]);
    if (reply === undefined) continue;
    const { result } = reply as BankReply;
    if (result === 'applied') return 'paid';
    if (result === 'refused' || result === 'cancelled') return 'declined';
  }
  return 'unknown';
}
