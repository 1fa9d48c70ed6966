/**
 * @breaks truthful
 * @opens answer-lost
 */
import type { Node, NodeId } from 'partial-failure';
import type { Answer, BankReply, Payment } from 'partial-failure/no-reply';

export async function pay(node: Node, bank: NodeId, { amount }: Payment): Promise<Answer> {
  const key = `${node.id}-${node.random()}`; // new for every try
  const reply = await askWithin(node, bank, { op: 'pay', key, amount }, 3000);
  if (reply === 'timeout') return 'declined';
  const { result } = reply as BankReply;
  return result === 'applied' ? 'paid' : 'declined';
}

// ---- askWithin, from the first exercise
import type { Json } from 'partial-failure';

/** The reply, or "timeout". */
async function askWithin(node: Node, to: NodeId, question: Json, ms: number): Promise<Json | 'timeout'> {
  const timeout = node.sleep(ms).then((): 'timeout' => 'timeout');
  return Promise.race([node.request(to, question), timeout]);
}
