/**
 * @breaks linearizable
 * @misconception The coordinator is one more vote.
 * @akin-to counts-answers
 */
import type { Json, Node, NodeId } from 'partial-failure';

type Reg = { t: number; w: NodeId; x: Json };
type Msg = { t: 'peek' } | { t: 'poke'; reg: Reg } | { t: 'read'; all: NodeId[] };
const over = (a: Reg, b: Reg) => (a.t === b.t ? a.w > b.w : a.t > b.t);

async function most(node: Node, ids: NodeId[], message: Msg, local?: Json): Promise<Json[]> {
  const have = new Map<NodeId, Json>();
  if (local !== undefined) have.set('me', local);
  let tries = 0;
  return new Promise((resolve) => {
    const round = async () => {
      while (have.size * 2 <= ids.length) {
        // A replica does not work for ever for a read that somebody else may have done.
        if (local !== undefined && ++tries > 30) return;
        for (const id of ids) {
          if (have.has(id)) continue;
          void node.request(id, message).then((a) => {
            if (have.size * 2 > ids.length) return;
            have.set(id, a);
            if (have.size * 2 > ids.length) resolve([...have.values()]);
          });
        }
        await node.sleep(160);
      }
    };
    void round();
  });
}

export class Replica {
  private reg: Reg = { t: 0, w: '', x: null };
  private synced: Promise<void> = Promise.resolve();
  constructor(private node: Node) {}
  async start() {
    const reg = await this.node.disk.read('reg');
    if (reg) this.reg = reg as Reg;
  }
  private async keep(reg: Reg) {
    if (over(reg, this.reg)) {
      this.reg = reg;
      this.synced = this.node.disk.write('reg', reg);
    }
    await this.synced;
    return 1;
  }
  async onRequest(_from: NodeId, message: Json): Promise<Json> {
    const m = message as Msg;
    if (m.t === 'peek') return this.reg;
    if (m.t === 'poke') return this.keep(m.reg);
    const regs = (await most(this.node, m.all, { t: 'peek' }, this.reg)) as Reg[];
    const reg = regs.reduce((a, b) => (over(b, a) ? b : a));
    await this.keep(reg);
    await most(this.node, m.all, { t: 'poke', reg }, 1);
    return [reg.x];
  }
}

export class Client {
  private next = 0;
  constructor(
    private node: Node,
    private replicas: NodeId[],
  ) {}
  async read(): Promise<Json> {
    return new Promise((resolve) => {
      let done = false;
      const go = async () => {
        while (!done) {
          const id = this.replicas[this.next++ % this.replicas.length]!;
          void this.node.request(id, { t: 'read', all: this.replicas }).then((a) => {
            done = true;
            resolve((a as [Json])[0]);
          });
          await this.node.sleep(300);
        }
      };
      void go();
    });
  }
  async write(x: Json): Promise<void> {
    const regs = (await most(this.node, this.replicas, { t: 'peek' })) as Reg[];
    const t = Math.max(...regs.map((r) => r.t)) + 1;
    await most(this.node, this.replicas, { t: 'poke', reg: { t, w: this.node.id, x } });
  }
}
