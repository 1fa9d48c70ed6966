/**
 * @breaks linearizable
 * @misconception Ask one after the other, round and round, until there are enough answers.
 * @misconception-of counts-answers
 */
import type { Json, Node, NodeId } from 'partial-failure';

type Tag = { n: number; by: NodeId };
type Entry = { tag: Tag; value: Json };
type Message = { op: 'query' } | { op: 'store'; entry: Entry };

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
    if (m.op === 'query') return this.entry;
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

  private async majority(message: Message): Promise<Json[]> {
    const answers: Json[] = [];
    for (let i = 0; answers.length <= this.replicas.length / 2; i++) {
      const replica = this.replicas[i % this.replicas.length]!;
      const answer = await Promise.race([this.node.request(replica, message), this.node.sleep(130)]);
      if (answer !== undefined) answers.push(answer);
    }
    return answers;
  }
}
