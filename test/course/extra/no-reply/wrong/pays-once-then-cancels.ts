/**
 * @breaks decides
 * @misconception One attempt, and a cancel when its time is up: then everything is certain.
 */
import type { Node, NodeId } from 'partial-failure';
import type { Answer, BankReply, BankRequest, Payment } from 'partial-failure/no-reply';

export async function pay(node: Node, bank: NodeId, { id, amount }: Payment): Promise<Answer> {
  const start = node.clock.monotonic();
  const gone = () => node.clock.monotonic() - start;
  let request: BankRequest = { op: 'pay', key: id, amount };
  let wait = 7_000;
  while (gone() < 10_000) {
    const reply = await Promise.race([
      node.request(bank, request),
      node.sleep(Math.max(0, Math.min(wait, 10_000 - gone()))),
    ]);
    if (reply !== undefined) {
      const { result } = reply as BankReply;
      return result === 'applied' ? 'paid' : 'declined';
    }
    request = { op: 'cancel', key: id };
    wait = 1_000;
  }
  return 'unknown';
}
