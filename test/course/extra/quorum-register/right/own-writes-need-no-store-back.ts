/** @approach A reader whose newest entry is its own does not store back: its own writes had finished. Expressions instead of declarations. */
import type { Json, Node, NodeId } from 'partial-failure';

type E = { c: number; w: string; v: Json };
const gt = (a: E, b: E): boolean => a.c > b.c || (a.c === b.c && a.w > b.w);
const maxOf = (es: E[]): E => es.reduce((a, b) => (gt(b, a) ? b : a));

export const Replica = class {
  e: E = { c: 0, w: '', v: null };
  done: Promise<unknown> = Promise.resolve();
  constructor(public node: Node) {}
  start = async (): Promise<void> => {
    const e = await this.node.disk.read('e');
    if (e !== undefined) this.e = e as E;
  };
  onRequest = async (_from: NodeId, m: Json): Promise<Json> => {
    const [what, e] = m as [string, E];
    if (what === 'get') return this.e;
    if (gt(e, this.e)) {
      this.e = e;
      this.done = this.node.disk.write('e', e);
    }
    return this.done.then(() => true);
  };
};

export const Client = class {
  constructor(
    public node: Node,
    public replicas: NodeId[],
  ) {}
  ask(m: Json): Promise<Json[]> {
    const { node, replicas } = this;
    const got = new Map<NodeId, Json>();
    return new Promise((resolve) => {
      const tick = (): void => {
        if (got.size * 2 > replicas.length) return;
        for (const r of replicas)
          if (!got.has(r))
            void node.request(r, m).then((a) => {
              if (!got.has(r)) got.set(r, a);
              if (got.size * 2 > replicas.length) resolve([...got.values()]);
            });
        void node.sleep(480).then(tick);
      };
      tick();
    });
  }
  read = async (): Promise<Json> => {
    const e = maxOf((await this.ask(['get'])) as E[]);
    if (e.w !== this.node.id && e.c > 0) await this.ask(['put', e]);
    return e.v;
  };
  write = async (v: Json): Promise<void> => {
    const { c } = maxOf((await this.ask(['get'])) as E[]);
    await this.ask(['put', { c: c + 1, w: this.node.id, v }]);
  };
};
