/**
 * Remembers on the disk that it was unsure; then asks for the status first, and pays again under the same key.
 */
import type { Node, NodeId } from 'partial-failure';
import type { Answer, BankReply, BankRequest, Payment } from 'partial-failure/no-reply';

export async function pay(node: Node, bank: NodeId, { id, amount }: Payment): Promise<Answer> {
  const begun = node.clock.monotonic();
  const left = () => 10_000 - (node.clock.monotonic() - begun);
  const ask = async (request: BankRequest) => {
    const reply = await Promise.race([
      node.request(bank, request),
      node.sleep(Math.max(0, Math.min(700, left()))),
    ]);
    return reply === undefined ? 'silence' : (reply as BankReply).result;
  };
  const unsure = (await node.disk.read(`unsure ${id}`)) === true;
  let lookFirst = unsure;
  while (left() > 0) {
    if (lookFirst) {
      const seen = await ask({ op: 'status', key: id });
      if (seen === 'applied') return 'paid';
      if (seen === 'refused' || seen === 'cancelled') return 'declined';
      if (seen === 'silence') {
        await node.sleep(Math.max(0, Math.min(100, left())));
        continue;
      }
    }
    lookFirst = true;
    const said = await ask({ op: 'pay', key: id, amount });
    if (said === 'applied') return 'paid';
    if (said === 'refused' || said === 'cancelled') return 'declined';
    await node.sleep(Math.max(0, Math.min(100, left())));
  }
  await node.disk.write(`unsure ${id}`, true);
  return 'unknown';
}
