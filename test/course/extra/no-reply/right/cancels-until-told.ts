/**
 * Takes 'cancelled' for an answer only when it has asked to cancel, which it does again in every call.
 */
import type { Node, NodeId } from 'partial-failure';
import type { Answer, BankReply, BankRequest, Payment } from 'partial-failure/no-reply';

export async function pay(node: Node, bank: NodeId, { id, amount }: Payment): Promise<Answer> {
  const start = node.clock.monotonic();
  const gone = () => node.clock.monotonic() - start;
  while (gone() < 10_000) {
    const request: BankRequest = gone() < 7_500 ? { op: 'pay', key: id, amount } : { op: 'cancel', key: id };
    const reply = await Promise.race([
      node.request(bank, request),
      node.sleep(Math.max(0, Math.min(1_000, 10_000 - gone()))),
    ]);
    if (reply === undefined) continue;
    const { result } = reply as BankReply;
    if (result === 'applied') return 'paid';
    if (result === 'refused') return 'declined';
    if (result === 'cancelled' && request.op === 'cancel') return 'declined';
    await node.sleep(450);
  }
  return 'unknown';
}
