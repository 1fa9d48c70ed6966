/**
 * @breaks at-most-once
 * @misconception A key names a request; two requests with one key would be confused.
 * @misconception-of fresh-key-per-attempt
 */
import type { Node, NodeId } from 'partial-failure';
import type { Answer, BankReply, Payment } from 'partial-failure/no-reply';

export function pay(node: Node, bank: NodeId, { id, amount }: Payment): Promise<Answer> {
  return new Promise((resolve) => {
    let open = true;
    const end = (answer: Answer): void => {
      open = false;
      resolve(answer);
    };
    const attempt = (): void => {
      const key = `${id}#${Math.floor(node.random() * 1e9)}`;
      void node.request(bank, { op: 'pay', key, amount }).then((reply) => {
        const { result } = reply as BankReply;
        if (result === 'applied') end('paid');
        else if (result === 'refused' || result === 'cancelled') end('declined');
      });
    };
    void (async () => {
      for (let second = 0; second < 8 && open; second++) {
        attempt();
        await node.sleep(1_200);
      }
    })();
    void node.sleep(10_000).then(() => end('unknown'));
  });
}
