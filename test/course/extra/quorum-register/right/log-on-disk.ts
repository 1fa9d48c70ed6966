/** @approach Each accepted version has its own disk key; the newest is found through two alternating pointers. */
import type { Json, Node, NodeId } from 'partial-failure';

type Rec = { c: number; id: string; v: Json };

export class Replica {
  private best: Rec = { c: 0, id: '', v: null };
  private pending: Promise<unknown> = Promise.resolve();
  private slot = 0;

  constructor(private node: Node) {}

  async start() {
    const found = await Promise.all([this.node.disk.read('slot-0'), this.node.disk.read('slot-1')]);
    found.forEach((rec, i) => {
      if (rec !== undefined && this.newer(rec as Rec)) {
        this.best = rec as Rec;
        this.slot = 1 - i;
      }
    });
  }

  async onRequest(from: NodeId, req: Json): Promise<Json> {
    const rec = req as Rec | 'q';
    if (rec === 'q') return this.best;
    if (this.newer(rec)) {
      this.best = rec;
      const key = `slot-${this.slot}`;
      this.slot = 1 - this.slot;
      const before = this.pending;
      const mine = this.node.disk.write(key, rec);
      this.pending = Promise.all([before, mine]);
    }
    await this.pending;
    return 'k';
  }

  private newer(r: Rec) {
    return r.c > this.best.c || (r.c === this.best.c && r.id > this.best.id);
  }
}

export class Client {
  constructor(
    private node: Node,
    private replicas: NodeId[],
  ) {}

  async read() {
    const r = await this.query();
    await this.q(r);
    return r.v;
  }

  async write(v: Json) {
    const r = await this.query();
    await this.q({ c: r.c + 1, id: this.node.id, v });
  }

  private async query() {
    const all = [...(await this.q('q')).values()] as Rec[];
    all.sort((a, b) => b.c - a.c || (b.id > a.id ? 1 : b.id < a.id ? -1 : 0));
    return all[0] as Rec;
  }

  private q(m: Json): Promise<Map<NodeId, Json>> {
    const { node, replicas } = this;
    const res = new Map<NodeId, Json>();
    let over = false;
    return new Promise((resolve) => {
      for (const r of replicas) {
        (async () => {
          for (let wait = 50; !over && !res.has(r); wait = Math.min(wait * 2, 400)) {
            node.request(r, m).then((a) => {
              if (over) return;
              res.set(r, a);
              if (res.size * 2 > replicas.length) {
                over = true;
                resolve(res);
              }
            });
            await node.sleep(wait);
          }
        })();
      }
    });
  }
}
