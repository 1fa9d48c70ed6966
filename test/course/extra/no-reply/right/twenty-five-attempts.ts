/**
 * Exactly 25 attempts, 400 ms apart, listening to all of them.
 */
import type { Node, NodeId } from 'partial-failure';
import type { Answer, BankReply, Payment } from 'partial-failure/no-reply';

export async function pay(node: Node, bank: NodeId, { id, amount }: Payment): Promise<Answer> {
  let answer: Answer | null = null;
  for (let i = 0; i < 25; i++) {
    void node.request(bank, { op: 'pay', key: id, amount }).then((reply) => {
      const { result } = reply as BankReply;
      answer ??=
        result === 'applied' ? 'paid' : result === 'none' || result === 'mismatch' ? null : 'declined';
    });
    for (let j = 0; j < 8; j++) {
      if (answer !== null) return answer;
      await node.sleep(50);
    }
  }
  return answer ?? 'unknown';
}
