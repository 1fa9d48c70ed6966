/**
 * @breaks linearizable
 * @misconception A note that all is settled is about what the replica holds.
 */
import type { Json, Node, NodeId } from 'partial-failure';

type Version = [number, NodeId];
type Held = { version: Version; value: Json; settled: boolean };

const cmp = (a: Version, b: Version): number => a[0] - b[0] || (a[1] === b[1] ? 0 : a[1] < b[1] ? -1 : 1);

export class Replica {
  private held: Held = { version: [0, ''], value: null, settled: true };
  private pending: Promise<void>[] = [];
  constructor(private node: Node) {}

  async start(): Promise<void> {
    const disk = await this.node.disk.read('held');
    if (disk) this.held = { ...(disk as { version: Version; value: Json }), settled: false };
  }

  async onRequest(_from: NodeId, message: Json): Promise<Json> {
    const m = message as { version?: Version; value?: Json };
    if (!m.version) return this.held;
    if (cmp(m.version, this.held.version) > 0) {
      this.held = { version: m.version, value: m.value ?? null, settled: false };
      this.pending.push(this.node.disk.write('held', { version: m.version, value: m.value ?? null }));
    }
    await Promise.all(this.pending);
    return 'ok';
  }

  onMessage(_from: NodeId, message: Json): void {
    void message;
    this.held = { ...this.held, settled: true };
  }
}

export class Client {
  constructor(
    private node: Node,
    private replicas: NodeId[],
  ) {}

  async read(): Promise<Json> {
    const all = (await this.quorum({})) as Held[];
    let best = all[0]!;
    for (const held of all) if (cmp(held.version, best.version) > 0) best = held;
    const settled = all.some((held) => held.settled && cmp(held.version, best.version) === 0);
    if (!settled) await this.settle(best.version, best.value);
    return best.value;
  }

  async write(value: Json): Promise<void> {
    const all = (await this.quorum({})) as Held[];
    await this.settle([1 + Math.max(...all.map((held) => held.version[0])), this.node.id], value);
  }

  private async settle(version: Version, value: Json): Promise<void> {
    await this.quorum({ version, value });
    for (const replica of this.replicas) this.node.send(replica, version);
  }

  private quorum(message: { version?: Version; value?: Json }): Promise<Json[]> {
    const heard = new Map<NodeId, Json>();
    const need = this.replicas.length - Math.floor((this.replicas.length - 1) / 2);
    return new Promise((resolve) => {
      const poke = async (replica: NodeId, pause: number): Promise<void> => {
        if (heard.size >= need || heard.has(replica)) return;
        this.node.request(replica, message).then((answer) => {
          if (heard.size >= need) return;
          heard.set(replica, answer);
          if (heard.size === need) resolve([...heard.values()]);
        });
        await this.node.sleep(pause + 40 * this.node.random());
        return poke(replica, Math.min(pause * 2, 450));
      };
      this.replicas.forEach((replica) => void poke(replica, 60));
    });
  }
}
