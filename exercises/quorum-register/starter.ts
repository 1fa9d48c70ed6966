import type { Json, Node, NodeId } from 'partial-failure';

type Message = { op: 'query' } | { op: 'store'; value: Json };

/** Keeps a copy of the value. */
export class Replica {
  private readonly node: Node;
  // TODO: memory is gone after a crash. What must be on the disk, and when?
  private value: Json = null;

  constructor(node: Node) {
    this.node = node;
  }

  async onRequest(_from: NodeId, message: Json): Promise<Json> {
    const question = message as Message;
    // TODO: stores arrive in any order. Which value is the newer one?
    if (question.op === 'store') this.value = question.value;
    return this.value;
  }
}

/** Reads and writes the value for one user. */
export class Client {
  private readonly node: Node;
  private readonly replicas: readonly NodeId[];

  constructor(node: Node, replicas: NodeId[]) {
    this.node = node;
    this.replicas = replicas;
  }

  async read(): Promise<Json> {
    // TODO: this replica may be down, or may have missed a write. Whom do you have to ask?
    const [first = ''] = this.replicas;
    return this.node.request(first, { op: 'query' });
  }

  async write(value: Json): Promise<void> {
    // TODO: messages get lost, and nobody waits for an answer here. When is a write finished?
    for (const replica of this.replicas) void this.node.request(replica, { op: 'store', value });
  }
}
