/**
 * Requests every 900 ms into a list of replies; looks into it every 50 ms.
 */
import type { Node, NodeId } from 'partial-failure';
import type { Answer, Payment } from 'partial-failure/no-reply';

export async function pay(node: Node, bank: NodeId, payment: Payment): Promise<Answer> {
  const t0 = node.clock.monotonic();
  const replies: string[] = [];
  let nextAt = 0;
  for (;;) {
    const t = node.clock.monotonic() - t0;
    for (const result of replies) {
      if (result === 'applied') return 'paid';
      if (result === 'refused' || result === 'cancelled') return 'declined';
    }
    if (t >= 10_000) return 'unknown';
    if (t >= nextAt) {
      nextAt = t + 900;
      node
        .request(bank, { op: 'pay', key: 'pay:' + payment.id, amount: payment.amount })
        .then((m) => replies.push((m as { result: string }).result));
    }
    await node.sleep(50);
  }
}
