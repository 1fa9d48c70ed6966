/**
 * @breaks decides
 * @misconception The longer the silence, the longer the pause: doubling it each time is always right.
 */
import type { Node, NodeId } from 'partial-failure';
import type { Answer, BankReply, Payment } from 'partial-failure/no-reply';

const FIRST_WAIT_MS = 500;

export async function pay(node: Node, bank: NodeId, { id, amount }: Payment): Promise<Answer> {
  const end = node.clock.monotonic() + 10_000;
  for (let wait = FIRST_WAIT_MS; ; wait *= 2) {
    const left = end - node.clock.monotonic();
    if (left <= 0) return 'unknown';
    const reply = await Promise.race([
      node.request(bank, { op: 'pay', key: id, amount }),
      node.sleep(Math.min(wait, left)).then(() => null),
    ]);
    if (reply === null) continue;
    const { result } = reply as BankReply;
    if (result === 'applied') return 'paid';
    if (result === 'refused' || result === 'cancelled') return 'declined';
    await node.sleep(100);
  }
}
