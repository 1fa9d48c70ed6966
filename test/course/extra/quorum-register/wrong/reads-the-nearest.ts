/**
 * @breaks linearizable
 * @misconception Whatever replica answers first knows the value: a majority got it.
 * @misconception-of one-reply-ends-a-read
 */
import type { Json, Node, NodeId } from 'partial-failure';

type Cell = { seq: number; who: string; val: Json };
const zero: Cell = { seq: 0, who: '', val: null };
const gt = (x: Cell, y: Cell) => (x.seq !== y.seq ? x.seq > y.seq : x.who > y.who);

export class Replica {
  node: Node;
  cell: Cell = zero;
  flushed: Promise<void> = Promise.resolve();
  constructor(node: Node) {
    this.node = node;
  }
  start = () =>
    this.node.disk.read('cell').then((c) => {
      if (c) this.cell = c as Cell;
    });
  onRequest = (_from: NodeId, msg: Json): Promise<Json> | Json => {
    const m = msg as { type: 'get' } | { type: 'put'; cell: Cell };
    if (m.type === 'get') return this.cell;
    if (gt(m.cell, this.cell)) {
      this.cell = m.cell;
      this.flushed = this.node.disk.write('cell', m.cell);
    }
    return this.flushed.then(() => ({ ok: true }));
  };
}

export class Client {
  node: Node;
  replicas: NodeId[];
  constructor(node: Node, replicas: NodeId[]) {
    this.node = node;
    this.replicas = replicas;
  }
  read = (): Promise<Json> =>
    this.collect({ type: 'get' }, 1).then((cells) => {
      const best = (cells as Cell[]).reduce((p, c) => (gt(c, p) ? c : p), zero);
      return this.collect({ type: 'put', cell: best }).then(() => best.val);
    });
  write = (val: Json): Promise<void> =>
    this.collect({ type: 'get' })
      .then((cells) => Math.max(...(cells as Cell[]).map((c) => c.seq)))
      .then((top) => this.collect({ type: 'put', cell: { seq: top + 1, who: this.node.id, val } }))
      .then(() => undefined);
  collect = (msg: Json, enough = Math.floor(this.replicas.length / 2) + 1): Promise<Json[]> =>
    new Promise((done) => {
      const got: { [id: string]: Json } = {};
      const tick = () => {
        if (Object.keys(got).length >= enough) return;
        this.replicas
          .filter((r) => !(r in got))
          .forEach((r) => {
            this.node.request(r, msg).then((answer) => {
              got[r] = answer;
              if (Object.keys(got).length >= enough) done(Object.values(got));
            });
          });
        this.node.sleep(400).then(tick);
      };
      tick();
    });
}
