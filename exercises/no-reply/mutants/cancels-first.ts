/**
 * @breaks decides
 * @misconception To be certain is what counts: after a second without an answer one cancels.
 */
import type { Node, NodeId } from 'partial-failure';
import type { Answer, BankReply, BankRequest, Payment } from 'partial-failure/no-reply';

const WAIT_MS = 1_000;
const CANCEL_FROM_MS = 1_000;

export async function pay(node: Node, bank: NodeId, { id, amount }: Payment): Promise<Answer> {
  const start = node.clock.monotonic();
  const gone = () => node.clock.monotonic() - start;
  while (gone() < 10_000) {
    const request: BankRequest =
      gone() < CANCEL_FROM_MS ? { op: 'pay', key: id, amount } : { op: 'cancel', key: id };
    const reply = await Promise.race([
      node.request(bank, request),
      node.sleep(Math.max(0, Math.min(WAIT_MS, 10_000 - gone()))).then(() => null),
    ]);
    if (reply === null) continue;
    const { result } = reply as BankReply;
    if (result === 'applied') return 'paid';
    if (result === 'refused' || result === 'cancelled') return 'declined';
    await node.sleep(300);
  }
  return 'unknown';
}
