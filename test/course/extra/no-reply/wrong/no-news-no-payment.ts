/**
 * @breaks truthful
 * @misconception Had the bank paid, it would have said so within ten seconds.
 * @misconception-of timeout-is-declined
 */
import type { Node, NodeId } from 'partial-failure';
import type { Answer, BankReply, Payment } from 'partial-failure/no-reply';

export async function pay(node: Node, bank: NodeId, { id, amount }: Payment): Promise<Answer> {
  const yes = new Set<Promise<boolean>>();
  const verdict = (reply: unknown): Promise<boolean> => {
    const { result } = reply as BankReply;
    if (result === 'applied') return Promise.resolve(true);
    if (result === 'refused' || result === 'cancelled') return Promise.resolve(false);
    return new Promise<boolean>(() => undefined);
  };
  const began = node.clock.monotonic();
  for (let i = 1; i <= 12; i++) {
    yes.add(node.request(bank, { op: 'pay', key: `key-${id}`, amount }).then(verdict));
    const left = Math.max(0, began + i * 830 - node.clock.monotonic());
    const paid = await Promise.race([...yes, node.sleep(left).then(() => undefined)]);
    if (paid !== undefined) return paid ? 'paid' : 'declined';
  }
  return 'declined';
}
