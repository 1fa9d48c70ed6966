/**
 * After a confirmed cancel of an earlier call's key it tries again under the next one; a list of keys on the disk.
 */
import type { Node, NodeId } from 'partial-failure';
import type { Answer, BankReply, Payment } from 'partial-failure/no-reply';

export async function pay(node: Node, bank: NodeId, { id, amount }: Payment): Promise<Answer> {
  const began = node.clock.monotonic();
  const elapsed = () => node.clock.monotonic() - began;
  const stored = (await node.disk.read('keys')) as Record<string, number> | undefined;
  let generation = stored?.[id] ?? 0;
  let last = '';
  while (elapsed() < 9_990) {
    const key = `${id}::${generation}`;
    const outcome = await Promise.race([
      node.request(bank, { op: 'pay', key, amount }),
      node.sleep(Math.min(1_800, 10_000 - elapsed())),
    ]);
    if (!outcome) continue;
    last = (outcome as BankReply).result;
    if (last === 'applied') return 'paid';
    if (last === 'refused') return 'declined';
    if (last === 'cancelled') {
      generation++;
      const keys = ((await node.disk.read('keys')) ?? {}) as Record<string, number>;
      await node.disk.write('keys', { ...keys, [id]: generation });
    }
  }
  // Too late for anything else: forbid what may still be on its way. The answer to this is not awaited.
  if (elapsed() < 10_000) void node.request(bank, { op: 'cancel', key: `${id}::${generation}` });
  return 'unknown';
}
