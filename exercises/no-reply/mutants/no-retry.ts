/**
 * @breaks decides
 * @misconception One attempt and a long wait are as good as several attempts.
 */
import type { Node, NodeId } from 'partial-failure';
import type { Answer, BankReply, Payment } from 'partial-failure/no-reply';

export async function pay(node: Node, bank: NodeId, { id, amount }: Payment): Promise<Answer> {
  const reply = await Promise.race([
    node.request(bank, { op: 'pay', key: id, amount }),
    node.sleep(10_000).then(() => null),
  ]);
  if (reply === null) return 'unknown';
  const { result } = reply as BankReply;
  if (result === 'applied') return 'paid';
  return result === 'refused' || result === 'cancelled' ? 'declined' : 'unknown';
}
