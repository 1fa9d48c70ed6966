import type { Json, Node, NodeId } from 'partial-failure';

export class Replica {
  constructor(
    private readonly node: Node,
    private readonly replicas: NodeId[],
  ) {}

  // TODO: keep the value, without the writes that the context stands for, and return a context for it.
  put(key: string, value: string, _context?: Json): Json {
    this.node.log(`${value} for ${key} is kept nowhere yet`);
    return null;
  }

  // TODO: give all values that nobody replaced, and a context that stands for all that is known here.
  get(_key: string): { values: string[]; context: Json } {
    return { values: [], context: null };
  }

  // TODO: what do the other replicas need, so that nothing is lost and nothing comes back?
  state(): Json {
    return [...this.replicas];
  }

  merge(_remote: Json): void {
    // TODO
  }
}
