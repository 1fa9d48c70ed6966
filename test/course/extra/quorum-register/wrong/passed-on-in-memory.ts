/**
 * @breaks durable
 * @misconception What a replica hears from another it keeps in memory only; when a client stores the same, it says "done" at once.
 * @akin-to confirms-a-known-tag-at-once, memory-only
 */
import type { Json, Node, NodeId } from 'partial-failure';

type Entry = { n: number; id: NodeId; value: Json };
type Msg =
  | { t: 'ask'; k: number; peers: NodeId[] }
  | { t: 'set'; k: number; e: Entry; peers: NodeId[] }
  | { t: 'tell'; e: Entry }
  | { t: 'have'; k: number; e: Entry }
  | { t: 'done'; k: number };

const less = (a: Entry, b: Entry) => a.n < b.n || (a.n === b.n && a.id < b.id);

export class Replica {
  private e: Entry = { n: 0, id: '', value: null };
  private disk = Promise.resolve();
  constructor(private node: Node) {}

  async start() {
    const e = await this.node.disk.read('e');
    if (e) this.e = e as Entry;
  }

  onMessage(from: NodeId, message: Json) {
    const m = message as Msg;
    if (m.t === 'ask') this.node.send(from, { t: 'have', k: m.k, e: this.e });
    if (m.t === 'tell' && less(this.e, m.e)) this.e = m.e;
    if (m.t === 'set') {
      if (less(this.e, m.e)) {
        for (const peer of m.peers) if (peer !== this.node.id) this.node.send(peer, { t: 'tell', e: m.e });
      }
      void this.take(m.e).then(() => this.node.send(from, { t: 'done', k: m.k }));
    }
  }

  private take(e: Entry): Promise<void> {
    if (less(this.e, e)) {
      this.e = e;
      this.disk = this.node.disk.write('e', e);
    }
    return this.disk;
  }
}

export class Client {
  private k = 0;
  private readonly waiting = new Map<number, (from: NodeId, m: Msg) => void>();
  constructor(
    private node: Node,
    private replicas: NodeId[],
  ) {}

  onMessage(from: NodeId, m: Json) {
    const message = m as Msg & { k: number };
    this.waiting.get(message.k)?.(from, message);
  }

  async read() {
    const e = await this.newest();
    await this.call((k) => ({ t: 'set', k, e, peers: this.replicas }));
    return e.value;
  }

  async write(value: Json) {
    const { n } = await this.newest();
    const e = { n: n + 1, id: this.node.id, value };
    await this.call((k) => ({ t: 'set', k, e, peers: this.replicas }));
  }

  private async newest() {
    const answers = await this.call((k) => ({ t: 'ask', k, peers: this.replicas }));
    let best: Entry = { n: 0, id: '', value: null };
    for (const m of answers) if (m.t === 'have' && less(best, m.e)) best = m.e;
    return best;
  }

  private call(make: (k: number) => Msg): Promise<Msg[]> {
    const k = this.k++;
    const message = make(k);
    const answers = new Map<NodeId, Msg>();
    return new Promise((resolve) => {
      this.waiting.set(k, (from, m) => {
        answers.set(from, m);
        if (answers.size > this.replicas.length / 2) {
          this.waiting.delete(k);
          resolve([...answers.values()]);
        }
      });
      const pulse = async () => {
        while (this.waiting.has(k)) {
          for (const r of this.replicas) if (!answers.has(r)) this.node.send(r, message as Json);
          await this.node.sleep(120);
        }
      };
      pulse();
    });
  }
}
