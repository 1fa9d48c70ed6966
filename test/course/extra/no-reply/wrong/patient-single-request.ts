/**
 * @breaks decides
 * @misconception A request that is waited for long enough will be answered; a second one would only be in its way.
 * @misconception-of no-retry
 */
import type { Node, NodeId } from 'partial-failure';
import type { Answer, BankReply, Payment } from 'partial-failure/no-reply';

export function pay(node: Node, bank: NodeId, { id, amount }: Payment): Promise<Answer> {
  return new Promise((resolve) => {
    void node.sleep(9_800).then(() => resolve('unknown'));
    void node.request(bank, { op: 'pay', key: id, amount }).then((reply) => {
      const { result } = reply as BankReply;
      resolve(result === 'applied' ? 'paid' : result === 'mismatch' ? 'unknown' : 'declined');
    });
  });
}
