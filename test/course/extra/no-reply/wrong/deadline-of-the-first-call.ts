/**
 * @breaks decides
 * @misconception The deadline can be computed once.
 */
import type { Node, NodeId } from 'partial-failure';
import type { Answer, BankReply, Payment } from 'partial-failure/no-reply';

let start: number | undefined;

export async function pay(node: Node, bank: NodeId, { id, amount }: Payment): Promise<Answer> {
  start ??= node.clock.monotonic();
  const begun = start;
  const gone = () => node.clock.monotonic() - begun;
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
