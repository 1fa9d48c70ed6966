/**
 * @breaks terms-grow
 * @misconception Terms that belong to one node each need no memory.
 * @misconception-of term-in-memory
 */
import type { Node, NodeId } from 'partial-failure';

type Message = { term: number; say: 'promise?' | 'promised' | 'leader' | 'ok' };

export class Candidate {
  private leading = false;
  private trying = false;
  private promised = 0;
  private writing: Promise<void> = Promise.resolve();
  private readonly all: NodeId[];
  private promises: { [id: NodeId]: true } = {};
  private answered: { [id: NodeId]: number } = {};
  private quietSince = 0;
  private patience = 0;

  constructor(
    private readonly node: Node,
    private readonly peers: NodeId[],
  ) {
    this.all = [...peers, node.id].sort();
  }

  role(): 'leader' | 'follower' | 'candidate' {
    return this.leading ? 'leader' : this.trying ? 'candidate' : 'follower';
  }

  term(): number {
    return this.promised;
  }

  async start(): Promise<void> {
    await this.node.sleep(1);
    this.calm();
    void this.pulse();
  }

  async onMessage(from: NodeId, { term, say }: Message): Promise<void> {
    if (term > this.promised) this.promise(term);
    if (term < this.promised) return;
    this.answered[from] = this.node.clock.monotonic();
    if (say === 'promise?' || say === 'leader') {
      this.calm();
      await this.writing;
      if (term === this.promised) this.node.send(from, { term, say: say === 'leader' ? 'ok' : 'promised' });
    } else if (say === 'promised' && this.trying) {
      this.promises[from] = true;
      if (Object.keys(this.promises).length * 2 <= this.all.length) return;
      this.trying = false;
      this.leading = true;
      this.announce('leader');
    }
  }

  private async pulse(): Promise<void> {
    for (;;) {
      await this.node.sleep(60);
      const now = this.node.clock.monotonic();
      if (this.leading) {
        const near = this.peers.filter((peer) => now - (this.answered[peer] ?? -Infinity) < 1200).length;
        if ((near + 1) * 2 > this.all.length) this.announce('leader');
        else {
          this.leading = false;
          this.calm();
        }
      } else if (now - this.quietSince > this.patience) {
        await this.attempt();
      }
    }
  }

  private async attempt(): Promise<void> {
    let term = this.promised + 1;
    while (this.all[term % this.all.length] !== this.node.id) term++;
    this.promise(term);
    this.calm();
    this.trying = true;
    this.promises = { [this.node.id]: true };
    await this.writing;
    if (this.promised === term && this.trying) this.announce('promise?');
  }

  private promise(term: number): void {
    this.promised = term;
    this.leading = false;
    this.trying = false;
    this.writing = this.node.disk.write('promised', term);
  }

  private announce(say: 'promise?' | 'leader'): void {
    for (const peer of this.peers) this.node.send(peer, { term: this.promised, say });
  }

  private calm(): void {
    this.quietSince = this.node.clock.monotonic();
    this.patience = 400 + 500 * this.node.random();
  }
}
