/**
 * Promise.any over attempts that reject when they learn nothing; a deadline promise beside it.
 */
import type { Node, NodeId } from 'partial-failure';
import type { Answer, BankReply, Payment } from 'partial-failure/no-reply';

async function attempt(
  node: Node,
  bank: NodeId,
  { id, amount }: Payment,
  delay: number,
  stop: { now: boolean },
) {
  await node.sleep(delay);
  if (stop.now) throw new Error('stopped');
  const { result } = (await node.request(bank, {
    op: 'pay',
    key: JSON.stringify(['payment', id]),
    amount,
  })) as BankReply;
  if (result === 'applied') return 'paid' as const;
  if (result === 'refused' || result === 'cancelled') return 'declined' as const;
  throw new Error(result);
}

export async function pay(node: Node, bank: NodeId, payment: Payment): Promise<Answer> {
  const stop = { now: false };
  const attempts = Array.from({ length: 14 }, (_, i) => attempt(node, bank, payment, i * 700, stop));
  const decided = Promise.any(attempts).catch((): Answer => 'unknown');
  const answer = await Promise.race([decided, node.sleep(10_000).then((): Answer => 'unknown')]);
  stop.now = true;
  return answer;
}
