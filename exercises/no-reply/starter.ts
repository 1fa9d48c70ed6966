import type { Node, NodeId } from 'partial-failure';
import type { Answer, Payment } from 'partial-failure/no-reply';

/** Pays through the bank. Says "paid" or "declined" only when that is certain. */
export async function pay(node: Node, bank: NodeId, { id, amount }: Payment): Promise<Answer> {
  // TODO: without a reply this waits for ever. Wait no longer than the deadline allows, and try again meanwhile.
  await node.request(bank, { op: 'pay', key: id, amount });

  // TODO: read what the bank decided. If you could not find out, say "unknown".
  return 'paid';
}
