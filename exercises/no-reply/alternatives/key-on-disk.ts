/**
 * @approach A random key for each payment, on the disk before the first request leaves, and read back in every call.
 */
import type { Node, NodeId } from 'partial-failure';
import type { Answer, BankReply, Payment } from 'partial-failure/no-reply';

/** Calls for one payment never overlap, so nobody else makes a key for it meanwhile. */
async function keyFor(node: Node, id: string): Promise<string> {
  const kept = await node.disk.read(`key of ${id}`);
  if (typeof kept === 'string') return kept;
  const key = `${node.id}:${id}:${node.random()}`;
  await node.disk.write(`key of ${id}`, key);
  return key;
}

export async function pay(node: Node, bank: NodeId, { id, amount }: Payment): Promise<Answer> {
  const end = node.clock.monotonic() + 10_000;
  const key = await keyFor(node, id);
  for (;;) {
    const left = end - node.clock.monotonic();
    if (left <= 0) return 'unknown';
    const reply = await Promise.race([
      node.request(bank, { op: 'pay', key, amount }),
      node.sleep(Math.min(1_500, left)).then(() => null),
    ]);
    if (reply === null) continue;
    const { result } = reply as BankReply;
    if (result === 'applied') return 'paid';
    if (result === 'refused' || result === 'cancelled') return 'declined';
    await node.sleep(200);
  }
}
