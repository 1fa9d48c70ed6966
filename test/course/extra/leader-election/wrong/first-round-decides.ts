/**
 * @breaks by-majority
 * @misconception Whoever would be elected is elected.
 */
import type { Json, Node, NodeId } from 'partial-failure';

type Role = 'leader' | 'follower' | 'candidate';
type Message = { term: number; op: string; next?: number; [more: string]: Json | undefined };

const TICK = 25;

export class Candidate {
  private state: Role = 'follower';
  private current = 0;
  private choice: NodeId | null = null;
  private queue: Promise<void> = Promise.resolve();
  private lastLeader = -Infinity;
  private limit = 0;
  private since = 0;
  private beat = -Infinity;
  private wouldVote = new Set<NodeId>();
  private ballots = new Set<NodeId>();
  private readonly contact = new Map<NodeId, number>();

  constructor(
    private readonly node: Node,
    private readonly peers: NodeId[],
  ) {}

  role = (): Role => this.state;
  term = (): number => this.current;

  async start(): Promise<void> {
    this.current = ((await this.node.disk.read('term')) as number | undefined) ?? 0;
    const choice = (await this.node.disk.read('choice')) as [number, NodeId] | undefined;
    if (choice?.[0] === this.current) this.choice = choice[1];
    this.rest();
    void this.ticks();
  }

  onMessage = async (from: NodeId, message: Message): Promise<void> => {
    const { term, op } = message;
    this.contact.set(from, this.now());
    if (op === 'would-you') {
      const quiet = this.now() - this.lastLeader > 250 && this.state !== 'leader';
      if (quiet && (message.next ?? 0) > this.current)
        this.node.send(from, { term: this.current, op: 'i-would', next: message.next ?? 0 });
      else if (term < this.current) this.node.send(from, { term: this.current, op: 'no' });
      return;
    }
    if (term > this.current) await this.advance(term);
    if (term !== this.current) return;
    if (op === 'i-would') {
      if (this.state !== 'candidate' || message.next !== this.current + 1) return;
      this.wouldVote.add(from);
      if (this.enough(this.wouldVote.size)) {
        await this.run();
        this.state = 'leader';
        this.heartbeat();
      }
    } else if (op === 'elect-me') {
      if (this.choice !== null && this.choice !== from) return;
      if (this.choice === null) {
        this.choice = from;
        this.state = 'follower';
        this.queue = this.node.disk.write('choice', [term, from]);
      }
      this.rest();
      await this.queue;
      if (this.current === term) this.node.send(from, { term, op: 'elected' });
    } else if (op === 'elected') {
      if (this.state !== 'candidate' || this.choice !== this.node.id) return;
      this.ballots.add(from);
      if (this.enough(this.ballots.size)) {
        this.state = 'leader';
        this.beat = -Infinity;
        this.heartbeat();
      }
    } else if (op === 'alive') {
      this.lastLeader = this.now();
      this.state = 'follower';
      this.rest();
      this.node.send(from, { term, op: 'seen' });
    }
  };

  private async ticks(): Promise<void> {
    for (;;) {
      await this.node.sleep(TICK);
      if (this.state === 'leader') {
        const fresh = [...this.contact.values()].filter((at) => this.now() - at < 900).length;
        if (this.enough(fresh + 1)) this.heartbeat();
        else {
          this.state = 'follower';
          this.rest();
        }
      } else if (this.now() - this.since > this.limit) {
        this.state = 'candidate';
        this.rest();
        this.wouldVote = new Set([this.node.id]);
        for (const peer of this.peers)
          this.node.send(peer, { term: this.current, op: 'would-you', next: this.current + 1 });
      }
    }
  }

  private async run(): Promise<void> {
    const term = this.current + 1;
    this.wouldVote = new Set();
    const written = this.advance(term);
    this.state = 'candidate';
    this.choice = this.node.id;
    this.queue = this.node.disk.write('choice', [term, this.node.id]);
    this.ballots = new Set([this.node.id]);
    this.rest();
    await written;
    await this.queue;
    if (this.current !== term || this.state !== 'candidate') return;
    for (const peer of this.peers) this.node.send(peer, { term, op: 'elect-me' });
  }

  private advance(term: number): Promise<void> {
    this.current = term;
    this.choice = null;
    this.state = 'follower';
    this.ballots = new Set();
    return this.node.disk.write('term', term);
  }

  private heartbeat(): void {
    if (this.now() - this.beat < 75) return;
    this.beat = this.now();
    for (const peer of this.peers) this.node.send(peer, { term: this.current, op: 'alive' });
  }

  private rest(): void {
    this.since = this.now();
    this.limit = 250 + 250 * this.node.random();
  }

  private enough(count: number): boolean {
    return 2 * count > this.peers.length + 1;
  }

  private now(): number {
    return this.node.clock.monotonic();
  }
}
