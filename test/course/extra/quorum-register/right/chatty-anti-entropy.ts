/** @approach Resends every 20 ms, and after a write goes on telling the rest in the background until all know. */
import type { Json, Node, NodeId } from 'partial-failure';

type E = { n: number; w: string; x: Json };
const beats = (a: E, b: E) => a.n > b.n || (a.n === b.n && a.w > b.w);

export class Replica {
  e: E = { n: 0, w: '', x: null };
  saved = Promise.resolve();
  constructor(readonly node: Node) {}
  async start() {
    const e = await this.node.disk.read('e');
    if (e !== undefined) this.e = e as E;
  }
  async onRequest(_f: NodeId, m: Json) {
    const e = m as E | null;
    if (e && beats(e, this.e)) {
      this.e = e;
      this.saved = this.node.disk.write('e', e);
    }
    if (e) await this.saved;
    return this.e;
  }
}

export class Client {
  private generation = 0;
  constructor(
    readonly node: Node,
    readonly replicas: NodeId[],
  ) {}

  read = async () => {
    const e = this.max(await this.phase(null));
    await this.phase(e);
    return e.x;
  };

  write = async (x: Json) => {
    const e = this.max(await this.phase(null));
    await this.phase({ n: e.n + 1, w: this.node.id, x });
  };

  private max(es: E[]): E {
    let m = es[0]!;
    for (const e of es) if (beats(e, m)) m = e;
    return m;
  }

  private phase(m: E | null): Promise<E[]> {
    const mine = ++this.generation;
    const got = new Map<NodeId, E>();
    return new Promise((resolve) => {
      for (const r of this.replicas) {
        const loop = async () => {
          // Gives up telling a replica only when the next phase begins.
          while (!got.has(r) && mine === this.generation) {
            this.node.request(r, m).then((a) => {
              got.set(r, a as E);
              if (got.size === (this.replicas.length >> 1) + 1) resolve([...got.values()]);
            });
            await this.node.sleep(got.size * 2 > this.replicas.length ? 100 : 20);
          }
        };
        loop();
      }
    });
  }
}
