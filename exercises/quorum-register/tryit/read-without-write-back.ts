/**
 * @breaks linearizable
 * @opens half-a-write
 */
import type { Json, Node, NodeId } from 'partial-failure';

type Entry = { tag: [number, NodeId]; value: Json };
type Message = { op: 'query' } | { op: 'store'; entry: Entry };

const newer = ({ tag: a }: Entry, { tag: b }: Entry): boolean =>
  a[0] > b[0] || (a[0] === b[0] && a[1] > b[1]);

export class Replica {
  private entry: Entry = { tag: [0, ''], value: null };
  private saved: Promise<void> = Promise.resolve();

  constructor(private readonly node: Node) {}

  async start(): Promise<void> {
    const found = await this.node.disk.read('entry');
    if (found !== undefined) this.entry = found as Entry;
  }

  async onRequest(_from: NodeId, message: Json): Promise<Json> {
    const request = message as Message;
    if (request.op === 'store' && newer(request.entry, this.entry)) {
      this.entry = request.entry;
      this.saved = this.node.disk.write('entry', this.entry);
    }
    const { entry } = this;
    await this.saved;
    return entry;
  }
}

export class Client {
  constructor(
    private readonly node: Node,
    private readonly replicas: NodeId[],
  ) {}

  async read(): Promise<Json> {
    const { value } = await this.newest();
    return value;
  }

  async write(value: Json): Promise<void> {
    const { tag } = await this.newest();
    const entry: Entry = { tag: [tag[0] + 1, this.node.id], value };
    await this.majority({ op: 'store', entry });
  }

  /** The newest that a majority knows of. */
  private async newest(): Promise<Entry> {
    const entries = await this.majority({ op: 'query' });
    return entries.reduce((a, b) => (newer(b, a) ? b : a));
  }

  /** Asks all, again and again, until a majority has answered. */
  private majority(message: Message): Promise<Entry[]> {
    return new Promise((resolve) => {
      const answers = new Map<NodeId, Entry>();
      const needed = Math.floor(this.replicas.length / 2) + 1;
      const ask = async (replica: NodeId): Promise<void> => {
        while (!answers.has(replica) && answers.size < needed) {
          void this.node.request(replica, message).then((answer) => {
            answers.set(replica, answer as Entry);
            if (answers.size === needed) resolve([...answers.values()]);
          });
          await this.node.sleep(250);
        }
      };
      for (const replica of this.replicas) void ask(replica);
    });
  }
}
