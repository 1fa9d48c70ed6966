/** @approach Polls: send to all, sleep, look; every phase takes at least one round. Lazy but within the bound. */
import type { Json, Node, NodeId } from 'partial-failure';

type Pair = { t: [number, string]; v: Json };

function cmp(a: Pair['t'], b: Pair['t']) {
  if (a[0] < b[0]) return -1;
  if (a[0] > b[0]) return 1;
  if (a[1] < b[1]) return -1;
  if (a[1] > b[1]) return 1;
  return 0;
}

export class Replica {
  #node: Node;
  #pair: Pair = { t: [0, ''], v: null };
  #durable = Promise.resolve();
  constructor(node: Node) {
    this.#node = node;
  }
  async start() {
    const p = await this.#node.disk.read('pair');
    if (p !== undefined) this.#pair = p as unknown as Pair;
  }
  async onRequest(_: NodeId, m: any) {
    if (m.put) {
      if (cmp(m.put.t, this.#pair.t) > 0) {
        this.#pair = m.put;
        this.#durable = this.#node.disk.write('pair', m.put);
      }
      await this.#durable;
      return 1;
    }
    return this.#pair as any;
  }
}

export class Client {
  constructor(
    private node: Node,
    private replicas: NodeId[],
  ) {}

  async read() {
    let best: Pair = { t: [0, ''], v: null };
    for (const p of await this.rounds({})) if (cmp(p.t, best.t) > 0) best = p;
    await this.rounds({ put: best });
    return best.v;
  }

  async write(v: Json) {
    let n = 0;
    for (const p of await this.rounds({})) n = Math.max(n, p.t[0]);
    await this.rounds({ put: { t: [n + 1, this.node.id], v } });
  }

  private async rounds(m: any): Promise<any[]> {
    const heard = new Map<string, any>();
    const need = Math.floor(this.replicas.length / 2) + 1;
    do {
      for (const r of this.replicas) {
        if (!heard.has(r)) this.node.request(r, m).then((a) => heard.set(r, a));
      }
      await this.node.sleep(450);
    } while (heard.size < need);
    return Array.from(heard.values());
  }
}
