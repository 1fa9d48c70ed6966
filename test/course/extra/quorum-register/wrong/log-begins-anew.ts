/**
 * @breaks durable
 * @misconception A log goes on behind its last entry, so its last entry is the newest.
 */
import type { Json, Node, NodeId } from 'partial-failure';

type Tag = { n: number; by: NodeId };
type Entry = { tag: Tag; value: Json };
type Message = { op: 'query' } | { op: 'store'; entry: Entry };

const newer = (a: Tag, b: Tag): boolean => a.n > b.n || (a.n === b.n && a.by > b.by);

export class Replica {
  private entry: Entry = { tag: { n: 0, by: '' }, value: null };
  private saved: Promise<void> = Promise.resolve();
  private length = 0;

  constructor(private readonly node: Node) {}

  async start(): Promise<void> {
    for (let n = 0; ; n++) {
      const found = await this.node.disk.read(`log ${n}`);
      if (found === undefined) return;
      this.entry = found as Entry;
    }
  }

  async onRequest(_from: NodeId, message: Json): Promise<Json> {
    const m = message as Message;
    if (m.op === 'query') return this.entry;
    if (newer(m.entry.tag, this.entry.tag)) {
      this.entry = m.entry;
      this.saved = this.node.disk.write(`log ${this.length++}`, m.entry);
    }
    await this.saved;
    return 'stored';
  }
}

export class Client {
  constructor(
    private readonly node: Node,
    private readonly replicas: NodeId[],
  ) {}

  async read(): Promise<Json> {
    const entry = await this.newest();
    await this.majority({ op: 'store', entry });
    return entry.value;
  }

  async write(value: Json): Promise<void> {
    const { tag } = await this.newest();
    await this.majority({ op: 'store', entry: { tag: { n: tag.n + 1, by: this.node.id }, value } });
  }

  private async newest(): Promise<Entry> {
    const entries = (await this.majority({ op: 'query' })) as Entry[];
    return entries.reduce((a, b) => (newer(b.tag, a.tag) ? b : a));
  }

  private majority(message: Message): Promise<Json[]> {
    return new Promise((resolve) => {
      const answers = new Map<NodeId, Json>();
      const needed = Math.floor(this.replicas.length / 2) + 1;
      const ask = async (replica: NodeId): Promise<void> => {
        while (!answers.has(replica) && answers.size < needed) {
          void this.node.request(replica, message).then((answer) => {
            answers.set(replica, answer);
            if (answers.size === needed) resolve([...answers.values()]);
          });
          await this.node.sleep(150);
        }
      };
      for (const replica of this.replicas) void ask(replica);
    });
  }
}
