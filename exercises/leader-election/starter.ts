import type { Json, Node, NodeId } from 'partial-failure';

type Role = 'leader' | 'follower' | 'candidate';
/** `term` is the term that the sender is in. What else a message says is up to you. */
type Message = { term: number; [more: string]: Json };

export class Candidate {
  private readonly node: Node;
  private readonly peers: readonly NodeId[];
  private currentRole: Role = 'follower';
  private currentTerm = 0;

  constructor(node: Node, peers: NodeId[]) {
    this.node = node;
    this.peers = peers;
  }

  role(): Role {
    return this.currentRole;
  }

  term(): number {
    return this.currentTerm;
  }

  async start(): Promise<void> {
    // TODO: memory is gone after a crash. What must this node still know?
    void this.wait();
  }

  onMessage(from: NodeId, message: Message): void {
    // TODO: vote, count votes, follow.
    this.node.log(`a message of ${from}`, message);
  }

  private async wait(): Promise<void> {
    // TODO: when does a node stand, and what must happen before it may say that it leads?
    await this.node.sleep(1000);
    this.currentRole = 'candidate';
    for (const peer of this.peers) this.node.send(peer, { term: this.currentTerm });
  }
}
