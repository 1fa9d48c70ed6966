/**
 * @breaks at-most-once
 * @misconception Nobody calls again after two hours: by then a key can be thrown away.
 */
import type { Json, Node, NodeId } from 'partial-failure';
import type { Answer, Payment } from 'partial-failure/no-reply';

interface Known {
  readonly id: string;
  readonly key: string;
  readonly usedAt: number;
}

const TWO_HOURS_MS = 2 * 60 * 60 * 1_000;
let counter = 0;

async function keyFor(node: Node, id: string): Promise<string> {
  const all = ((await node.disk.read('keys')) ?? []) as unknown as Known[];
  const now = node.clock.timeOfDay();
  const fresh = all.filter(({ usedAt }) => now - usedAt < TWO_HOURS_MS);
  const known = fresh.find((one) => one.id === id);
  const key = known?.key ?? `${id}#${node.random()}#${counter++}`;
  // A key that is used stays for another two hours.
  const others = fresh.filter((one) => one.id !== id);
  await node.disk.write('keys', [...others, { id, key, usedAt: now }] as unknown as Json);
  return key;
}

let line: Promise<unknown> = Promise.resolve();

export async function pay(node: Node, bank: NodeId, { id, amount }: Payment): Promise<Answer> {
  const end = node.clock.monotonic() + 9_900;
  const mine = line.then(() => keyFor(node, id));
  line = mine.catch(() => undefined);
  const key = await mine;
  let answer: Answer | undefined;
  while (answer === undefined && node.clock.monotonic() < end) {
    void node.request(bank, { op: 'pay', key, amount }).then((reply) => {
      const { result } = reply as { result: string };
      if (result === 'applied') answer = 'paid';
      if (result === 'refused' || result === 'cancelled') answer = 'declined';
    });
    for (let i = 0; i < 20 && answer === undefined && node.clock.monotonic() < end; i++) await node.sleep(45);
  }
  return answer ?? 'unknown';
}
