/**
 * @approach A client remembers the last tag that it brought to a majority itself, and does not write it back again. A write of
 * the value that is there already brings that to a majority instead. What `write` resolves with is not JSON.
 */
import type { Json, Node, NodeId } from 'partial-failure';

type Reg = { tag: [number, string]; value: Json };
const above = (a: Reg, b: Reg) => a.tag[0] > b.tag[0] || (a.tag[0] === b.tag[0] && a.tag[1] > b.tag[1]);

export class Replica {
  private reg: Reg = { tag: [0, ''], value: null };
  private safe: Promise<void> | undefined;
  constructor(private readonly node: Node) {}
  async start() {
    const reg = await this.node.disk.read('reg');
    if (reg) this.reg = reg as Reg;
  }
  async onRequest(_from: NodeId, message: Json): Promise<Json> {
    if (message === null) return this.reg;
    const reg = message as Reg;
    if (above(reg, this.reg)) {
      this.reg = reg;
      this.safe = this.node.disk.write('reg', reg);
    }
    await this.safe;
    return true;
  }
}

export class Client {
  private known = '';
  constructor(
    private readonly node: Node,
    private readonly replicas: NodeId[],
  ) {}

  async read() {
    const reg = await this.ask();
    await this.settle(reg);
    return reg.value;
  }

  async write(value: Json): Promise<any> {
    const reg = await this.ask();
    if (JSON.stringify(reg.value) === JSON.stringify(value)) return this.settle(reg);
    return this.settle({ tag: [reg.tag[0] + 1, this.node.id], value });
  }

  private async settle(reg: Reg): Promise<any> {
    if (this.known === reg.tag.join()) return new Map();
    const acks = await this.spread(reg);
    this.known = reg.tag.join();
    return acks;
  }

  private async ask(): Promise<Reg> {
    const regs = [...(await this.spread(null)).values()] as Reg[];
    return regs.reduce((a, b) => (above(b, a) ? b : a));
  }

  private async spread(message: Json): Promise<Map<NodeId, Json>> {
    const acks = new Map<NodeId, Json>();
    let ready!: () => void;
    const majority = new Promise<void>((resolve) => (ready = resolve));
    const pending = this.replicas.map(async (replica) => {
      while (!acks.has(replica) && acks.size <= this.replicas.length / 2) {
        const reply = this.node.request(replica, message).then((ack) => {
          acks.set(replica, ack);
          if (acks.size > this.replicas.length / 2) ready();
        });
        await Promise.race([reply, this.node.sleep(275)]);
      }
    });
    await Promise.race([majority, Promise.all(pending)]);
    return new Map(acks);
  }
}
