/**
 * One table for the node, with an entry for each payment and a single pump for each; entries are removed.
 */
import type { Node, NodeId } from 'partial-failure';
import type { Answer, BankReply, Payment } from 'partial-failure/no-reply';

interface Entry {
  readonly payment: Payment;
  readonly until: number;
  finish(answer: Answer): void;
}

const open = new Map<string, Entry>();

function finish(id: string, entry: Entry, answer: Answer): void {
  if (open.get(id) !== entry) return;
  open.delete(id);
  entry.finish(answer);
}

async function pump(node: Node, bank: NodeId, entry: Entry): Promise<void> {
  const { id, amount } = entry.payment;
  while (open.get(id) === entry) {
    const left = entry.until - node.clock.monotonic();
    if (left <= 0) return finish(id, entry, 'unknown');
    node.request(bank, { op: 'pay', key: `${node.id}/${id}`, amount }).then((r) => {
      const { result } = r as BankReply;
      if (result === 'applied') finish(id, entry, 'paid');
      if (result === 'refused' || result === 'cancelled') finish(id, entry, 'declined');
    });
    await node.sleep(Math.min(500, left));
  }
}

export function pay(node: Node, bank: NodeId, payment: Payment): Promise<Answer> {
  return new Promise((resolve) => {
    const entry: Entry = { payment, until: node.clock.monotonic() + 10_000, finish: resolve };
    open.set(payment.id, entry);
    void pump(node, bank, entry);
  });
}
