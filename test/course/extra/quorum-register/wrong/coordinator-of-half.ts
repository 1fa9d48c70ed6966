/**
 * @breaks linearizable
 * @misconception A coordinator need only ask half of the replicas besides itself.
 * @akin-to half-rounded-down
 */
import type { Json, Node, NodeId } from 'partial-failure';

type Cell = { n: number; id: NodeId; v: Json };
type Order =
  | { do: 'get'; all: NodeId[] }
  | { do: 'set'; all: NodeId[]; cell: Cell }
  | { do: 'look' }
  | { do: 'keep'; cell: Cell };

const isAbove = (a: Cell, b: Cell) => a.n > b.n || (a.n === b.n && a.id > b.id);

function majority(node: Node, all: NodeId[], message: Json): Promise<Json[]> {
  return new Promise((resolve) => {
    const replies = new Map<NodeId, Json>();
    const enough = () => replies.size >= Math.floor(all.length / 2);
    all.forEach(async (id) => {
      // A coordinator does not go on for ever for a client that has turned to another.
      for (let i = 0; i < 20 && !enough() && !replies.has(id); i++) {
        node.request(id, message).then((reply) => {
          replies.set(id, reply);
          if (enough()) resolve([...replies.values()]);
        });
        await node.sleep(120);
      }
    });
  });
}

export class Replica {
  private cell: Cell = { n: 0, id: '', v: null };
  private kept = Promise.resolve();

  constructor(private readonly node: Node) {}

  async start() {
    const cell = await this.node.disk.read('cell');
    if (cell !== undefined) this.cell = cell as Cell;
  }

  async onRequest(_from: NodeId, message: Json): Promise<Json> {
    const order = message as Order;
    switch (order.do) {
      case 'look':
        return this.cell;
      case 'keep':
        if (isAbove(order.cell, this.cell)) {
          this.cell = order.cell;
          this.kept = this.node.disk.write('cell', order.cell);
        }
        await this.kept;
        return true;
      case 'get': {
        const cells = (await majority(this.node, order.all, { do: 'look' })) as Cell[];
        return cells.reduce((a, b) => (isAbove(b, a) ? b : a));
      }
      case 'set':
        await majority(this.node, order.all, { do: 'keep', cell: order.cell });
        return true;
    }
  }
}

export class Client {
  private favourite = 0;
  constructor(
    private readonly node: Node,
    private readonly replicas: NodeId[],
  ) {}

  async read(): Promise<Json> {
    const cell = (await this.through({ do: 'get', all: this.replicas })) as Cell;
    await this.through({ do: 'set', all: this.replicas, cell });
    return cell.v;
  }

  async write(v: Json): Promise<void> {
    const { n } = (await this.through({ do: 'get', all: this.replicas })) as Cell;
    await this.through({ do: 'set', all: this.replicas, cell: { n: n + 1, id: this.node.id, v } });
  }

  private async through(order: Order): Promise<Json> {
    const open: Promise<{ reply: Json; by: number }>[] = [];
    for (;;) {
      const by = this.favourite;
      open.push(this.node.request(this.replicas[by]!, order).then((reply) => ({ reply, by })));
      const first = await Promise.race([...open, this.node.sleep(350)]);
      if (first) {
        this.favourite = first.by;
        return first.reply;
      }
      this.favourite = (by + 1) % this.replicas.length;
    }
  }
}
