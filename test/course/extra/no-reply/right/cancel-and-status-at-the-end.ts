/**
 * Pays with jitter, cancels once and asks for the status from seven seconds on; BigInt sums of its waits; logs.
 */
import type { Node, NodeId } from 'partial-failure';
import type { Answer, BankReply, BankRequest, Payment } from 'partial-failure/no-reply';

const FINAL = new Map<string, Answer>([
  ['applied', 'paid'],
  ['refused', 'declined'],
  ['cancelled', 'declined'],
]);

export async function pay(node: Node, bank: NodeId, { id, amount }: Payment): Promise<Answer> {
  const start = BigInt(Math.round(node.clock.monotonic() * 1000));
  const goneUs = () => BigInt(Math.round(node.clock.monotonic() * 1000)) - start;
  const heard: Answer[] = [];
  const ask = (request: BankRequest): void => {
    node.log('asking', request);
    void node.request(bank, request).then((reply) => {
      const final = FINAL.get((reply as BankReply).result);
      if (final) heard.push(final);
    });
  };
  while (goneUs() < 10_000_000n) {
    const [answer] = heard;
    if (answer) return answer;
    if (goneUs() >= 7_000_000n) {
      ask({ op: 'cancel', key: id });
      ask({ op: 'status', key: id });
    } else {
      ask({ op: 'pay', key: id, amount });
    }
    const rest = Number(10_000_000n - goneUs()) / 1000;
    const nap = Math.min(900 + 600 * node.random(), rest);
    for (let slept = 0; slept < nap && heard.length === 0; slept += 60)
      await node.sleep(Math.min(60, nap - slept));
  }
  return heard[0] ?? 'unknown';
}
