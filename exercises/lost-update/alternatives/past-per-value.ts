/** @approach Each value carries its own past; a merge drops the values that are in another's past, and keeps no more. */
import type { Json, Node, NodeId } from 'partial-failure';

type Past = string[];
type Sibling = { id: string; value: string; past: Past };

export class Replica {
  private readonly siblings = new Map<string, Sibling[]>();
  private next = 1;

  constructor(
    private readonly node: Node,
    private readonly replicas: NodeId[],
  ) {}

  put(key: string, value: string, context?: Json): Json {
    const past = [...((context as Past | null | undefined) ?? [])];
    const id = `${this.replicas.indexOf(this.node.id)}.${this.next++}`;
    this.take(key, [{ id, value, past }]);
    return [...past, id];
  }

  get(key: string): { values: string[]; context: Json } {
    const own = this.siblings.get(key) ?? [];
    if (own.length === 0) return { values: [], context: null };
    const context = new Set(own.flatMap(({ id, past }) => [id, ...past]));
    return { values: [...new Set(own.map(({ value }) => value))], context: [...context] };
  }

  state(): Json {
    return [...this.siblings];
  }

  merge(remote: Json): void {
    for (const [key, siblings] of remote as [string, Sibling[]][]) this.take(key, siblings);
  }

  private take(key: string, more: readonly Sibling[]): void {
    const all = new Map([...(this.siblings.get(key) ?? []), ...more].map((one) => [one.id, one]));
    const past = new Set([...all.values()].flatMap((one) => one.past));
    this.siblings.set(
      key,
      [...all.values()].filter(({ id }) => !past.has(id)),
    );
  }
}
