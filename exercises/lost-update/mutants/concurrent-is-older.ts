/**
 * @breaks no-lost-write
 * @misconception What is not newer is older: of two versions one can always go.
 */
import type { Json, Node } from 'partial-failure';

type Vector = Record<string, number>;
type Sibling = { value: string; vector: Vector };

function max(one: Vector, other: Vector): Vector {
  const both = { ...one };
  for (const [node, count] of Object.entries(other)) both[node] = Math.max(both[node] ?? 0, count);
  return both;
}

function isOlder(one: Vector, other: Vector): boolean {
  const nodes = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return (
    nodes.every((node) => (one[node] ?? 0) <= (other[node] ?? 0)) &&
    nodes.some((node) => (one[node] ?? 0) < (other[node] ?? 0))
  );
}

export class Replica {
  private readonly siblings = new Map<string, Sibling[]>();
  private count = 0;

  constructor(private readonly node: Node) {}

  put(key: string, value: string, context: Json = {}): Json {
    const vector = { ...(context as Vector), [this.node.id]: ++this.count };
    this.take(key, [{ value, vector }]);
    return vector;
  }

  get(key: string): { values: string[]; context: Json } {
    const all = this.siblings.get(key) ?? [];
    return {
      values: all.map(({ value }) => value),
      context: all.map(({ vector }) => vector).reduce(max, {}),
    };
  }

  state(): Json {
    return [...this.siblings];
  }

  merge(remote: Json): void {
    for (const [key, theirs] of remote as [string, Sibling[]][]) this.take(key, theirs);
  }

  private take(key: string, more: Sibling[]): void {
    const all = [...(this.siblings.get(key) ?? []), ...more];
    let newest = all.slice(0, 1);
    for (const one of all.slice(1)) {
      // Neither is newer: the one that comes now counts.
      if (newest.every((kept) => !isOlder(one.vector, kept.vector))) newest = [one];
    }
    this.siblings.set(key, newest);
  }
}
