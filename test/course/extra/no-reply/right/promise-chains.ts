/**
 * No async functions: a recursion over then, two seconds for each attempt.
 */
import type { Node, NodeId } from 'partial-failure';
import type { Answer, BankReply, Payment } from 'partial-failure/no-reply';

const table: Record<string, Answer | undefined> = {
  applied: 'paid',
  refused: 'declined',
  cancelled: 'declined',
};

export function pay(node: Node, bank: NodeId, p: Payment): Promise<Answer> {
  const deadline = node.clock.monotonic() + 10000;
  function attempt(): Promise<Answer> {
    const left = deadline - node.clock.monotonic();
    if (left <= 0) return Promise.resolve('unknown');
    const timer = node.sleep(left < 2000 ? left : 2000).then((): Answer | undefined => undefined);
    const asked = node
      .request(bank, { op: 'pay', key: p.id, amount: p.amount })
      .then((reply): Answer | undefined => table[(reply as BankReply).result]);
    return Promise.race([asked, timer]).then((answer) => answer ?? node.sleep(1).then(attempt));
  }
  return attempt();
}
