/** @approach Asks a random majority first and the others only when it does not answer soon. */
import type { Json, Node, NodeId } from 'partial-failure';

interface Tagged {
  tag: string;
  value: Json;
}

const tagOf = (round: number, id: NodeId): string => `${String(round).padStart(12, '0')}:${id}`;
const roundOf = (tag: string): number => Number(tag.split(':')[0]);

export class Replica {
  private current: Tagged = { tag: tagOf(0, ''), value: null };
  private readonly inFlight = new Set<Promise<void>>();

  constructor(private readonly node: Node) {}

  async start(): Promise<void> {
    const tag = await this.node.disk.read('current');
    if (tag !== undefined) this.current = tag as unknown as Tagged;
  }

  async onRequest(from: NodeId, { put }: any): Promise<Json> {
    if (put === undefined) return { ...this.current };
    if (put.tag > this.current.tag) {
      this.current = put;
      const write = this.node.disk.write('current', put);
      this.inFlight.add(write);
      void write.then(() => this.inFlight.delete(write));
    }
    await Promise.all(this.inFlight);
    return true;
  }
}

export class Client {
  constructor(
    private readonly node: Node,
    private readonly replicas: NodeId[],
  ) {}

  async read(): Promise<Json> {
    const best = await this.best();
    await this.quorum({ put: { tag: best.tag, value: best.value } });
    return best.value;
  }

  async write(value: Json): Promise<void> {
    const best = await this.best();
    await this.quorum({ put: { tag: tagOf(roundOf(best.tag) + 1, this.node.id), value } });
  }

  private async best(): Promise<Tagged> {
    const replies = (await this.quorum({})) as unknown as Tagged[];
    return replies.reduce((a, b) => (a.tag >= b.tag ? a : b));
  }

  private quorum(message: Json): Promise<Json[]> {
    const need = Math.floor(this.replicas.length / 2) + 1;
    const order = this.replicas.map((id) => ({ id, at: this.node.random() })).sort((a, b) => a.at - b.at);
    const replies = new Map<NodeId, Json>();
    return new Promise((resolve) => {
      const ask = (id: NodeId) =>
        void this.node.request(id, message).then((reply) => {
          replies.set(id, reply);
          if (replies.size === need) resolve([...replies.values()]);
        });
      const go = async () => {
        for (let tries = 0; replies.size < need; tries++) {
          const targets = tries === 0 ? order.slice(0, need) : order;
          for (const { id } of targets) if (!replies.has(id)) ask(id);
          await this.node.sleep(tries === 0 ? 140 : 300);
        }
      };
      void go();
    });
  }
}
