/**
 * @breaks decides
 * @misconception An attempt gets 480 ms; what comes later is thrown away.
 */
import type { Node, NodeId } from 'partial-failure';
import type { Answer, BankReply, Payment } from 'partial-failure/no-reply';

export async function pay(node: Node, bank: NodeId, { id, amount }: Payment): Promise<Answer> {
  const start = node.clock.monotonic();
  const gone = () => node.clock.monotonic() - start;
  while (gone() < 10_000) {
    const reply = await Promise.race([
      node.request(bank, { op: 'pay', key: id, amount }),
      node.sleep(Math.min(480, Math.max(0, 10_000 - gone()))),
    ]);
    if (reply === undefined) continue;
    const { result } = reply as BankReply;
    if (result === 'applied') return 'paid';
    if (result === 'refused' || result === 'cancelled') return 'declined';
    await node.sleep(200);
  }
  return 'unknown';
}
