/**
 * @breaks linearizable
 * @misconception Only stores need a number; an old answer to a query is an answer.
 * @misconception-of answers-of-the-first-phase
 */
import type { Json, Node, NodeId } from 'partial-failure';

type Tag = { n: number; by: NodeId };
type Entry = { tag: Tag; value: Json };
type Question = { tag?: string; store?: Entry };
type Answer = { tag?: string; entry: Entry };

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
    const question = message as Question;
    if (question.store !== undefined) {
      if (newer(question.store.tag, this.entry.tag)) {
        this.entry = question.store;
        this.saved = this.node.disk.write('entry', question.store);
      }
      await this.saved;
    }
    this.node.send(from, { ...(question.tag !== undefined && { tag: question.tag }), entry: this.entry });
  }
}

export class Client {
  private waitsFor = '';
  private readonly answers = new Map<NodeId, Entry>();

  constructor(
    private readonly node: Node,
    private readonly replicas: NodeId[],
  ) {}

  onMessage(from: NodeId, message: Json): void {
    const answer = message as Answer;
    if ((answer.tag ?? '') === this.waitsFor) this.answers.set(from, answer.entry);
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
    const entries = await this.phase();
    return entries.reduce((a, b) => (newer(b.tag, a.tag) ? b : a));
  }

  private async phase(store?: Entry): Promise<Entry[]> {
    this.waitsFor = store === undefined ? '' : `${store.tag.n} ${store.tag.by}`;
    this.answers.clear();
    for (let round = 0; this.answers.size <= this.replicas.length / 2; round++) {
      if (round % 20 === 0) {
        for (const replica of this.replicas) {
          if (!this.answers.has(replica))
            this.node.send(replica, {
              ...(this.waitsFor !== '' && { tag: this.waitsFor }),
              ...(store && { store }),
            });
        }
      }
      await this.node.sleep(5);
    }
    return [...this.answers.values()];
  }
}
