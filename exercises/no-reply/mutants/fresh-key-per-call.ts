/**
 * @breaks at-most-once
 * @misconception All attempts of a call share a key; a new call is a new matter and gets a new one.
 */
import type { Node, NodeId } from 'partial-failure';
import type { Answer, BankReply, Payment } from 'partial-failure/no-reply';

const WAIT_MS = 1_000;

export async function pay(node: Node, bank: NodeId, { id, amount }: Payment): Promise<Answer> {
  const key = `${id}-${node.random()}`;
  const end = node.clock.monotonic() + 10_000;
  for (;;) {
    const left = end - node.clock.monotonic();
    if (left <= 0) return 'unknown';
    const reply = await Promise.race([
      node.request(bank, { op: 'pay', key, amount }),
      node.sleep(Math.min(WAIT_MS, left)).then(() => null),
    ]);
    if (reply === null) continue;
    const { result } = reply as BankReply;
    if (result === 'applied') return 'paid';
    if (result === 'refused' || result === 'cancelled') return 'declined';
    await node.sleep(100);
  }
}
