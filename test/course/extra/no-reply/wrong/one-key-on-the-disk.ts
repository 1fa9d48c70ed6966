/**
 * @breaks decides
 * @misconception The key is kept on the disk, under the name "key".
 */
import type { Node, NodeId } from 'partial-failure';
import type { Answer, BankReply, Payment } from 'partial-failure/no-reply';

export async function pay(node: Node, bank: NodeId, { id, amount }: Payment): Promise<Answer> {
  const start = node.clock.monotonic();
  const gone = () => node.clock.monotonic() - start;
  let key = await node.disk.read('key');
  if (typeof key !== 'string') {
    key = `${id}.${node.random()}`;
    await node.disk.write('key', key);
  }
  while (gone() < 10_000) {
    const reply = await Promise.race([
      node.request(bank, { op: 'pay', key, amount }),
      node.sleep(Math.min(1_000, Math.max(0, 10_000 - gone()))),
    ]);
    if (reply === undefined) continue;
    const { result } = reply as BankReply;
    if (result === 'applied') return 'paid';
    if (result === 'refused' || result === 'cancelled') return 'declined';
    await node.sleep(200);
  }
  return 'unknown';
}
