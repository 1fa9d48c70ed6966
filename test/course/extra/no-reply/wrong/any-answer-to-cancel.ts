/**
 * @breaks truthful
 * @misconception When the bank has answered the cancel, the matter is off.
 * @misconception-of cancel-reply-not-read
 */
import type { Node, NodeId } from 'partial-failure';
import type { Answer, BankReply, BankRequest, Payment } from 'partial-failure/no-reply';

const MEANING: Record<BankReply['result'], Answer | undefined> = {
  applied: 'paid',
  refused: 'declined',
  cancelled: 'declined',
  mismatch: undefined,
  none: undefined,
};

export async function pay(node: Node, bank: NodeId, { id, amount }: Payment): Promise<Answer> {
  const opened = node.clock.monotonic();
  const age = (): number => node.clock.monotonic() - opened;
  const exchange = async (request: BankRequest, untilMs: number): Promise<BankReply | undefined> => {
    const patience = node.sleep(Math.max(1, untilMs - age()));
    return (await Promise.race([node.request(bank, request), patience])) as BankReply | undefined;
  };
  for (let round = 1; round <= 9; round++) {
    const reply = await exchange({ op: 'pay', key: `payment:${id}`, amount }, round * 900);
    const answer = reply === undefined ? undefined : MEANING[reply.result];
    if (answer !== undefined) return answer;
  }
  // 8.1 s are over: take it back.
  for (const untilMs of [8_900, 9_950]) {
    const confirmed = await exchange({ op: 'cancel', key: `payment:${id}` }, untilMs);
    if (confirmed !== undefined) return 'declined';
  }
  return 'unknown';
}
