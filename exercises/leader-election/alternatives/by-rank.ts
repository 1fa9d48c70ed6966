/**
 * @approach Nothing is drawn: patience grows with a node's rank. Votes are kept for each term, so that an older one may still be given.
 */
import type { Node, NodeId } from 'partial-failure';

type Message = { term: number; ask?: number; granted?: number; beat?: number; echo?: number };

export class Candidate {
  private me: 'leader' | 'follower' | 'candidate' = 'follower';
  private newest = 0;
  private leads = 0;
  private stoodIn = 0;
  private votes: { [term: string]: NodeId } = {};
  private disk: Promise<void> = Promise.resolve();
  private supporters: NodeId[] = [];
  private deadline = 0;
  private beats = 0;
  private readonly echoes = new Map<NodeId, number>();
  private readonly rank: number;

  constructor(
    private readonly node: Node,
    private readonly peers: NodeId[],
  ) {
    this.rank = [node.id, ...peers].sort().indexOf(node.id);
  }

  role(): 'leader' | 'follower' | 'candidate' {
    return this.me;
  }

  term(): number {
    return this.newest;
  }

  async start(): Promise<void> {
    const stored = await this.node.disk.read('state');
    if (stored !== undefined) {
      const { newest, votes } = stored as { newest: number; votes: { [term: string]: NodeId } };
      this.newest = newest;
      this.votes = votes;
    }
    this.wait();
    void this.watch();
  }

  async onMessage(from: NodeId, m: Message): Promise<void> {
    if (m.term > this.newest) {
      this.newest = m.term;
      this.me = 'follower';
      this.keep();
    }
    if (m.ask !== undefined) await this.vote(from, m.ask);
    if (m.granted !== undefined && m.granted === this.stoodIn && this.me === 'candidate') {
      if (this.stoodIn !== this.newest || this.supporters.includes(from)) return;
      this.supporters.push(from);
      if (this.isMajority(this.supporters.length)) {
        this.me = 'leader';
        this.leads = this.newest;
        this.beats = 0;
        this.echoes.clear();
        void this.reign(this.newest);
      }
    }
    if (m.beat !== undefined && m.term === this.newest) {
      this.me = 'follower';
      this.wait();
      this.node.send(from, { term: this.newest, echo: m.beat });
    }
    if (m.echo !== undefined && m.term === this.leads)
      this.echoes.set(from, Math.max(m.echo, this.echoes.get(from) ?? 0));
  }

  private async vote(from: NodeId, term: number): Promise<void> {
    const key = String(term);
    this.votes[key] ??= from;
    if (this.votes[key] !== from) return;
    this.keep();
    this.wait();
    await this.disk;
    this.node.send(from, { term: this.newest, granted: term });
  }

  private async watch(): Promise<void> {
    for (;;) {
      const left = this.deadline - this.node.clock.monotonic();
      if (left > 0) await this.node.sleep(left);
      else if (this.me === 'leader') await this.node.sleep(300);
      else await this.candidate();
    }
  }

  private async candidate(): Promise<void> {
    this.wait();
    // A vote of this node's may have gone to somebody else in the very next term: then one further.
    const term = this.newest + 1;
    this.newest = term;
    this.me = 'candidate';
    if ((this.votes[String(term)] ??= this.node.id) !== this.node.id) {
      this.keep();
      return;
    }
    this.stoodIn = term;
    this.supporters = [this.node.id];
    this.keep();
    await this.disk;
    if (this.newest !== term) return;
    for (const peer of this.peers) this.node.send(peer, { term, ask: term });
  }

  /** Heartbeats have numbers. Who has not echoed one of the last eight does not count. */
  private async reign(term: number): Promise<void> {
    while (this.me === 'leader' && this.newest === term) {
      const fresh = this.peers.filter((peer) => this.beats - (this.echoes.get(peer) ?? 0) <= 8).length;
      if (!this.isMajority(fresh + 1)) {
        this.me = 'follower';
        this.wait();
        return;
      }
      this.beats++;
      for (const peer of this.peers) this.node.send(peer, { term, beat: this.beats });
      await this.node.sleep(120);
    }
  }

  private keep(): void {
    this.disk = this.node.disk.write('state', { newest: this.newest, votes: this.votes });
  }

  private wait(): void {
    this.deadline = this.node.clock.monotonic() + 350 + 200 * this.rank;
  }

  private isMajority(count: number): boolean {
    return count > (this.peers.length + 1) / 2;
  }
}
