import type { Node, NodeId } from 'partial-failure';

/** What nodes say to each other. `term` is the term that the sender is in. */
type Message =
  | { term: number; kind: 'stand' } // Vote for me in this term.
  | { term: number; kind: 'vote' } // You have my vote in this term.
  | { term: number; kind: 'lead' } // I lead this term.
  | { term: number; kind: 'here' }; // I follow you in this term.

/** What the disk must remember: the newest term, and the one vote that was given in it. */
type Ballot = { term: number; votedFor: NodeId | null };

/** A leader is heard from this often. */
const HEARTBEAT_MS = 100;
/** Who has heard no leader for this long, and up to twice as long, stands. The spread keeps candidates apart. */
const PATIENCE_MS = 300;
/** A leader who has not heard from a majority for this long does not know any more whether it leads. */
const CONTACT_MS = 1000;

/**
 * The election of Raft (Ongaro and Ousterhout, 2014), without a log. A node gives one vote in a term, and remembers it
 * through a crash. Whoever has the votes of a majority leads that term: since two majorities share a node, nobody else
 * ever does.
 */
export class Candidate {
  private readonly node: Node;
  private readonly peers: readonly NodeId[];
  private readonly majority: number;

  private currentRole: 'leader' | 'follower' | 'candidate' = 'follower';
  private ballot: Ballot = { term: 0, votedFor: null };
  /** Settles when the disk holds `ballot`. */
  private saved: Promise<void> = Promise.resolve();
  /** Who has voted for this node in this term: nodes, not messages. */
  private votes = new Set<NodeId>();
  /** When each peer was last heard from in this term, by this node's clock. */
  private heard = new Map<NodeId, number>();
  /** When patience ends, by this node's clock. */
  private standsAt = 0;

  constructor(node: Node, peers: NodeId[]) {
    this.node = node;
    this.peers = peers;
    this.majority = Math.floor((peers.length + 1) / 2) + 1;
  }

  role(): 'leader' | 'follower' | 'candidate' {
    return this.currentRole;
  }

  term(): number {
    return this.ballot.term;
  }

  async start(): Promise<void> {
    const found = await this.node.disk.read('ballot');
    if (found !== undefined) this.ballot = found as Ballot;
    this.bePatient();
    void this.waitForLeader();
  }

  async onMessage(from: NodeId, message: Message): Promise<void> {
    const { term, kind } = message;
    if (term > this.ballot.term) this.enter({ term, votedFor: null }, 'follower');
    if (term < this.ballot.term) return;
    this.heard.set(from, this.node.clock.monotonic());
    switch (kind) {
      case 'stand': {
        const { votedFor } = this.ballot;
        if (votedFor !== null && votedFor !== from) return;
        // Decided and noted in one go: another request may come while the disk is busy.
        if (votedFor === null) this.enter({ term, votedFor: from }, 'follower');
        this.bePatient();
        await this.reply(from, term, 'vote');
        return;
      }
      case 'vote':
        if (this.currentRole !== 'candidate') return;
        this.votes.add(from);
        if (this.votes.size >= this.majority) void this.lead(term);
        return;
      case 'lead':
        // Whoever stood in this term has lost.
        this.currentRole = 'follower';
        this.bePatient();
        await this.reply(from, term, 'here');
        return;
      case 'here':
        return;
    }
  }

  /** Takes effect in memory at once, and on the disk when `saved` settles. */
  private enter(ballot: Ballot, role: 'follower' | 'candidate'): void {
    if (ballot.term > this.ballot.term) {
      this.votes = new Set();
      this.heard = new Map();
    }
    this.ballot = ballot;
    this.currentRole = role;
    this.saved = this.node.disk.write('ballot', ballot);
  }

  /** What this node says of a term it has to know after a crash: so the disk comes first. */
  private async reply(to: NodeId, term: number, kind: 'vote' | 'here'): Promise<void> {
    await this.saved;
    if (this.ballot.term === term) this.node.send(to, { term, kind });
  }

  private async waitForLeader(): Promise<void> {
    for (;;) {
      await this.node.sleep(Math.max(0, this.standsAt - this.node.clock.monotonic()));
      if (this.currentRole === 'leader') this.bePatient();
      else if (this.node.clock.monotonic() >= this.standsAt) await this.stand();
    }
  }

  private async stand(): Promise<void> {
    const term = this.ballot.term + 1;
    this.enter({ term, votedFor: this.node.id }, 'candidate');
    this.votes.add(this.node.id);
    this.bePatient();
    // A candidate that crashes must know afterwards that its vote is given.
    await this.saved;
    // While the disk was busy, a newer term or this term's leader may have come.
    if (this.ballot.term === term && this.currentRole === 'candidate') this.tellAll(term, 'stand');
  }

  private async lead(term: number): Promise<void> {
    this.currentRole = 'leader';
    while (this.currentRole === 'leader' && this.ballot.term === term) {
      this.tellAll(term, 'lead');
      await this.node.sleep(HEARTBEAT_MS);
      if (!this.hearsMajority()) this.retire(term);
    }
  }

  private retire(term: number): void {
    if (this.currentRole !== 'leader' || this.ballot.term !== term) return;
    this.currentRole = 'follower';
    this.bePatient();
  }

  private hearsMajority(): boolean {
    const since = this.node.clock.monotonic() - CONTACT_MS;
    let count = 1;
    for (const at of this.heard.values()) if (at >= since) count++;
    return count >= this.majority;
  }

  private bePatient(): void {
    const patience = PATIENCE_MS * (1 + this.node.random());
    this.standsAt = this.node.clock.monotonic() + patience;
  }

  private tellAll(term: number, kind: 'stand' | 'lead'): void {
    for (const peer of this.peers) this.node.send(peer, { term, kind });
  }
}
