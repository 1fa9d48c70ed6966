import type { Json, Node, NodeId } from 'partial-failure';

/**
 * A client counts its lives on its disk and its tries in its memory, so that all it ever says stands in one order.
 * A replica lets a later try of the same client push an earlier one aside, and is deaf to what is older.
 */
type Ballot = { readonly life: number; readonly nr: number };

interface State {
  readonly token: number;
  readonly owner: NodeId | null;
  /** The newest ballot of each client. */
  readonly newest: { readonly [client: string]: Ballot };
}

interface Question {
  readonly kind: 'take' | 'stay' | 'leave';
  readonly token: number;
  readonly ballot: Ballot;
}

function compare(a: Ballot, b: Ballot): number {
  return a.life - b.life || a.nr - b.nr;
}

const NEVER: Ballot = { life: 0, nr: 0 };

export class Replica {
  private state: State = { token: 0, owner: null, newest: {} };
  private written: Promise<void> = Promise.resolve();
  private ownedUntil = 0;

  constructor(
    private readonly node: Node,
    private readonly replicas: readonly NodeId[],
    private readonly ttlMs: number,
  ) {}

  async start(): Promise<void> {
    this.state = ((await this.node.disk.read('state')) as State | undefined) ?? this.state;
    this.ownedUntil = this.node.clock.monotonic() + this.ttlMs;
  }

  async onRequest(from: NodeId, message: Json): Promise<Json> {
    const { kind, token, ballot } = message as unknown as Question;
    const yes = this.answer(kind, from, token, ballot);
    const known = this.state.token;
    await this.written;
    return { yes, known, of: this.replicas.length };
  }

  private answer(kind: Question['kind'], from: NodeId, token: number, ballot: Ballot): boolean {
    const { newest, owner, token: highest } = this.state;
    const order = compare(ballot, newest[from] ?? NEVER);
    const now = this.node.clock.monotonic();
    if (order < 0) return false;
    const owns = owner === from && order === 0;
    const seen = { ...newest, [from]: ballot };
    if (kind === 'leave') {
      if (owner === from) this.change({ token: highest, owner: null, newest: seen });
      else if (order > 0) this.change({ token: highest, owner, newest: seen });
      return true;
    }
    if (kind === 'stay') {
      if (owns) this.ownedUntil = now + this.ttlMs;
      return owns;
    }
    if (owns) return highest === token;
    if (order === 0) return false;
    if (token <= highest || (owner !== null && owner !== from && now < this.ownedUntil)) return false;
    this.change({ token, owner: from, newest: seen });
    this.ownedUntil = now + this.ttlMs;
    return true;
  }

  private change(state: State): void {
    this.state = state;
    this.written = this.node.disk.write('state', state as unknown as Json);
  }
}

export class LockClient {
  private life = 0;
  private nr = 0;
  private known = 0;
  private mine: { token: number; ballot: Ballot } | undefined;

  constructor(
    private readonly node: Node,
    private readonly replicas: readonly NodeId[],
    private readonly ttlMs: number,
  ) {}

  async start(): Promise<void> {
    this.life = Number((await this.node.disk.read('life')) ?? 0) + 1;
    await this.node.disk.write('life', this.life);
  }

  async acquire(): Promise<{ token: number }> {
    this.mine = undefined;
    for (;;) {
      const began = this.node.clock.monotonic();
      const token = this.known + 1;
      const ballot = { life: this.life, nr: ++this.nr };
      const yes = await this.ask('take', token, ballot, 800);
      if (yes && this.node.clock.monotonic() - began < this.ttlMs - 100) {
        this.mine = { token, ballot };
        return { token };
      }
      void this.ask('leave', token, ballot, 100);
      await this.node.sleep(100 + this.node.random() * 500);
    }
  }

  async renew(): Promise<boolean> {
    if (this.mine === undefined) return false;
    const began = this.node.clock.monotonic();
    const yes = await this.ask('stay', this.mine.token, this.mine.ballot, 2_000);
    return yes && this.node.clock.monotonic() - began < this.ttlMs - 100;
  }

  async release(): Promise<void> {
    const { mine } = this;
    this.mine = undefined;
    if (mine !== undefined) await this.ask('leave', mine.token, mine.ballot, 300);
  }

  private async ask(kind: Question['kind'], token: number, ballot: Ballot, ms: number): Promise<boolean> {
    const said = new Map<NodeId, boolean>();
    const enough = Math.floor(this.replicas.length / 2) + 1;
    const polled = new Promise<boolean>((resolve) => {
      for (const replica of this.replicas)
        void this.node.request(replica, { kind, token, ballot }).then((reply) => {
          const { yes, known } = reply as { yes: boolean; known: number };
          this.known = Math.max(this.known, known);
          said.set(replica, yes);
          const votes = [...said.values()].filter(Boolean).length;
          if (votes >= enough) resolve(true);
          if (said.size - votes > this.replicas.length - enough) resolve(false);
        });
    });
    return Promise.race([polled, this.node.sleep(ms).then(() => false)]);
  }
}
