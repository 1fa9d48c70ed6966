/**
 * @breaks truthful
 * @misconception Who is paid, and how much: more there is not to a payment.
 * @misconception-of key-from-amount
 */
import type { Node, NodeId } from 'partial-failure';
import type { Answer, BankReply, Payment } from 'partial-failure/no-reply';

export async function pay(node: Node, bank: NodeId, payment: Payment): Promise<Answer> {
  const request = { op: 'pay', key: `pay ${payment.amount} through ${bank}`, amount: payment.amount };
  const answers: Answer[] = [];
  const hear = (reply: unknown): void => {
    const { result } = reply as BankReply;
    if (result === 'applied') answers.push('paid');
    if (result === 'refused' || result === 'cancelled') answers.push('declined');
  };
  const begun = node.clock.monotonic();
  let sent = 0;
  for (;;) {
    const passed = node.clock.monotonic() - begun;
    const [answer] = answers;
    if (answer !== undefined) return answer;
    if (passed >= 10_000) return 'unknown';
    if (passed >= sent * 700 && sent < 14) {
      sent++;
      void node.request(bank, request).then(hear);
    }
    await node.sleep(25);
  }
}
