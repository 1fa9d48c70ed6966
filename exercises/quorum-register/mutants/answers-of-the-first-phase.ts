/**
 * @breaks linearizable
 * @misconception All answers that arrive during an operation belong to what it asked last.
 */
import type { Json, Node, NodeId } from 'partial-failure';

type Tag = { n: number; by: NodeId };
type Entry = { tag: Tag; value: Json };
type Question = { operation: number; store: Entry | null };
type Answer = { operation: number; entry: Entry };

const newer = (a: Tag, b: Tag): boolean => a.n > b.n || (a.n === b.n && a.by > b.by);

export class Replica {
  private entry: Entry = { tag: { n: 0, by: '' }, value: null };
  private saved: Promise<void> = Promise.resolve();

  constructor(private readonly node: Node) {}

  async start(): Promise<void> {
    const found = await this.node.disk.read('entry');
    if (found !== undefined) this.entry = found as Entry;
  }

  async onMessage(from: NodeId, message: Json): Promise<void> {
    const { operation, store } = message as Question;
    if (store !== null) {
      if (newer(store.tag, this.entry.tag)) {
        this.entry = store;
        this.saved = this.node.disk.write('entry', store);
      }
      await this.saved;
    }
    this.node.send(from, { operation, entry: this.entry });
  }
}

export class Client {
  private operation = 0;
  private answers = new Map<NodeId, Entry>();

  constructor(
    private readonly node: Node,
    private readonly replicas: NodeId[],
  ) {}

  onMessage(from: NodeId, message: Json): void {
    const { operation, entry } = message as Answer;
    if (operation === this.operation) this.answers.set(from, entry);
  }

  async read(): Promise<Json> {
    const entry = await this.newest();
    await this.phase(entry);
    return entry.value;
  }

  async write(value: Json): Promise<void> {
    const { tag } = await this.newest();
    await this.phase({ tag: { n: tag.n + 1, by: this.node.id }, value });
  }

  private async newest(): Promise<Entry> {
    this.operation++;
    const entries = await this.phase(null);
    return entries.reduce((a, b) => (newer(b.tag, a.tag) ? b : a));
  }

  private async phase(store: Entry | null): Promise<Entry[]> {
    this.answers = new Map();
    for (let round = 0; this.answers.size <= this.replicas.length / 2; round++) {
      if (round % 10 === 0) {
        for (const replica of this.replicas) this.node.send(replica, { operation: this.operation, store });
      }
      await this.node.sleep(10);
    }
    return [...this.answers.values()];
  }
}
