/**
 * @approach Numbered keys: a new number only after the bank has confirmed that the one before is cancelled; the number is on the disk.
 */
import type { Node, NodeId } from 'partial-failure';
import type { Answer, BankReply, Payment } from 'partial-failure/no-reply';

const patience = (node: Node, ms: number) => node.sleep(Math.max(0, ms)).then(() => null);

export async function pay(node: Node, bank: NodeId, { id, amount }: Payment): Promise<Answer> {
  const start = node.clock.monotonic();
  const gone = () => node.clock.monotonic() - start;
  let number = Number((await node.disk.read(`number/${id}`)) ?? 0);
  let cancelled = false;
  while (gone() < 10_000) {
    const key = `${id}#${number}`;
    const op = gone() < 7_000 ? 'pay' : 'cancel';
    const reply = await Promise.race([
      node.request(bank, op === 'pay' ? { op, key, amount } : { op, key }),
      patience(node, Math.min(1_000, 10_000 - gone())),
    ]);
    if (reply === null) continue;
    const { result } = reply as BankReply;
    if (result === 'applied') return 'paid';
    if (result === 'refused') return 'declined';
    if (result === 'cancelled') {
      cancelled = true;
      if (op === 'cancel') break;
      // An earlier call cancelled this key, so nothing can move under it: the next number is safe.
      number += 1;
      cancelled = false;
      await node.disk.write(`number/${id}`, number);
    } else {
      await node.sleep(300);
    }
  }
  return cancelled ? 'declined' : 'unknown';
}
