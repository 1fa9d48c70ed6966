/**
 * @approach Backoff that doubles up to two seconds, and listens to the late answers of all attempts.
 */
import type { Json, Node, NodeId } from 'partial-failure';
import type { Answer, BankReply, Payment } from 'partial-failure/no-reply';

class Verdict {
  private settle: (answer: Answer) => void = () => undefined;
  readonly promise = new Promise<Answer>((resolve) => (this.settle = resolve));

  readonly hear = (reply: Json): void => {
    const { result } = reply as BankReply;
    if (result === 'applied') this.settle('paid');
    if (result === 'refused' || result === 'cancelled') this.settle('declined');
  };
}

export async function pay(node: Node, bank: NodeId, { id, amount }: Payment): Promise<Answer> {
  const verdict = new Verdict();
  let over = false;
  const attempts = async () => {
    for (let wait = 250; !over; wait = Math.min(2_000, wait * 2)) {
      void node.request(bank, { op: 'pay', key: id, amount }).then(verdict.hear);
      await node.sleep(wait);
    }
  };
  void attempts();
  const deadline = node.sleep(10_000).then((): Answer => 'unknown');
  const answer = await Promise.race([verdict.promise, deadline]);
  over = true;
  return answer;
}
