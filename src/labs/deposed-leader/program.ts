import type { Json, Node, NodeId } from 'partial-failure';

type Reply = { ok: boolean; term: number };
type Message = { op: string; term: number; value: number };

/** Holds a copy of x. One replica leads; when it is silent for too long, the others elect another. */
export class Replica {
  private term = 4;
  private votedFor: NodeId | undefined;
  private x: Json = 10;
  private leader: NodeId;
  private heardAt: number;

  constructor(
    private readonly node: Node,
    private readonly others: NodeId[],
    first: NodeId,
    private readonly patienceMs: number,
    private readonly asksMajority: boolean,
  ) {
    this.leader = first;
    this.heardAt = node.clock.monotonic();
  }

  start() {
    if (this.leads) this.node.log('leads', { role: 'leader', term: this.term });
    void this.live();
  }

  private get leads() {
    return this.leader === this.node.id;
  }

  private async live() {
    for (;;) {
      const silenceMs = this.node.clock.monotonic() - this.heardAt;
      if (this.leads) {
        this.announce();
        await this.node.sleep(2000);
      } else if (silenceMs < this.patienceMs) await this.node.sleep(this.patienceMs - silenceMs);
      else await this.standForElection();
    }
  }

  private announce() {
    for (const other of this.others) this.node.send(other, { op: 'I lead', term: this.term, value: this.x });
  }

  private async standForElection() {
    this.heardAt = this.node.clock.monotonic();
    this.term += 1;
    this.votedFor = this.node.id;
    const { term } = this;
    if (!(await this.majority({ op: 'vote', term })) || term !== this.term) return;
    this.leader = this.node.id;
    this.node.log('leads', { role: 'leader', term });
  }

  /** Asks the others until more than half agree, itself counted; false when a higher term turns up. */
  private majority(question: { op: string; term: number; value?: Json }) {
    const agreed = new Set([this.node.id]);
    return new Promise<boolean>((resolve) => {
      const ask = async () => {
        while (this.term === question.term && agreed.size * 2 <= this.others.length + 1) {
          for (const other of this.others) void this.node.request(other, question).then(count(other));
          await this.node.sleep(2000);
        }
        resolve(false);
      };
      const count = (other: NodeId) => (reply: Json) => {
        const { ok, term } = reply as Reply;
        if (term > this.term) this.stepDown(term);
        if (ok) agreed.add(other);
        if (agreed.size * 2 > this.others.length + 1) resolve(true);
      };
      void ask();
    });
  }

  private stepDown(term: number, leader = this.others[0] ?? '') {
    if (this.leads) this.node.log('steps down', { role: 'follower', term });
    if (term > this.term) this.votedFor = undefined;
    this.term = term;
    this.leader = leader;
    this.heardAt = this.node.clock.monotonic();
  }

  /** A leader announces itself. */
  onMessage(from: NodeId, { op, term, value }: Message) {
    if (op === 'you do not') {
      if (term > this.term) this.stepDown(term, from);
      return;
    }
    if (term < this.term) {
      this.node.send(from, { op: 'you do not', term: this.term });
      return;
    }
    this.stepDown(term, from);
    this.x = value;
  }

  async onRequest(from: NodeId, { op, term, value }: Message) {
    if (op === 'read' || op === 'write') return this.serve(op, value);
    if (term < this.term) return { ok: false, term: this.term };
    if (op === 'vote') {
      if (term > this.term) this.stepDown(term);
      this.votedFor ??= from;
      return { ok: this.votedFor === from, term };
    }
    if (op === 'store') this.x = value;
    return { ok: true, term };
  }

  /** What clients ask for. */
  private async serve(op: string, value: Json) {
    if (!this.leads) return { ok: false, leader: this.leader };
    const { term } = this;
    if (op === 'write') {
      if (this.asksMajority && !(await this.majority({ op: 'store', term, value })))
        return { ok: false, leader: this.leader };
      this.x = value;
      if (!this.asksMajority) this.announce();
      return { ok: true };
    }
    if (this.asksMajority && !(await this.majority({ op: 'still', term })))
      return { ok: false, leader: this.leader };
    return { ok: true, value: this.x };
  }
}

/** Asks the replica that it knows, and goes where that one sends it. */
export class Client {
  constructor(
    private readonly node: Node,
    private readonly first: NodeId,
    private readonly patienceMs: number,
  ) {}

  async ask(op: string, value?: number) {
    let to = this.first;
    for (;;) {
      const question = value === undefined ? { op } : { op, value };
      const silence = this.node.sleep(this.patienceMs).then(() => undefined);
      const reply = (await Promise.race([this.node.request(to, question), silence])) as
        { ok: boolean; value?: number; leader: NodeId } | undefined;
      if (reply?.ok === true) return reply.value ?? 'done';
      to = reply?.leader ?? this.first;
    }
  }
}
