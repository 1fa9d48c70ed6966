/**
 * @breaks linearizable
 * @misconception A read gives the newest entry that it hears of, without storing it back: the replicas exchange their entries anyway.
 * @misconception-of no-write-back
 */
import type { Json, Node, NodeId } from 'partial-failure';

type Entry = { n: number; by: NodeId; value: Json };
const isNewer = (a: Entry, b: Entry): boolean => a.n > b.n || (a.n === b.n && a.by > b.by);

export class Replica {
  private entry: Entry = { n: 0, by: '', value: null };
  private saved: Promise<void> = Promise.resolve();
  private peers: NodeId[] = [];
  private rounds = 0;

  constructor(private readonly node: Node) {}

  async start(): Promise<void> {
    const [entry, peers] = await Promise.all([this.node.disk.read('entry'), this.node.disk.read('peers')]);
    if (entry !== undefined) this.entry = entry as Entry;
    if (peers !== undefined) this.peers = peers as NodeId[];
    void this.gossip();
  }

  private async gossip(): Promise<void> {
    // A while after the last news: then all know.
    while (this.rounds-- > 0) {
      await this.node.sleep(150);
      for (const peer of this.peers) if (peer !== this.node.id) this.node.send(peer, this.entry);
    }
    this.rounds = 0;
  }

  private take(entry: Entry): void {
    if (!isNewer(entry, this.entry)) return;
    this.entry = entry;
    this.saved = this.node.disk.write('entry', entry);
    const isRunning = this.rounds > 0;
    this.rounds = 2;
    if (!isRunning) void this.gossip();
  }

  onMessage(_from: NodeId, message: Json): void {
    this.take(message as Entry);
  }

  async onRequest(_from: NodeId, message: Json): Promise<Json> {
    const { all, entry } = message as { all: NodeId[]; entry: Entry | null };
    if (this.peers.length === 0) {
      this.peers = all;
      void this.node.disk.write('peers', all);
    }
    if (entry === null) return this.entry;
    this.take(entry);
    await this.saved;
    return true;
  }
}

export class Client {
  constructor(
    private readonly node: Node,
    private readonly replicas: NodeId[],
  ) {}

  async read(): Promise<Json> {
    const newest = await this.newest();
    return newest.value;
  }

  async write(value: Json): Promise<void> {
    const { n } = await this.newest();
    await this.majority({ n: n + 1, by: this.node.id, value });
  }

  private async newest(): Promise<Entry> {
    return ((await this.majority(null)) as Entry[]).reduce((a, b) => (isNewer(b, a) ? b : a));
  }

  private majority(entry: Entry | null): Promise<Json[]> {
    const { node, replicas } = this;
    return new Promise((resolve) => {
      const answers = new Map<NodeId, Json>();
      (async function round(): Promise<void> {
        if (answers.size > replicas.length / 2) return resolve([...answers.values()]);
        for (const replica of replicas) {
          if (answers.has(replica)) continue;
          node.request(replica, { all: replicas, entry }).then((answer) => {
            answers.set(replica, answer);
            if (answers.size > replicas.length / 2) resolve([...answers.values()]);
          });
        }
        await node.sleep(180);
        return round();
      })();
    });
  }
}
