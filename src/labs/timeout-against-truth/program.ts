import type { Json, Node, NodeId } from 'partial-failure';

/** Asks, and calls the other dead when no answer has come in time. */
export class Caller {
  constructor(
    private readonly node: Node,
    private readonly timeoutMs: number,
  ) {}

  async ask(takesMs: number) {
    const reply = this.node.request('peer', { takesMs }).then(() => 'alive');
    const silence = this.node.sleep(this.timeoutMs).then(() => 'dead');
    return Promise.race([reply, silence]);
  }
}

/** Answers after a while. */
export class Peer {
  constructor(private readonly node: Node) {}

  async onRequest(_from: NodeId, { takesMs }: { takesMs: number }): Promise<Json> {
    await this.node.sleep(takesMs);
    return 'here';
  }
}
