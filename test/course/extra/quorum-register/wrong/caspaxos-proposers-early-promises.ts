/**
 * @breaks durable
 * @misconception A promise may be given while it is on its way to the disk. (CASPaxos.)
 * @akin-to answers-before-the-disk
 */
import type { Json, Node, NodeId } from 'partial-failure';

type Ballot = [number, NodeId];
type State = { value: Json; last: { [client: string]: number } };
type Slot = { promised: Ballot; accepted: Ballot; state: State };
type Promised = { accepted: Ballot; state: State };
const ZERO: Ballot = [0, ''];
const gt = (a: Ballot, b: Ballot) => a[0] > b[0] || (a[0] === b[0] && a[1] > b[1]);
const ge = (a: Ballot, b: Ballot) => !gt(b, a);

export class Replica {
  private slot: Slot = { promised: ZERO, accepted: ZERO, state: { value: null, last: {} } };
  private disk: Promise<void> = Promise.resolve();
  constructor(private readonly node: Node) {}
  async start() {
    this.slot = ((await this.node.disk.read('slot')) ?? this.slot) as Slot;
  }
  private keep(change: Partial<Slot>) {
    this.slot = { ...this.slot, ...change };
    this.disk = this.node.disk.write('slot', this.slot as unknown as Json);
  }
  async onRequest(_from: NodeId, message: Json): Promise<Json> {
    const m = message as unknown as { b: Ballot; state?: State };
    if (!ge(m.b, this.slot.promised)) return { no: this.slot.promised };
    if (m.state) {
      if (gt(m.b, this.slot.accepted)) this.keep({ promised: m.b, accepted: m.b, state: m.state });
      await this.disk;
      return { yes: m.b };
    }
    const { accepted, state } = this.slot;
    if (gt(m.b, this.slot.promised)) this.keep({ promised: m.b });
    return { accepted, state } as unknown as Json;
  }
}

export class Client {
  private round = 0;
  private op = 0;
  constructor(private readonly node: Node, private readonly replicas: NodeId[]) {}
  read() { return this.run((state) => state); }
  async write(value: Json) {
    const op = ++this.op;
    await this.run((state) =>
      (state.last[this.node.id] ?? 0) >= op ? state : { value, last: { ...state.last, [this.node.id]: op } });
  }
  private async run(change: (state: State) => State): Promise<Json> {
    for (let tries = 0; ; tries++) {
      const b: Ballot = [++this.round, this.node.id];
      const promises = await this.ask({ b });
      if (promises) {
        const [newest] = (promises as unknown as Promised[]).sort((x, y) => (gt(x.accepted, y.accepted) ? -1 : 1));
        const state = change(newest!.state);
        if (await this.ask({ b, state })) return state.value;
      }
      await this.node.sleep(20 + this.node.random() * 250 * (tries + 1));
    }
  }
  private async ask(question: { b: Ballot; state?: State }): Promise<Json[] | undefined> {
    const answers = new Map<NodeId, Json>();
    const refused = new Set<NodeId>();
    const need = Math.floor(this.replicas.length / 2) + 1;
    return new Promise((resolve) => {
      for (const id of this.replicas)
        void this.node.request(id, question as unknown as Json).then((reply) => {
          const { no } = reply as { no?: Ballot };
          if (no) {
            this.round = Math.max(this.round, no[0]);
            refused.add(id);
            if (refused.size > this.replicas.length - need) resolve(undefined);
          } else answers.set(id, reply);
          if (answers.size === need) resolve([...answers.values()]);
        });
      void this.node.sleep(450).then(() => resolve(undefined));
    });
  }
}
