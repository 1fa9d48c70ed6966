/**
 * @breaks elects
 * @misconception Whoever fails to be elected should wait three times as long each time.
 */
import type { Node, NodeId } from 'partial-failure';

type Message =
  | { term: number; kind: 'stand' }
  | { term: number; kind: 'vote' }
  | { term: number; kind: 'lead' }
  | { term: number; kind: 'here' };

type Ballot = { term: number; votedFor: NodeId | null };

const HEARTBEAT_MS = 100;
const PATIENCE_MS = 300;
const CONTACT_MS = 1000;

export class Candidate {
  private readonly node: Node;
  private readonly peers: readonly NodeId[];
  private readonly majority: number;

  private currentRole: 'leader' | 'follower' | 'candidate' = 'follower';
  private ballot: Ballot = { term: 0, votedFor: null };
  private saved: Promise<void> = Promise.resolve();
  private votes = new Set<NodeId>();
  private heard = new Map<NodeId, number>();
  private standsAt = 0;
  private failures = 0;

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
        this.currentRole = 'follower';
        this.failures = 0;
        this.bePatient();
        await this.reply(from, term, 'here');
        return;
      case 'here':
        return;
    }
  }

  private enter(ballot: Ballot, role: 'follower' | 'candidate'): void {
    if (ballot.term > this.ballot.term) {
      this.votes = new Set();
      this.heard = new Map();
    }
    this.ballot = ballot;
    this.currentRole = role;
    this.saved = this.node.disk.write('ballot', ballot);
  }

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
    this.failures++;
    this.bePatient();
    await this.saved;
    if (this.ballot.term === term && this.currentRole === 'candidate') this.tellAll(term, 'stand');
  }

  private async lead(term: number): Promise<void> {
    this.currentRole = 'leader';
    this.failures = 0;
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
    const patience = PATIENCE_MS * 3 ** this.failures * (1 + this.node.random());
    this.standsAt = this.node.clock.monotonic() + patience;
  }

  private tellAll(term: number, kind: 'stand' | 'lead'): void {
    for (const peer of this.peers) this.node.send(peer, { term, kind });
  }
}
