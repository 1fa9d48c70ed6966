import type { Node, NodeId } from 'partial-failure';

/** Has one vote, and gives it once. */
export class Voter {
  private votedFor: NodeId | undefined;

  constructor(private readonly node: Node) {}

  async start() {
    const saved = await this.node.disk.read('vote');
    if (typeof saved === 'string') this.votedFor = saved;
  }

  async onRequest(from: NodeId) {
    this.votedFor ??= from; // look and decide: no await between
    await this.node.disk.write('vote', this.votedFor); // then durable
    return { ok: this.votedFor === from }; // then answered
  }
}

/** Asks all for their votes, waits, and counts. */
export class Candidate {
  constructor(
    private readonly node: Node,
    private readonly voters: NodeId[],
    private readonly rule: 'majority' | 'half' | 'answered',
  ) {}

  async run() {
    let answers = 0;
    let votes = 0;
    for (const voter of this.voters) {
      void this.node.request(voter, { op: 'vote for me' }).then((reply) => {
        answers += 1;
        if ((reply as { ok: boolean }).ok) votes += 1;
      });
    }
    await this.node.sleep(500);
    const all = this.voters.length;
    const decided =
      this.rule === 'majority'
        ? votes > all / 2
        : this.rule === 'half'
          ? votes >= all / 2
          : votes > answers / 2; // a majority of those who answered
    this.node.log(`${votes} of ${all}`, { votes, answers });
    return decided ? 'wins' : 'loses';
  }
}
