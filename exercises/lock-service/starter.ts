import type { Json, Node, NodeId } from 'partial-failure';

/** One of the nodes that grant the lock together. */
export class Replica {
  constructor(
    private readonly node: Node,
    private readonly replicas: readonly NodeId[],
    private readonly ttlMs: number,
  ) {}

  async start(): Promise<void> {
    // TODO: what must a replica that has just restarted know of what it said before?
  }

  async onRequest(from: NodeId, message: Json): Promise<Json> {
    // TODO: what may this replica promise, to whom, and for how long? What is on the disk before it answers?
    this.node.log(`${from} asks one of ${this.replicas.length}, for ${this.ttlMs} ms`, message);
    return { ok: false };
  }
}

/** The client’s side: the lock is what a majority of the replicas says. */
export class LockClient {
  constructor(
    private readonly node: Node,
    private readonly replicas: readonly NodeId[],
    private readonly ttlMs: number,
  ) {}

  async acquire(): Promise<{ token: number }> {
    // TODO: ask until a majority has granted it.
    this.node.log(`${this.replicas.length} replicas to ask, for ${this.ttlMs} ms`);
    throw new Error('acquire is still to be written');
  }

  async renew(): Promise<boolean> {
    return false;
  }

  async release(): Promise<void> {
    // TODO
  }
}
