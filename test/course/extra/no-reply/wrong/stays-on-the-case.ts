/**
 * @breaks restraint
 * @misconception The call has its answer, the payment goes on in the background until the bank says something.
 * @misconception-of loop-outlives-the-call
 */
import type { Node, NodeId } from 'partial-failure';
import type { Answer, BankReply, Payment } from 'partial-failure/no-reply';

/** Sends the payment until it is decided. */
async function untilDecided(node: Node, bank: NodeId, { id, amount }: Payment): Promise<Answer> {
  for (;;) {
    const reply = await Promise.race([
      node.request(bank, { op: 'pay', key: `p-${id}`, amount }),
      node.sleep(1_500).then(() => null),
    ]);
    const result = reply === null ? 'silence' : (reply as BankReply).result;
    if (result === 'applied') return 'paid';
    if (result === 'refused' || result === 'cancelled') return 'declined';
  }
}

export function pay(node: Node, bank: NodeId, payment: Payment): Promise<Answer> {
  const deadline = node.sleep(10_000).then((): Answer => 'unknown');
  return Promise.race([untilDecided(node, bank, payment), deadline]);
}
