/** @approach A read that takes more than a second begins again from the start; a write does so only before it has chosen its tag. */
import type { Json, Node, NodeId } from 'partial-failure';

const key = 'v1';
type Cell = readonly [number, string, Json];

function pick(cells: Cell[]): Cell {
  return cells.reduce(([a, b, c], [x, y, z]) => (x > a || (x === a && y > b) ? [x, y, z] : [a, b, c]));
}

export class Replica {
  cell: Cell = [0, '', null];
  durable = Promise.resolve();
  constructor(public node: Node) {}
  async start(): Promise<void> {
    this.cell = ((await this.node.disk.read(key)) as Cell | undefined) ?? this.cell;
  }
  async onRequest(_from: NodeId, message: Json): Promise<Json> {
    if (Array.isArray(message)) {
      const cell = pick([this.cell, message as unknown as Cell]);
      if (cell[0] !== this.cell[0] || cell[1] !== this.cell[1]) {
        this.cell = cell;
        this.durable = this.node.disk.write(key, [...cell]);
      }
      await this.durable;
    }
    return [...this.cell];
  }
}

class Aborted extends Error {}

export class Client {
  constructor(
    public node: Node,
    public replicas: NodeId[],
  ) {}

  async read(): Promise<Json> {
    for (;;) {
      const until = this.node.clock.monotonic() + 1000;
      try {
        const cell = pick(await this.all('?', until));
        await this.all([...cell], until);
        return cell[2];
      } catch (error) {
        if (!(error instanceof Aborted)) throw error;
      }
    }
  }

  async write(value: Json): Promise<void> {
    let top: Cell | undefined;
    while (top === undefined) {
      try {
        top = pick(await this.all('?', this.node.clock.monotonic() + 1000));
      } catch (error) {
        if (!(error instanceof Aborted)) throw error;
      }
    }
    await this.all([top[0] + 1, this.node.id, value], Infinity);
  }

  private async all(message: Json, until: number): Promise<Cell[]> {
    const cells = new Map<NodeId, Cell>();
    let wake = (): void => {};
    const ready = new Promise<void>((resolve) => (wake = resolve));
    for (;;) {
      for (const replica of this.replicas) {
        if (cells.has(replica)) continue;
        void this.node.request(replica, message).then((cell) => {
          cells.set(replica, cell as unknown as Cell);
          if (cells.size > this.replicas.length / 2) wake();
        });
      }
      await Promise.race([ready, this.node.sleep(230)]);
      if (cells.size > this.replicas.length / 2) return [...cells.values()];
      if (this.node.clock.monotonic() > until) throw new Aborted();
    }
  }
}
