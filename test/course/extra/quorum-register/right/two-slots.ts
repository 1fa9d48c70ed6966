/** @approach Two slots on the disk are written in turn, the one with the higher tag counts; the memory is only a copy of the disk. */
import type { Json, Node, NodeId } from 'partial-failure';

type Cell = { stamp: string; value: Json };

const stampOf = (counter: number, id: NodeId): string => `${String(counter).padStart(12, '0')} ${id}`;

export class Replica {
  private shown: Cell = { stamp: stampOf(0, ''), value: null };
  private slot = 0;
  private turn: Promise<void> = Promise.resolve();
  constructor(private readonly node: Node) {}

  async start(): Promise<void> {
    const slots = await Promise.all([this.node.disk.read('slot 0'), this.node.disk.read('slot 1')]);
    slots.forEach((found, i) => {
      const cell = found as Cell | undefined;
      if (cell !== undefined && cell.stamp > this.shown.stamp) {
        this.shown = cell;
        this.slot = 1 - i;
      }
    });
  }

  async onRequest(_from: NodeId, message: Json): Promise<Json> {
    const cell = message as Cell | 'show';
    if (cell === 'show') return this.shown;
    const mine = this.turn.then(async () => {
      if (cell.stamp <= this.shown.stamp) return;
      await this.node.disk.write(`slot ${this.slot}`, cell);
      this.slot = 1 - this.slot;
      this.shown = cell;
    });
    this.turn = mine;
    await mine;
    return 'kept';
  }
}

export class Client {
  constructor(
    private readonly node: Node,
    private readonly replicas: NodeId[],
  ) {}

  async read(): Promise<Json> {
    const cells = (await this.gather('show')) as Cell[];
    cells.sort((a, b) => (a.stamp < b.stamp ? 1 : -1));
    const [newest] = cells;
    if (cells.some((cell) => cell.stamp !== newest!.stamp)) await this.gather(newest!);
    return newest!.value;
  }

  async write(value: Json): Promise<void> {
    const cells = (await this.gather('show')) as Cell[];
    const counter = Math.max(...cells.map((cell) => Number(cell.stamp.slice(0, 12))));
    await this.gather({ stamp: stampOf(counter + 1, this.node.id), value });
  }

  private async gather(message: Json): Promise<Json[]> {
    const waiting = new Map(this.replicas.map((replica) => [replica, [] as Promise<[NodeId, Json]>[]]));
    const got: Json[] = [];
    while (got.length <= this.replicas.length / 2) {
      for (const [replica, open] of waiting) {
        open.push(this.node.request(replica, message).then((answer): [NodeId, Json] => [replica, answer]));
      }
      const pause = this.node.sleep(333).then(() => undefined);
      for (;;) {
        const first = await Promise.race([...[...waiting.values()].flat(), pause]);
        if (first === undefined) break;
        if (waiting.delete(first[0])) got.push(first[1]);
        if (got.length > this.replicas.length / 2) break;
      }
    }
    return got;
  }
}
