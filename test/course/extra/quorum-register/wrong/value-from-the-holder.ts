/**
 * @breaks durable
 * @misconception The value belongs to the tag that its holder reported a moment ago.
 */
import type { Json, Node, NodeId } from 'partial-failure';

type Tag = { n: number; by: NodeId };
type Entry = { tag: Tag; value: Json };
type Message = { op: 'query' } | { op: 'value' } | { op: 'store'; entry: Entry };

const newer = (a: Tag, b: Tag): boolean => a.n > b.n || (a.n === b.n && a.by > b.by);

export class Replica {
  private entry: Entry = { tag: { n: 0, by: '' }, value: null };
  private saved: Promise<void> = Promise.resolve();

  constructor(private readonly node: Node) {}

  async start(): Promise<void> {
    const found = await this.node.disk.read('entry');
    if (found !== undefined) this.entry = found as Entry;
  }

  async onRequest(_from: NodeId, message: Json): Promise<Json> {
    const m = message as Message;
    if (m.op === 'query') return { tag: this.entry.tag, at: this.node.id };
    if (m.op === 'value') return this.entry.value;
    if (newer(m.entry.tag, this.entry.tag)) {
      this.entry = m.entry;
      this.saved = this.node.disk.write('entry', m.entry);
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
    const reports = (await this.majority({ op: 'query' })) as { tag: Tag; at: NodeId }[];
    const { tag } = reports.reduce((a, b) => (newer(b.tag, a.tag) ? b : a));
    const holders = reports.filter((r) => !newer(tag, r.tag)).map((r) => r.at);
    const value = await new Promise<Json>((resolve) => {
      let done = false;
      const ask = async (holder: NodeId) => {
        while (!done) {
          void this.node.request(holder, { op: 'value' }).then((v) => {
            done = true;
            resolve(v);
          });
          await this.node.sleep(150);
        }
      };
      for (const holder of holders) void ask(holder);
    });
    await this.majority({ op: 'store', entry: { tag, value } });
    return value;
  }

  async write(value: Json): Promise<void> {
    const reports = (await this.majority({ op: 'query' })) as { tag: Tag }[];
    const n = Math.max(...reports.map((r) => r.tag.n)) + 1;
    await this.majority({ op: 'store', entry: { tag: { n, by: this.node.id }, value } });
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
