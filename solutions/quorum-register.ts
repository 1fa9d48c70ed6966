import type { Json, Node, NodeId } from 'partial-failure';

/**
 * A value with its tag: which write it comes from. Tags are ordered by counter, then by the writer's id, so that no
 * two writes have the same one.
 */
type Entry = { counter: number; writer: NodeId; value: Json };

/** What a client asks of a replica: "what do you have?" and "have this, or something newer". */
type Question = { op: 'query' } | { op: 'store'; entry: Entry };

/** How long a client waits before it asks the replicas that have not answered once more. */
const RESEND_MS = 200;

function isNewer(a: Entry, b: Entry): boolean {
  return a.counter > b.counter || (a.counter === b.counter && a.writer > b.writer);
}

/** Holds the newest entry that it was told of, and says "stored" only of what its disk will remember. */
export class Replica {
  private readonly node: Node;
  private entry: Entry = { counter: 0, writer: '', value: null };
  /** Settles when the disk holds `entry`. */
  private saved: Promise<void> = Promise.resolve();

  constructor(node: Node) {
    this.node = node;
  }

  async start(): Promise<void> {
    const found = await this.node.disk.read('entry');
    if (found !== undefined) this.entry = found as Entry;
  }

  async onRequest(_from: NodeId, message: Json): Promise<Json> {
    const question = message as Question;
    if (question.op === 'query') return this.entry;
    // Compare and take over without an await in between: two stores may arrive while the disk is busy.
    if (isNewer(question.entry, this.entry)) {
      this.entry = question.entry;
      this.saved = this.node.disk.write('entry', this.entry);
    }
    // Also when we had it already, or something newer: it may still be on its way to the disk.
    await this.saved;
    return 'stored';
  }
}

/**
 * The register of Attiya, Bar-Noy and Dolev (1995), for several writers. Both operations have two phases, and each
 * phase waits for a majority. Any two majorities share a replica: so the first phase of an operation hears of every
 * operation that had finished before.
 */
export class Client {
  private readonly node: Node;
  private readonly replicas: readonly NodeId[];

  constructor(node: Node, replicas: NodeId[]) {
    this.node = node;
    this.replicas = replicas;
  }

  async read(): Promise<Json> {
    const newest = await this.newest();
    // A write may have reached a minority only. Before its value is shown, nobody may be able to miss it any more.
    // It is the very same entry, with its tag: a read makes nothing new.
    await this.ask({ op: 'store', entry: newest });
    return newest.value;
  }

  async write(value: Json): Promise<void> {
    const { counter } = await this.newest();
    await this.ask({ op: 'store', entry: { counter: counter + 1, writer: this.node.id, value } });
  }

  private async newest(): Promise<Entry> {
    const entries = (await this.ask({ op: 'query' })) as Entry[];
    return entries.reduce((newest, entry) => (isNewer(entry, newest) ? entry : newest));
  }

  /** Asks all replicas, again and again, until a majority of all has answered; gives these answers. */
  private ask(question: Question): Promise<Json[]> {
    const needed = Math.floor(this.replicas.length / 2) + 1;
    // By replica: one that answers twice counts once. Made anew for each phase: late answers land in an old map.
    const answers = new Map<NodeId, Json>();
    return new Promise((resolve) => {
      const pester = async (replica: NodeId): Promise<void> => {
        while (!answers.has(replica) && answers.size < needed) {
          void this.node.request(replica, question).then((answer) => {
            answers.set(replica, answer);
            if (answers.size >= needed) resolve([...answers.values()]);
          });
          await this.node.sleep(RESEND_MS);
        }
      };
      for (const replica of this.replicas) void pester(replica);
    });
  }
}
