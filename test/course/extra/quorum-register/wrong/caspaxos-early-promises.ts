/**
 * @breaks durable
 * @misconception A promise may be given while it is on its way to the disk; only what is accepted must be there. (CASPaxos.)
 * @akin-to answers-before-the-disk
 */
import type { Json, Node, NodeId } from 'partial-failure';

type Ballot = [number, NodeId];
type State = { value: Json; last: { [client: string]: { op: number; gave: Json } } };
type Slot = { promised: Ballot; accepted: Ballot; state: State };
type Ask =
  | { k: 'do'; all: NodeId[]; op: number; write: boolean; value: Json }
  | { k: 'prep'; b: Ballot }
  | { k: 'acc'; b: Ballot; state: State };

const ZERO: Ballot = [0, ''];
const gt = (a: Ballot, b: Ballot) => a[0] > b[0] || (a[0] === b[0] && a[1] > b[1]);

export class Replica {
  private slot: Slot = { promised: ZERO, accepted: ZERO, state: { value: null, last: {} } };
  private round = 0;
  private line: Promise<unknown> = Promise.resolve();

  constructor(private readonly node: Node) {}

  async start() {
    const slot = await this.node.disk.read('slot');
    if (slot !== undefined) this.slot = slot as Slot;
    this.round = this.slot.promised[0];
  }

  private save(slot: Slot) {
    this.slot = slot;
    return this.node.disk.write('slot', slot as unknown as Json);
  }

  async onRequest(from: NodeId, message: Json): Promise<Json> {
    const m = message as unknown as Ask;
    if (m.k === 'prep') {
      if (!gt(m.b, this.slot.promised)) return { no: this.slot.promised };
      const { accepted, state } = this.slot;
      void this.save({ ...this.slot, promised: m.b });
      return { accepted, state } as unknown as Json;
    }
    if (m.k === 'acc') {
      if (gt(this.slot.promised, m.b)) return { no: this.slot.promised };
      await this.save({ promised: m.b, accepted: m.b, state: m.state });
      return { yes: true };
    }
    const turn = this.line.then(() => this.perform(from, m));
    this.line = turn;
    return turn;
  }

  private async perform(client: NodeId, m: Extract<Ask, { k: 'do' }>): Promise<Json> {
    for (let tries = 0; tries < 6; tries++) {
      this.round = Math.max(this.round, this.slot.promised[0]) + 1;
      const b: Ballot = [this.round, this.node.id];
      const promises = await this.majority(m.all, { k: 'prep', b });
      if (promises) {
        let best = promises[0] as unknown as { accepted: Ballot; state: State };
        for (const p of promises as unknown as { accepted: Ballot; state: State }[]) if (gt(p.accepted, best.accepted)) best = p;
        const before = best.state.last[client];
        const done = before !== undefined && before.op >= m.op;
        const gave = done ? before.gave : m.write ? null : best.state.value;
        const state: State = done
          ? best.state
          : { value: m.write ? m.value : best.state.value, last: { ...best.state.last, [client]: { op: m.op, gave } } };
        if (await this.majority(m.all, { k: 'acc', b, state })) return { gave };
      }
      await this.node.sleep(this.node.random() * 60 * (tries + 1) + 5);
    }
    return { gone: true };
  }

  private majority(all: NodeId[], ask: Ask): Promise<Json[] | undefined> {
    return new Promise((resolve) => {
      const yes = new Map<NodeId, Json>();
      const refused = new Set<NodeId>();
      let over = false;
      const end = (v: Json[] | undefined) => { over = true; resolve(v); };
      for (const id of all)
        this.node.request(id, ask as unknown as Json).then((r) => {
          const no = (r as { no?: Ballot }).no;
          if (no) { this.round = Math.max(this.round, no[0]); refused.add(id); if (!over && refused.size * 2 >= all.length) end(undefined); return; }
          yes.set(id, r);
          if (!over && yes.size * 2 > all.length) end([...yes.values()]);
        });
      this.node.sleep(200).then(() => { if (!over) end(undefined); });
    });
  }
}

export class Client {
  private op = 0;
  private next = 0;
  constructor(private readonly node: Node, private readonly replicas: NodeId[]) {}
  read() { return this.go(false, null); }
  async write(value: Json) { await this.go(true, value); }
  private go(write: boolean, value: Json): Promise<Json> {
    const op = ++this.op;
    return new Promise((resolve) => {
      let done = false;
      const run = async () => {
        while (!done) {
          const id = this.replicas[this.next++ % this.replicas.length]!;
          this.node.request(id, { k: 'do', all: this.replicas, op, write, value }).then((r) => {
            if (done || (r as { gone?: true }).gone) return;
            done = true;
            this.next = this.replicas.indexOf(id);
            resolve((r as { gave: Json }).gave);
          });
          await this.node.sleep(900);
        }
      };
      void run();
    });
  }
}
