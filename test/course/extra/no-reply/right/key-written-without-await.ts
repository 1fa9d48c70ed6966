/**
 * The key goes to the disk at the start and nobody waits for it: it is there long before the call ends without an answer.
 */
import type { Node, NodeId } from 'partial-failure';
import type { Answer, BankReply, Payment } from 'partial-failure/no-reply';

export async function pay(node: Node, bank: NodeId, { id, amount }: Payment): Promise<Answer> {
  const kept = await node.disk.read(`key/${id}`);
  const key = typeof kept === 'string' ? kept : `${id}/${node.random()}`;
  if (kept !== key) void node.disk.write(`key/${id}`, key);
  const start = node.clock.monotonic();
  const gone = () => node.clock.monotonic() - start;
  while (gone() < 10_000) {
    const reply = await Promise.race([
      node.request(bank, { op: 'pay', key, amount }),
      node.sleep(Math.min(1_000, Math.max(0, 10_000 - gone()))),
    ]);
    if (reply === undefined) continue;
    const { result } = reply as BankReply;
    if (result === 'applied') return 'paid';
    if (result === 'refused' || result === 'cancelled') return 'declined';
    await node.sleep(350);
  }
  return 'unknown';
}
