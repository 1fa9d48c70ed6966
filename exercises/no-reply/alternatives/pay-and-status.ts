/**
 * @approach Pay and status in turn, each with a second of patience; every answer but "none" decides.
 */
import type { Node, NodeId } from 'partial-failure';
import type { Answer, BankReply, BankRequest, Payment } from 'partial-failure/no-reply';

const WAIT_MS = 1_000;

export async function pay(node: Node, bank: NodeId, { id, amount }: Payment): Promise<Answer> {
  const end = node.clock.monotonic() + 10_000;
  const ask = async (request: BankRequest): Promise<BankReply['result'] | 'silence'> => {
    const wait = Math.max(0, Math.min(WAIT_MS, end - node.clock.monotonic()));
    const reply = await Promise.race([node.request(bank, request), node.sleep(wait).then(() => null)]);
    return reply === null ? 'silence' : (reply as BankReply).result;
  };
  while (node.clock.monotonic() < end) {
    for (const op of ['pay', 'status'] as const) {
      const result = await ask(op === 'pay' ? { op, key: id, amount } : { op, key: id });
      if (result === 'applied') return 'paid';
      if (result === 'refused' || result === 'cancelled') return 'declined';
      if (result !== 'silence') await node.sleep(Math.max(0, Math.min(300, end - node.clock.monotonic())));
    }
  }
  return 'unknown';
}
