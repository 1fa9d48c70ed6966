/**
 * @breaks truthful
 * @misconception A bank that has no record of a payment will not make it any more.
 * @misconception-of none-is-declined
 */
import type { Node, NodeId } from 'partial-failure';
import type { Answer, BankReply, BankRequest, Payment } from 'partial-failure/no-reply';

export async function pay(node: Node, bank: NodeId, { id, amount }: Payment): Promise<Answer> {
  const deadline = node.clock.monotonic() + 10_000;
  const left = (): number => deadline - node.clock.monotonic();
  const within = async (request: BankRequest, ms: number): Promise<string> => {
    const silence = node.sleep(Math.min(ms, Math.max(0, left()))).then(() => ({ result: 'silence' }));
    const reply = await Promise.race([node.request(bank, request), silence]);
    return (reply as { result: string }).result;
  };
  const record: Record<string, Answer> = {
    applied: 'paid',
    refused: 'declined',
    cancelled: 'declined',
    none: 'declined',
  };
  while (left() > 0) {
    const said = await within({ op: 'pay', key: id, amount }, 1_200);
    const answer = record[said] ?? record[await within({ op: 'status', key: id }, 600)];
    if (answer !== undefined) return answer;
  }
  return 'unknown';
}
