/**
 * @breaks true-values
 * @misconception Objects with the same keys are equal.
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
    const pairs = (await this.ask({ op: 'read' })).map(pairIn).filter((p) => p !== undefined);
    const vouched = pairs.filter((p) => pairs.filter((q) => q.ts === p.ts && same(p.value, q.value)).length >= this.enough);
    return vouched.sort((a, b) => b.ts - a.ts)[0] ?? { ts: 0, value: null };
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

function same(a: Json, b: Json): boolean {
  if (typeof a !== 'object' || a === null || typeof b !== 'object' || b === null) return a === b;
  return Object.keys(a).sort().join() === Object.keys(b).sort().join();
}

function pairIn(answer: Json): Pair | undefined {
  if (typeof answer !== 'object' || answer === null) return undefined;
  const { ts, value } = answer as { ts?: Json; value?: Json };
  if (typeof ts !== 'number' || !Number.isSafeInteger(ts) || value === undefined) return undefined;
  return { ts, value };
}
