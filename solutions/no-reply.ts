import type { Json, Node, NodeId } from 'partial-failure';
import type { Answer, BankReply, Payment } from 'partial-failure/no-reply';

const DEADLINE_MS = 10_000;
/** An attempt begins every second: ten a call. Every 2 s would do; more than 25 a call are not allowed. */
const PACE_MS = 1_000;

/** Pays through the bank. Says "paid" or "declined" only when the bank has said so. */
export async function pay(node: Node, bank: NodeId, { id, amount }: Payment): Promise<Answer> {
  // The monotonic clock: the time of day may be set back or forward by an hour while we wait.
  const deadline = node.clock.monotonic() + DEADLINE_MS;

  // What the bank decided, from whichever attempt we hear it first. The first decision on a key is final, so a reply
  // to an attempt of five seconds ago is as good as one to the last.
  let heard: (answer: Answer) => void = () => undefined;
  const decision = new Promise<Answer>((resolve) => {
    heard = resolve;
  });

  for (;;) {
    const left = deadline - node.clock.monotonic();
    // Silence is neither yes nor no: a request of ours may still lie in a queue and be carried out later.
    if (left <= 0) return 'unknown';

    // The payment's own id is the key. It names the payment, not the attempt or the call: it is the same in every
    // attempt, in every call after "unknown", and after a restart, and it is no other payment's.
    void node.request(bank, { op: 'pay', key: id, amount }).then((reply) => {
      const answer = meaning(reply);
      if (answer !== 'unknown') heard(answer);
    });

    const pause = node.sleep(Math.min(PACE_MS, left)).then(() => undefined);
    const answer = await Promise.race([decision, pause]);
    if (answer !== undefined) return answer;
  }
}

/** What a reply of the bank proves. */
function meaning(reply: Json): Answer {
  // The bank does not lie: what comes from it has this form.
  const { result } = reply as BankReply;
  switch (result) {
    case 'applied':
      return 'paid';
    case 'refused':
    case 'cancelled':
      return 'declined';
    default:
      // `none`: not decided yet. `mismatch`: cannot be, since no two payments share an id.
      return 'unknown';
  }
}
