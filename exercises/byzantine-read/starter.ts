import type { Json, Node, NodeId } from 'partial-failure';
import type { Pair } from 'partial-failure/byzantine-read';

export class Client {
  constructor(
    private readonly node: Node,
    private readonly replicas: NodeId[],
    private readonly f: number,
  ) {}

  async read(): Promise<Json> {
    // TODO: this replica may lie, or know nothing of the last write. How many do you have to hear, and whom do you believe?
    const [first = ''] = this.replicas;
    const { ts, value } = (await this.node.request(first, { op: 'read' })) as unknown as Pair;
    this.node.log(`one of ${this.replicas.length} replicas answered, of which ${this.f} may lie`, {
      ts,
      value,
    });
    return null;
  }

  async write(value: Json): Promise<void> {
    // TODO: which timestamp is greater than that of every write before? And when is a write finished?
    for (const replica of this.replicas) void this.node.request(replica, { op: 'write', ts: 1, value });
  }
}
