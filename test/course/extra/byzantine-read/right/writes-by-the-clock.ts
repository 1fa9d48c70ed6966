/**
 * @approach A write waits for no answer, but as long as its messages may take.
 */
import type { Json, Node, NodeId } from 'partial-failure';

type Pair = { ts: number; value: Json };

export class Client {
  private readonly quorum: number;
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
    const { ts } = await this.newest();
    for (const replica of this.replicas) void this.node.request(replica, { op: 'write', ts: ts + 1, value });
    await this.node.sleep(201);
  }

  private async newest(): Promise<Pair> {
    const votes = new Map<string, { pair: Pair; count: number }>();
    for (const answer of await this.ask({ op: 'read' })) {
      const pair = pairIn(answer);
      if (pair === undefined) continue;
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

function pairIn(answer: Json): Pair | undefined {
  if (typeof answer !== 'object' || answer === null) return undefined;
  const { ts, value } = answer as { ts?: Json; value?: Json };
  if (typeof ts !== 'number' || !Number.isSafeInteger(ts) || value === undefined) return undefined;
  return { ts, value };
}
