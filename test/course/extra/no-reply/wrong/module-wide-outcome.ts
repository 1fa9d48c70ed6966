/**
 * @breaks truthful
 * @misconception A shop pays one thing after the other, so one variable holds the outcome.
 * @misconception-of answer-shared-by-calls
 */
import type { Node, NodeId } from 'partial-failure';
import type { Answer, BankReply, Payment } from 'partial-failure/no-reply';

/** What the bank has said of the payment under way. */
let outcome: BankReply['result'] | undefined;

const isFinal = (): boolean => outcome === 'applied' || outcome === 'refused' || outcome === 'cancelled';

export async function pay(node: Node, bank: NodeId, { id, amount }: Payment): Promise<Answer> {
  outcome = undefined;
  const begun = node.clock.monotonic();
  for (let attempt = 0; attempt < 8 && !isFinal(); attempt++) {
    const asked = node.request(bank, { op: 'pay', key: id, amount }).then((reply) => {
      outcome = (reply as BankReply).result;
    });
    await Promise.race([asked, node.sleep(1_200)]);
  }
  while (!isFinal() && node.clock.monotonic() - begun < 9_950) await node.sleep(50);
  if (!isFinal()) return 'unknown';
  return outcome === 'applied' ? 'paid' : 'declined';
}
