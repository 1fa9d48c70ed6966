/**
 * @breaks restraint
 * @misconception As long as the bank says "none" one asks again at once.
 */
import type { Node, NodeId } from 'partial-failure';
import type { Answer, BankReply, BankRequest, Payment } from 'partial-failure/no-reply';

export async function pay(node: Node, bank: NodeId, { id, amount }: Payment): Promise<Answer> {
  const end = node.clock.monotonic() + 10_000;
  const ask = async (request: BankRequest) => {
    const left = Math.max(0, end - node.clock.monotonic());
    const reply = await Promise.race([node.request(bank, request), node.sleep(Math.min(1_000, left))]);
    return reply === undefined ? undefined : (reply as BankReply).result;
  };
  while (node.clock.monotonic() < end) {
    let result = await ask({ op: 'pay', key: id, amount });
    if (result === undefined) {
      do result = await ask({ op: 'status', key: id });
      while (result === 'none' && node.clock.monotonic() < end);
    }
    if (result === 'applied') return 'paid';
    if (result === 'refused' || result === 'cancelled') return 'declined';
  }
  return 'unknown';
}
