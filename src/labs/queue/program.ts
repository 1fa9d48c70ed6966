import type { Json, Node, NodeId } from 'partial-failure';

/** Asks whenever it is told to. */
export class Clients {
  constructor(private readonly node: Node) {}

  ask(workMs: number): void {
    void this.node.request('server', { workMs });
  }
}

/** Does one thing after the other, in the order in which they came. */
export class Server {
  private last: Promise<void> = Promise.resolve();

  constructor(private readonly node: Node) {}

  async onRequest(_from: NodeId, { workMs }: { workMs: number }): Promise<Json> {
    this.last = this.last.then(() => this.node.sleep(workMs));
    await this.last;
    return 'done';
  }
}
