/**
 * @approach No counting of answers: each phase lasts as long as a message can take, there and back; a write is over when
 * it must have arrived.
 */
import type { Json, Node, NodeId } from 'partial-failure';

/** 200 ms, and more than what a clock may be off. */
const ONE_WAY_MS = 202;

export class Client {
  private readonly node: Node;
  private readonly replicas: NodeId[];
  private readonly votesNeeded: number;

  constructor(node: Node, replicas: NodeId[], f: number) {
    this.node = node;
    this.replicas = replicas;
    this.votesNeeded = f + 1;
  }

  async read(): Promise<Json> {
    const [, text] = await this.newest();
    return JSON.parse(text) as Json;
  }

  async write(value: Json): Promise<void> {
    const [ts] = await this.newest();
    for (const replica of this.replicas) void this.node.request(replica, { op: 'write', ts: ts + 1, value });
    await this.node.sleep(ONE_WAY_MS);
  }

  private async newest(): Promise<readonly [number, string]> {
    const votes = new Map<number, Map<string, number>>();
    let isOpen = true;
    for (const replica of this.replicas)
      void this.node.request(replica, { op: 'read' }).then((answer) => {
        if (!isOpen || answer === null || typeof answer !== 'object') return;
        const { ts, value } = answer as { ts?: Json; value?: Json };
        if (typeof ts !== 'number' || value === undefined) return;
        const values = votes.get(ts) ?? new Map<string, number>();
        const text = JSON.stringify(value);
        values.set(text, (values.get(text) ?? 0) + 1);
        votes.set(ts, values);
      });
    await this.node.sleep(2 * ONE_WAY_MS);
    isOpen = false;
    let best: readonly [number, string] = [0, 'null'];
    for (const [ts, values] of votes)
      for (const [text, count] of values) if (count >= this.votesNeeded && ts > best[0]) best = [ts, text];
    return best;
  }
}
