/**
 * @breaks answers-in-time
 * @misconception An answer comes sooner or later; one only has to wait for it.
 */
import type { Node, NodeId } from 'partial-failure';
import type { Answer, BankReply, Payment } from 'partial-failure/no-reply';

export async function pay(node: Node, bank: NodeId, { id, amount }: Payment): Promise<Answer> {
  const { result } = (await node.request(bank, { op: 'pay', key: id, amount })) as BankReply;
  if (result === 'applied') return 'paid';
  if (result === 'refused' || result === 'cancelled') return 'declined';
  return 'unknown';
}
