/**
 * @breaks at-most-once
 * @misconception If the bank knows nothing, the old request is dead, and a new key is safe.
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
  let number = 0;
  while (node.clock.monotonic() < end) {
    const key = `${id}/${number}`;
    let result = await ask({ op: 'pay', key, amount });
    result ??= await ask({ op: 'status', key });
    if (result === 'applied') return 'paid';
    if (result === 'refused' || result === 'cancelled') return 'declined';
    if (result === 'none') {
      number++;
      await node.sleep(300);
    }
  }
  return 'unknown';
}
