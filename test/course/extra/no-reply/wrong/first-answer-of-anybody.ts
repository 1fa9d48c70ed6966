/**
 * @breaks truthful
 * @misconception One promise for the next decision is enough for all calls.
 * @misconception-of answer-shared-by-calls
 */
import type { Node, NodeId } from 'partial-failure';
import type { Answer, BankReply, Payment } from 'partial-failure/no-reply';

let waiting: ((answer: Answer) => void)[] = [];

function decided(answer: Answer): void {
  const all = waiting;
  waiting = [];
  for (const resolve of all) resolve(answer);
}

export async function pay(node: Node, bank: NodeId, { id, amount }: Payment): Promise<Answer> {
  let over = false;
  const answer = new Promise<Answer>((resolve) => waiting.push(resolve));
  void (async () => {
    while (!over) {
      void node.request(bank, { op: 'pay', key: id, amount }).then((reply) => {
        const { result } = reply as BankReply;
        if (result === 'applied') decided('paid');
        if (result === 'refused' || result === 'cancelled') decided('declined');
      });
      await node.sleep(1_000);
    }
  })();
  const said = await Promise.race([answer, node.sleep(10_000).then((): Answer => 'unknown')]);
  over = true;
  return said;
}
