/**
 * @breaks answers-in-time
 * @misconception The bank is bound to answer, so the call lasts until it does.
 * @misconception-of no-timeout
 */
import type { Node, NodeId } from 'partial-failure';
import type { Answer, BankReply, Payment } from 'partial-failure/no-reply';

const SAID: ReadonlyMap<BankReply['result'], Answer> = new Map([
  ['applied', 'paid'],
  ['refused', 'declined'],
  ['cancelled', 'declined'],
]);

export function pay(node: Node, bank: NodeId, { id, amount }: Payment): Promise<Answer> {
  return node
    .request(bank, { op: 'pay', key: `order ${id}`, amount })
    .then((reply) => SAID.get((reply as BankReply).result) ?? 'unknown');
}
