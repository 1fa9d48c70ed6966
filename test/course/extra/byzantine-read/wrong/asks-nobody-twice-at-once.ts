/**
 * @breaks fresh
 * @misconception A question that is still open need not be asked again.
 */
import type { Json, Node, NodeId } from 'partial-failure';

type Pair = { ts: number; value: Json };

export class Client {
  private readonly quorum: number;
  private readonly enough: number;

  private open = new Map<string, Promise<Json>>();

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
    await this.ask({ op: 'write', ts: ts + 1, value });
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

  private async ask(question: { op: string; ts?: number; value?: Json }): Promise<Json[]> {
    return new Promise((resolve) => {
      const answers: Json[] = [];
      for (const replica of this.replicas) {
        const key = replica + question.op + JSON.stringify(question.ts ?? 0);
        let open = this.open.get(key);
        if (open === undefined) {
          open = this.node.request(replica, question);
          this.open.set(key, open);
          void open.then(() => this.open.delete(key));
        }
        void open.then((answer) => {
          answers.push(answer);
          if (answers.length === this.quorum) resolve([...answers]);
        });
      }
    });
  }
}

function pairIn(answer: Json): Pair | undefined {
  if (typeof answer !== 'object' || answer === null) return undefined;
  const { ts, value } = answer as { ts?: Json; value?: Json };
  if (typeof ts !== 'number' || !Number.isSafeInteger(ts) || value === undefined) return undefined;
  return { ts, value };
}
