/**
 * @breaks durable
 * @misconception The disk has been told; it will not forget.
 * @misconception-of answers-before-the-disk
 */
import type { Json, Node, NodeId } from 'partial-failure';

class Mailbox {
  private queue: (() => Promise<void>)[] = [];
  private running = false;
  put(task: () => Promise<void>): void {
    this.queue.push(task);
    if (!this.running) void this.run();
  }
  private async run(): Promise<void> {
    this.running = true;
    for (let task = this.queue.shift(); task; task = this.queue.shift()) await task();
    this.running = false;
  }
}

export class Replica {
  private mailbox = new Mailbox();
  private state = { lamport: 0, author: '', content: null as Json };
  constructor(private node: Node) {}

  async start(): Promise<void> {
    const text = await this.node.disk.read('state');
    if (typeof text === 'string') this.state = JSON.parse(text);
  }

  onMessage(from: NodeId, message: Json): void {
    this.mailbox.put(async () => {
      const m = message as { nonce: string; lamport?: number; author?: string; content?: Json };
      const { lamport = -1, author = '', content = null } = m;
      if (lamport > this.state.lamport || (lamport === this.state.lamport && author > this.state.author)) {
        this.state = { lamport, author, content };
        void this.node.disk.write('state', JSON.stringify(this.state));
      }
      this.node.send(from, { nonce: m.nonce, ...this.state });
    });
  }
}

type Phase = { nonce: string; body: { [key: string]: Json }; acks: Set<NodeId>; end: () => void };

export class Client {
  private phase: Phase | undefined;
  private best = { lamport: 0, author: '', content: null as Json };
  private nonces = 0;
  constructor(
    private node: Node,
    private replicas: NodeId[],
  ) {}

  onMessage(from: NodeId, message: Json): void {
    const m = message as { nonce: string; lamport: number; author: string; content: Json };
    const phase = this.phase;
    if (!phase || m.nonce !== phase.nonce) return;
    phase.acks.add(from);
    if (m.lamport > this.best.lamport || (m.lamport === this.best.lamport && m.author > this.best.author)) {
      this.best = { lamport: m.lamport, author: m.author, content: m.content };
    }
    if (phase.acks.size > this.replicas.length / 2) {
      this.phase = undefined;
      phase.end();
    }
  }

  private run(body: { [key: string]: Json }): Promise<void> {
    return new Promise((end) => {
      this.phase = { nonce: `${this.node.id}#${this.nonces++}`, body, acks: new Set(), end };
      void this.drive(this.phase);
    });
  }

  private async drive(phase: Phase): Promise<void> {
    for (let i = 0; this.phase === phase; i++) {
      for (const replica of this.replicas) {
        if (!phase.acks.has(replica)) this.node.send(replica, { nonce: phase.nonce, ...phase.body });
      }
      await this.node.sleep(Math.min(500, 50 * 2 ** i));
    }
  }

  async read(): Promise<Json> {
    this.best = { lamport: 0, author: '', content: null };
    await this.run({});
    const { lamport, author, content } = this.best;
    await this.run({ lamport, author, content });
    return content;
  }

  async write(content: Json): Promise<void> {
    this.best = { lamport: 0, author: '', content: null };
    await this.run({});
    await this.run({ lamport: this.best.lamport + 1, author: this.node.id, content });
  }
}
