import type { Json, Node, NodeId } from 'partial-failure';

type Pair = { ts: number; value: Json };

/**
 * The masking quorums of Malkhi and Reiter (1998), for n = 4f + 1 replicas. Every phase waits for n − f = 3f + 1 of them:
 * more may never answer. Any two such groups have 2f + 1 replicas in common, and f + 1 of these do not lie.
 */
export class Client {
  /** How many replicas answer, whatever the liars do. */
  private readonly quorum: number;
  /** Among so many that say the same, one does not lie. */
  private readonly enough: number;

  constructor(
    private readonly node: Node,
    private readonly replicas: NodeId[],
    f: number,
  ) {
    this.quorum = replicas.length - f;
    this.enough = f + 1;
  }

  async read(): Promise<Json> {
    return (await this.newest()).value;
  }

  async write(value: Json): Promise<void> {
    // One more than the newest pair that was really written, and not than the greatest timestamp that was reported: a
    // liar that says 2⁵³ − 1 would leave no greater one to anybody.
    const { ts } = await this.newest();
    // What comes back does not matter. f of these answers may be lies; the others have the value.
    await this.ask({ op: 'write', ts: ts + 1, value });
  }

  /**
   * Of the pairs that f + 1 replicas report, the one with the greatest timestamp. Each of them was written, for at least
   * one of those replicas does not lie. And the last finished write is among them: 3f + 1 replicas took it, and the f + 1
   * of them that are asked here and do not lie all report it.
   */
  private async newest(): Promise<Pair> {
    const votes = new Map<string, { pair: Pair; count: number }>();
    for (const answer of await this.ask({ op: 'read' })) {
      const pair = pairIn(answer);
      if (pair === undefined) continue;
      // Both together: a liar may say a true timestamp with a false value, or the other way round.
      const key = JSON.stringify([pair.ts, pair.value]);
      const vote = votes.get(key);
      if (vote === undefined) votes.set(key, { pair, count: 1 });
      else vote.count++;
    }
    return [...votes.values()]
      .filter(({ count }) => count >= this.enough)
      .map(({ pair }) => pair)
      .reduce((newest, pair) => (pair.ts > newest.ts ? pair : newest), { ts: 0, value: null });
  }

  /** Asks all replicas at once; gives the first answers, one a replica, of as many as answer for certain. */
  private ask(question: Json): Promise<Json[]> {
    return new Promise((resolve) => {
      const answers: Json[] = [];
      for (const replica of this.replicas)
        void this.node.request(replica, question).then((answer) => {
          answers.push(answer);
          if (answers.length === this.quorum) resolve([...answers]);
        });
    });
  }
}

/** The pair in an answer; `undefined` if there is none, for a liar may answer anything. */
function pairIn(answer: Json): Pair | undefined {
  if (typeof answer !== 'object' || answer === null) return undefined;
  const { ts, value } = answer as { ts?: Json; value?: Json };
  if (typeof ts !== 'number' || !Number.isSafeInteger(ts) || value === undefined) return undefined;
  return { ts, value };
}
