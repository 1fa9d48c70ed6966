import type { Json, Node, NodeId } from 'partial-failure';

export class Replica {
  // TODO: what must survive a crash belongs on the disk.
  private value: Json = null;

  constructor(private readonly node: Node) {}

  async onRequest(from: NodeId, message: Json): Promise<Json> {
    const { op, value } = message as { op: 'read' | 'store'; value: Json };
    // TODO: two stores may arrive in another order than they were sent. Which one is the newer?
    if (op === 'store') this.value = value;
    return this.value;
  }
}

export class Client {
  constructor(
    private readonly node: Node,
    private readonly replicas: NodeId[],
  ) {}

  async read(): Promise<Json> {
    // TODO: one replica may be down, or may have missed the last write. Whom must you ask?
    return this.node.request(this.replicas[0]!, { op: 'read' });
  }

  async write(value: Json): Promise<void> {
    // TODO: when is the write finished? And what if a message is lost?
    for (const replica of this.replicas) void this.node.request(replica, { op: 'store', value });
  }
}
