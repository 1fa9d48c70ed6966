/**
 * @breaks restraint
 * @misconception A flag that is looked at before the pause stops the loop.
 */
import type { Node, NodeId } from 'partial-failure';
import type { Answer, BankReply, Payment } from 'partial-failure/no-reply';

export async function pay(node: Node, bank: NodeId, { id, amount }: Payment): Promise<Answer> {
  let over = false;
  let settle: (answer: Answer) => void = () => undefined;
  const decision = new Promise<Answer>((resolve) => (settle = resolve));
  const send = () =>
    void node.request(bank, { op: 'pay', key: id, amount }).then((reply) => {
      const { result } = reply as BankReply;
      if (result === 'applied') settle('paid');
      if (result === 'refused' || result === 'cancelled') settle('declined');
    });
  void (async () => {
    send();
    while (!over) {
      await node.sleep(1_000);
      send();
    }
  })();
  const answer = await Promise.race([decision, node.sleep(10_000).then((): Answer => 'unknown')]);
  over = true;
  return answer;
}
