/**
 * @approach A read skips its second phase when a majority reports the same tag. That is safe because these replicas report
 * only what their disk holds already.
 */
import type { Json, Node, NodeId } from 'partial-failure';

type Entry = { counter: number; writer: NodeId; value: Json };

const isNewer = (a: Entry, b: Entry): boolean =>
  a.counter === b.counter ? a.writer > b.writer : a.counter > b.counter;

export class Replica {
  /** The newest entry that was asked for; its write may still be under way. */
  private wanted: Entry = { counter: 0, writer: '', value: null };
  /** The newest entry on the disk. Only this one is shown. */
  private durable: Entry = this.wanted;
  private saving: Promise<void> = Promise.resolve();

  constructor(private readonly node: Node) {}

  async start(): Promise<void> {
    const found = await this.node.disk.read('durable');
    if (found === undefined) return;
    this.durable = found as Entry;
    this.wanted = this.durable;
  }

  async onRequest(_from: NodeId, message: Json): Promise<Json> {
    if (message === 'query') return this.durable;
    const entry = message as Entry;
    if (isNewer(entry, this.wanted)) {
      this.wanted = entry;
      this.saving = this.node.disk.write('durable', entry).then(() => {
        this.durable = entry;
      });
    }
    await this.saving;
    return true;
  }
}

export class Client {
  constructor(
    private readonly node: Node,
    private readonly replicas: NodeId[],
  ) {}

  async read(): Promise<Json> {
    const entries = await this.query();
    const newest = entries.reduce((a, b) => (isNewer(b, a) ? b : a));
    if (entries.some((entry) => isNewer(newest, entry))) await this.majority(newest);
    return newest.value;
  }

  async write(value: Json): Promise<void> {
    const counters = (await this.query()).map(({ counter }) => counter);
    await this.majority({ counter: Math.max(...counters) + 1, writer: this.node.id, value });
  }

  private async query(): Promise<Entry[]> {
    return (await this.majority('query')) as Entry[];
  }

  private majority(message: Json): Promise<Json[]> {
    return new Promise((resolve) => {
      const answers = new Map<NodeId, Json>();
      const needed = Math.floor(this.replicas.length / 2) + 1;
      const round = async (): Promise<void> => {
        while (answers.size < needed) {
          for (const replica of this.replicas) {
            if (answers.has(replica)) continue;
            void this.node.request(replica, message).then((answer) => {
              if (answers.size >= needed) return;
              answers.set(replica, answer);
              if (answers.size === needed) resolve([...answers.values()]);
            });
          }
          await this.node.sleep(250);
        }
      };
      void round();
    });
  }
}
