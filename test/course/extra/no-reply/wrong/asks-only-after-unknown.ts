/**
 * @breaks decides
 * @misconception After "unknown" it is enough to ask for the status; to pay again would be dangerous.
 */
import type { Node, NodeId } from 'partial-failure';
import type { Answer, BankReply, BankRequest, Payment } from 'partial-failure/no-reply';

export async function pay(node: Node, bank: NodeId, { id, amount }: Payment): Promise<Answer> {
  const end = node.clock.monotonic() + 10_000;
  const again = (await node.disk.read(`tried ${id}`)) === true;
  if (!again) await node.disk.write(`tried ${id}`, true);
  for (;;) {
    const left = end - node.clock.monotonic();
    if (left <= 0) return 'unknown';
    const request: BankRequest = again ? { op: 'status', key: id } : { op: 'pay', key: id, amount };
    const reply = await Promise.race([node.request(bank, request), node.sleep(Math.min(1_000, left))]);
    if (reply === undefined) continue;
    const { result } = reply as BankReply;
    if (result === 'applied') return 'paid';
    if (result === 'refused' || result === 'cancelled') return 'declined';
    await node.sleep(500);
  }
}
