import type { Json, Node, NodeId } from 'partial-failure';

type Message = {
  type: string;
  ballot: number;
  value: number;
  values: number[];
  accepted: [number, number] | null;
};

/** Comes to a decision with two others, in one of four ways. */
export class Member {
  private readonly heard = new Map<NodeId, number>();
  private known: number[] = [];
  private decided: number | undefined;
  // What an acceptor has promised, and accepted.
  private promised = -1;
  private accepted: [number, number] | null = null;
  private readonly promises = new Map<NodeId, [number, number] | null>();
  private readonly votes = new Set<NodeId>();
  private ballot = -1;

  constructor(
    private readonly node: Node,
    private readonly others: NodeId[],
    private readonly program: 'a fixed time' | 'everybody' | 'ballots in memory' | 'ballots on disk',
    private readonly rank: number,
    private readonly mine: number,
  ) {}

  async start(): Promise<void> {
    if (this.program !== 'ballots on disk') return;
    const saved = (await this.node.disk.read('acceptor')) as [number, [number, number] | null] | undefined;
    if (saved !== undefined) [this.promised, this.accepted] = saved;
  }

  /** Runs once in each life. */
  async take(): Promise<void> {
    if (this.program === 'a fixed time') return this.byTime();
    if (this.program === 'everybody') return this.byAll();
    return this.byBallots();
  }

  private async byTime(): Promise<void> {
    this.known = [this.mine];
    this.toAll({ type: 'values', values: this.known });
    await this.node.sleep(60); // every message has arrived by now
    this.toAll({ type: 'values', values: this.known });
    await this.node.sleep(60);
    this.decide(Math.min(...this.known));
  }

  private async byAll(): Promise<void> {
    this.heard.set(this.node.id, this.mine);
    while (this.decided === undefined) {
      this.toAll({ type: 'mine', value: this.mine });
      await this.node.sleep(200);
      if (this.heard.size === 3) this.decide(Math.min(...this.heard.values()));
    }
    // The others may still be waiting for this value.
    for (let i = 0; i < 60; i++) {
      this.toAll({ type: 'mine', value: this.mine });
      await this.node.sleep(200);
    }
  }

  private async byBallots(): Promise<void> {
    const { node } = this;
    for (let round = 0; this.decided === undefined; round++) {
      await node.sleep(node.random() * 200 * (round + 1));
      if (this.decided !== undefined) return;
      this.ballot = (Math.floor(Math.max(this.promised, this.ballot) / 3) + 1) * 3 + this.rank;
      const { ballot } = this;
      this.promises.clear();
      this.votes.clear();
      this.toAll({ type: 'prepare', ballot });
      await this.onMessage(node.id, { type: 'prepare', ballot });
      await node.sleep(150);
      if (this.promises.size < 2) continue;
      const known = [...this.promises.values()].filter((one) => one !== null).sort((a, b) => b[0] - a[0]);
      const value = known[0]?.[1] ?? this.mine;
      this.toAll({ type: 'accept', ballot, value });
      await this.onMessage(node.id, { type: 'accept', ballot, value });
      await node.sleep(150);
      if (this.votes.size < 2) continue;
      this.decide(value);
      for (let i = 0; i < 60; i++) {
        this.toAll({ type: 'decided', value });
        await node.sleep(200);
      }
    }
  }

  async onMessage(from: NodeId, message: Partial<Message>): Promise<void> {
    const { type, ballot = -1, value = 0, values = [] } = message;
    if (type === 'values') this.known = [...new Set([...this.known, ...values])];
    if (type === 'mine') this.heard.set(from, value);
    if (type === 'decided') this.decide(value);
    if (type === 'promise' && ballot === this.ballot) this.promises.set(from, message.accepted ?? null);
    if (type === 'accepted' && ballot === this.ballot) this.votes.add(from);
    if (type === 'prepare' && ballot > this.promised) {
      this.promised = ballot;
      const { accepted } = this;
      await this.save();
      this.answer(from, { type: 'promise', ballot, accepted });
    }
    if (type === 'accept' && ballot >= this.promised) {
      this.promised = ballot;
      this.accepted = [ballot, value];
      await this.save();
      this.answer(from, { type: 'accepted', ballot });
    }
  }

  private async save(): Promise<void> {
    if (this.program === 'ballots on disk')
      await this.node.disk.write('acceptor', [this.promised, this.accepted]);
  }

  private answer(to: NodeId, message: { type: string; ballot: number } & Record<string, Json>): void {
    if (to !== this.node.id) this.node.send(to, message);
    else void this.onMessage(to, message as Partial<Message>);
  }

  private toAll(message: Json): void {
    for (const to of this.others) this.node.send(to, message);
  }

  private decide(value: number): void {
    if (this.decided !== undefined) return;
    this.decided = value;
    this.node.log(`decides ${value}`);
  }
}

/** Says whatever suits it, to each something else. */
export class Liar {
  constructor(
    private readonly node: Node,
    private readonly others: NodeId[],
  ) {}

  async take(): Promise<void> {
    for (let i = 0; i < 20; i++) {
      this.others.forEach((to, n) => {
        this.node.send(to, { type: 'mine', value: n });
        this.node.send(to, { type: 'values', values: [n] });
        if (i > 0) this.node.send(to, { type: 'decided', value: 20 + n });
      });
      await this.node.sleep(100);
    }
  }

  onMessage(): void {
    // It does not listen.
  }
}
