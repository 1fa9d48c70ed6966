/**
 * @breaks decides
 * @misconception The newest answer of the bank is the one that counts.
 */
import type { Json, Node, NodeId } from 'partial-failure';
import type { Answer, BankReply, BankRequest, Payment } from 'partial-failure/no-reply';

export async function pay(node: Node, bank: NodeId, { id, amount }: Payment): Promise<Answer> {
  const end = node.clock.monotonic() + 10_000;
  let latest: BankReply['result'] = 'none';
  const hear = (reply: Json) => {
    latest = (reply as BankReply).result;
  };
  for (let i = 0; ; i++) {
    const left = end - node.clock.monotonic();
    if (left <= 0) break;
    const request: BankRequest = i % 2 === 0 ? { op: 'pay', key: id, amount } : { op: 'status', key: id };
    void node.request(bank, request).then(hear);
    await node.sleep(Math.min(900, left));
  }
  if (latest === ('applied' as string)) return 'paid';
  return latest === 'none' || latest === ('mismatch' as string) ? 'unknown' : 'declined';
}
