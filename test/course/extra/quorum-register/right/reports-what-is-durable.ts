/**
 * @approach Replicas show only what is on their disk. A reader stores back only to those that reported something older, and
 * counts the others as holders.
 */
import type { Json, Node, NodeId } from 'partial-failure';

type V = { at: number; by: string; v: Json };
const lt = (a: V, b: V) => a.at < b.at || (a.at === b.at && a.by < b.by);
const NONE: V = { at: 0, by: '', v: null };

export class Replica {
  constructor(private node: Node) {}
  private shown: V = NONE;
  private queue = Promise.resolve();

  async start() {
    this.shown = ((await this.node.disk.read('v')) ?? NONE) as V;
  }

  onRequest(_from: NodeId, m: Json): Json | Promise<Json> {
    const x = m as { put?: V };
    if (!x.put) return this.shown;
    const put = x.put;
    const mine = this.queue.then(async () => {
      if (!lt(this.shown, put)) return;
      await this.node.disk.write('v', put);
      this.shown = put;
    });
    this.queue = mine;
    return mine.then(() => 'ok');
  }
}

export class Client {
  constructor(
    private node: Node,
    private replicas: NodeId[],
  ) {}

  private get quorum() {
    return Math.floor(this.replicas.length / 2) + 1;
  }

  async read() {
    const seen = await this.gather(new Map(), () => ({}));
    const best = [...seen.values()].reduce((a, b) => (lt(a as V, b as V) ? b : a)) as V;
    const holders = new Map([...seen].filter(([, v]) => !lt(v as V, best)));
    await this.gather(holders, () => ({ put: best }));
    return best.v;
  }

  async write(v: Json) {
    const seen = await this.gather(new Map(), () => ({}));
    const at = Math.max(...[...seen.values()].map((e) => (e as V).at)) + 1;
    await this.gather(new Map(), () => ({ put: { at, by: this.node.id, v } }));
  }

  private gather(have: Map<NodeId, Json>, make: () => Json): Promise<Map<NodeId, Json>> {
    return new Promise((resolve) => {
      let settled = false;
      const check = () => {
        if (settled || have.size < this.quorum) return settled;
        settled = true;
        resolve(new Map(have));
        return true;
      };
      const attempt = () => {
        if (check()) return;
        for (const r of this.replicas)
          if (!have.has(r)) {
            this.node.request(r, make()).then((a) => {
              if (settled) return;
              have.set(r, a);
              check();
            });
          }
        this.node.sleep(200).then(attempt);
      };
      attempt();
    });
  }
}
