/**
 * @approach A different algorithm altogether: the clients run single-value Paxos over and over on the replicas (CASPaxos). A
 * read proposes what is there, a write proposes its own value; ballots are promised and accepted by majorities.
 */
import type { Json, Node, NodeId } from 'partial-failure';

type Ballot = [round: number, client: NodeId];
type State = { promised: Ballot; accepted: Ballot; write: string; value: Json };
type Prepare = { op: 'prepare'; ballot: Ballot };
type Accept = { op: 'accept'; ballot: Ballot; write: string; value: Json };
type Reply = { ok: boolean; state: State };

const above = (a: Ballot, b: Ballot): boolean => a[0] > b[0] || (a[0] === b[0] && a[1] > b[1]);

export class Replica {
  private state: State = { promised: [0, ''], accepted: [0, ''], write: '', value: null };
  private saved: Promise<void> = Promise.resolve();

  constructor(private readonly node: Node) {}

  async start(): Promise<void> {
    const state = await this.node.disk.read('state');
    if (state !== undefined) this.state = state as State;
  }

  async onRequest(_from: NodeId, message: Json): Promise<Json> {
    const m = message as Prepare | Accept;
    if (above(this.state.promised, m.ballot)) return { ok: false, state: this.state };
    this.state =
      m.op === 'prepare'
        ? { ...this.state, promised: m.ballot }
        : { promised: m.ballot, accepted: m.ballot, write: m.write, value: m.value };
    const { state } = this;
    this.saved = this.node.disk.write('state', state);
    await this.saved;
    return { ok: true, state };
  }
}

export class Client {
  private round = 0;
  private writes = 0;

  constructor(
    private readonly node: Node,
    private readonly replicas: NodeId[],
  ) {}

  read(): Promise<Json> {
    return this.change();
  }

  async write(value: Json): Promise<void> {
    await this.change({ write: `${this.node.id} ${++this.writes}`, value });
  }

  private async change(mine?: { write: string; value: Json }): Promise<Json> {
    let proposed = false;
    for (let tries = 0; ; tries++) {
      const ballot: Ballot = [++this.round, this.node.id];
      const promises = await this.ask({ op: 'prepare', ballot });
      if (promises !== undefined) {
        const top = promises.reduce((a, b) => (above(b.accepted, a.accepted) ? b : a));
        // Once proposed, a write may be there, or may have been there and been replaced: it is not proposed again unless
        // the replicas show that nothing came of it. To be safe it goes on with what it finds.
        const next = mine !== undefined && !proposed ? mine : { write: top.write, value: top.value };
        if (mine !== undefined && !proposed) proposed = true;
        const accepted = await this.ask({ op: 'accept', ballot, ...next });
        if (accepted !== undefined) {
          if (mine === undefined || next.write === mine.write) return next.value;
          // Somebody else's value was chosen after ours may have been. Unclear whether ours ever was: propose again.
          proposed = false;
          mine = { ...mine, write: `${mine.write}'` };
        }
      }
      await this.node.sleep(this.node.random() * Math.min(40 * 2 ** tries, 300));
    }
  }

  /** The states of a majority that agreed, or nothing when one refused. */
  private ask(message: Prepare | Accept): Promise<State[] | undefined> {
    return new Promise((resolve) => {
      const states = new Map<NodeId, State>();
      let over = false;
      const poll = async (replica: NodeId): Promise<void> => {
        while (!over && !states.has(replica)) {
          void this.node.request(replica, message).then((reply) => {
            const { ok, state } = reply as Reply;
            this.round = Math.max(this.round, state.promised[0]);
            if (over) return;
            if (ok) states.set(replica, state);
            if (ok && states.size <= this.replicas.length / 2) return;
            over = true;
            resolve(ok ? [...states.values()] : undefined);
          });
          await this.node.sleep(150);
        }
      };
      for (const replica of this.replicas) void poll(replica);
    });
  }
}
