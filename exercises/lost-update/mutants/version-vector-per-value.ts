/**
 * @breaks no-lost-write
 * @misconception A version vector for each value tells which of two values is newer.
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
    const left = all.filter(({ vector }) => !all.some((other) => isOlder(vector, other.vector)));
    const texts = new Map(
      left.map((one) => [JSON.stringify([one.value, Object.entries(one.vector).sort()]), one]),
    );
    this.siblings.set(key, [...texts.values()]);
  }
}
