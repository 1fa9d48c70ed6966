/**
 * @breaks fresh
 * @misconception What f + 1 replicas say is true, so a reader can stop there.
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
    await this.ask({ op: 'write', ts: ts + 1, value });
  }

  private async newest(): Promise<Pair> {
    const votes = new Map<string, number>();
    return new Promise((resolve) => {
      let answered = 0;
      for (const replica of this.replicas)
        void this.node.request(replica, { op: 'read' }).then((answer) => {
          answered++;
          const pair = pairIn(answer);
          if (pair !== undefined) {
            const key = JSON.stringify([pair.ts, pair.value]);
            const count = (votes.get(key) ?? 0) + 1;
            votes.set(key, count);
            if (count >= this.enough) resolve(pair);
          }
          if (answered === this.replicas.length) resolve({ ts: 0, value: null });
        });
    });
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
