/**
 * @approach A read ends as soon as a pair has f + 1 votes and 2f + 1 replicas report nothing newer; who is slow is asked
 * again, and has one vote.
 */
import type { Json, Node, NodeId } from 'partial-failure';

type Pair = { ts: number; value: Json };

const AGAIN_MS = 120;

export class Client {
  constructor(
    private readonly node: Node,
    private readonly replicas: NodeId[],
    private readonly f: number,
  ) {}

  async read(): Promise<Json> {
    return (await this.current()).value;
  }

  async write(value: Json): Promise<void> {
    const { ts } = await this.current();
    const stored = new Set<NodeId>();
    await this.poll({ op: 'write', ts: ts + 1, value }, (replica) => {
      stored.add(replica);
      return stored.size >= 3 * this.f + 1 ? true : undefined;
    });
  }

  private current(): Promise<Pair> {
    const said = new Map<NodeId, Pair>();
    return this.poll({ op: 'read' }, (replica, reply) => {
      if (!said.has(replica)) said.set(replica, parse(reply));
      return this.settled([...said.values()]);
    });
  }

  /** The pair that is known to be the newest, if one is. */
  private settled(pairs: readonly Pair[]): Pair | undefined {
    const vouched = pairs.filter((pair) => {
      const text = JSON.stringify(pair);
      return pairs.filter((other) => JSON.stringify(other) === text).length > this.f;
    });
    const newest = vouched.sort((a, b) => b.ts - a.ts)[0];
    if (newest === undefined) return undefined;
    // Of 2f + 1 replicas f + 1 do not lie. A write that has finished is missed by at most f that do not lie.
    const notNewer = pairs.filter(({ ts }) => ts <= newest.ts).length;
    return notNewer >= 2 * this.f + 1 ? newest : undefined;
  }

  /** Asks all, again and again those that are slow, until `take` gives something. */
  private async poll<T>(message: Json, take: (replica: NodeId, reply: Json) => T | undefined): Promise<T> {
    let result: { value: T } | undefined;
    return new Promise<T>((resolve) => {
      const pester = async (replica: NodeId): Promise<void> => {
        let answered = false;
        for (let i = 0; i < 5 && !answered && result === undefined; i++) {
          void this.node.request(replica, message).then((reply) => {
            answered = true;
            if (result !== undefined) return;
            const value = take(replica, reply);
            if (value === undefined) return;
            result = { value };
            resolve(value);
          });
          await this.node.sleep(AGAIN_MS);
        }
      };
      for (const replica of this.replicas) void pester(replica);
    });
  }
}

function parse(reply: Json): Pair {
  const { ts, value } = Object(reply) as { ts?: Json; value?: Json };
  return typeof ts === 'number' && ts >= 0 && Number.isSafeInteger(ts) && value !== undefined
    ? { ts, value }
    : { ts: -1, value: 'no answer' };
}
