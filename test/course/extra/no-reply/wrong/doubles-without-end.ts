/**
 * @breaks decides
 * @misconception Exponential backoff is good manners, and it never goes wrong.
 * @misconception-of uncapped-doubling
 */
import type { Node, NodeId } from 'partial-failure';
import type { Answer, BankReply, Payment } from 'partial-failure/no-reply';

export async function pay(node: Node, bank: NodeId, { id, amount }: Payment): Promise<Answer> {
  let decide: (answer: Answer) => void = () => undefined;
  const decision = new Promise<Answer>((resolve) => {
    decide = resolve;
  });
  const begun = node.clock.monotonic();
  for (let attempt = 0; ; attempt++) {
    const left = begun + 10_000 - node.clock.monotonic();
    if (left <= 0) return 'unknown';
    void node.request(bank, { op: 'pay', key: id, amount }).then((reply) => {
      const { result } = reply as BankReply;
      if (result === 'applied') decide('paid');
      if (result === 'refused' || result === 'cancelled') decide('declined');
    });
    const pause = Math.min(left, 400 * 2 ** attempt);
    const answer = await Promise.race([decision, node.sleep(pause).then(() => undefined)]);
    if (answer !== undefined) return answer;
  }
}
