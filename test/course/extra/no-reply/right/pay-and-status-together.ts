/**
 * A pay and a status in each second, a cancel with them from 7.5 s on: 23 requests at most.
 */
import type { Node, NodeId } from 'partial-failure';
import type { Answer, BankReply, BankRequest, Payment } from 'partial-failure/no-reply';

export async function pay(node: Node, bank: NodeId, { id, amount }: Payment): Promise<Answer> {
  const t0 = node.clock.monotonic();
  const decisions: Promise<Answer>[] = [];
  const never = new Promise<never>(() => {});
  const ask = (request: BankRequest) => {
    decisions.push(
      node.request(bank, request).then((reply) => {
        const { result } = reply as BankReply;
        if (result === 'applied') return 'paid';
        return result === 'refused' || result === 'cancelled' ? 'declined' : never;
      }),
    );
  };
  for (let second = 0; second < 10; second++) {
    ask({ op: 'pay', key: id, amount });
    ask({ op: 'status', key: id });
    if (node.clock.monotonic() - t0 >= 7_500) ask({ op: 'cancel', key: id });
    const pause = node.sleep(1_000).then(() => 'unknown' as const);
    const answer = await Promise.race([...decisions, pause]);
    if (answer !== 'unknown') return answer;
  }
  return 'unknown';
}
