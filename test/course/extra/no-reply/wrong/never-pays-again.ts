/**
 * @breaks decides
 * @misconception To be safe one sends the payment once, and then asks for the status.
 */
import type { Node, NodeId } from 'partial-failure';
import type { Answer, BankReply, BankRequest, Payment } from 'partial-failure/no-reply';

export async function pay(node: Node, bank: NodeId, { id, amount }: Payment): Promise<Answer> {
  const end = node.clock.monotonic() + 10_000;
  for (let i = 0; ; i++) {
    const left = end - node.clock.monotonic();
    if (left <= 0) return 'unknown';
    const request: BankRequest = i === 0 ? { op: 'pay', key: id, amount } : { op: 'status', key: id };
    const reply = await Promise.race([node.request(bank, request), node.sleep(Math.min(1_000, left))]);
    if (reply === undefined) continue;
    const { result } = reply as BankReply;
    if (result === 'applied') return 'paid';
    if (result === 'refused' || result === 'cancelled') return 'declined';
    await node.sleep(500);
  }
}
