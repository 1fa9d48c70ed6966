/**
 * @breaks durable
 * @misconception The list of the writers may follow the entry.
 * @akin-to answers-before-the-disk
 */
import type { Json, Node, NodeId } from 'partial-failure';

type Entry = { rank: number; value: Json };

export class Replica {
  private readonly byWriter = new Map<NodeId, Entry>();
  private readonly node: Node;
  private tail: Promise<void> = Promise.resolve();
  constructor(node: Node) {
    this.node = node;
  }

  async start(): Promise<void> {
    const writers = ((await this.node.disk.read('writers')) ?? []) as NodeId[];
    for (const writer of writers) {
      const entry = await this.node.disk.read(`entry of ${writer}`);
      if (entry !== undefined) this.byWriter.set(writer, entry as Entry);
    }
  }

  onRequest(_from: NodeId, message: Json): Promise<Json> {
    const store = message as { writer: NodeId; entry: Entry } | null;
    if (store === null) return Promise.resolve(Object.fromEntries(this.byWriter) as Json);
    const { writer, entry } = store;
    const held = this.byWriter.get(writer);
    if (held === undefined || held.rank < entry.rank) {
      this.byWriter.set(writer, entry);
      this.tail = this.node.disk.write(`entry of ${writer}`, entry);
      if (held === undefined) void this.node.disk.write('writers', [...this.byWriter.keys()]);
    }
    return this.tail.then(() => 'done');
  }
}

export class Client {
  constructor(
    private readonly node: Node,
    private readonly replicas: NodeId[],
  ) {}

  async read(): Promise<Json> {
    const top = await this.top();
    if (top === undefined) return null;
    await this.ask({ writer: top.writer, entry: top.entry });
    return top.entry.value;
  }

  async write(value: Json): Promise<void> {
    const top = await this.top();
    await this.ask({ writer: this.node.id, entry: { rank: (top?.entry.rank ?? 0) + 1, value } });
  }

  private async top(): Promise<{ writer: NodeId; entry: Entry } | undefined> {
    const all = (await this.ask(null)) as { [writer: NodeId]: Entry }[];
    let top: { writer: NodeId; entry: Entry } | undefined;
    for (const table of all) {
      for (const [writer, entry] of Object.entries(table)) {
        if (
          top === undefined ||
          entry.rank > top.entry.rank ||
          (entry.rank === top.entry.rank && writer < top.writer)
        )
          top = { writer, entry };
      }
    }
    return top;
  }

  private async ask(message: Json): Promise<Json[]> {
    const open = new Map<NodeId, true>(this.replicas.map((r) => [r, true]));
    const answers: Json[] = [];
    const quorum = Math.floor(this.replicas.length / 2) + 1;
    const one = async (replica: NodeId): Promise<void> => {
      let answered = false;
      const requests: Promise<Json>[] = [];
      while (answers.length < quorum && !answered) {
        requests.push(this.node.request(replica, message));
        const result = await Promise.race([
          Promise.race(requests).then((answer) => ({ answer })),
          this.node.sleep(240).then(() => null),
        ]);
        if (result === null) continue;
        answered = true;
        if (open.delete(replica)) answers.push(result.answer);
      }
      if (answers.length < quorum) await new Promise<never>(() => {});
    };
    await Promise.race([Promise.any(this.replicas.map(one))]);
    return answers;
  }
}
