/**
 * @breaks no-sibling-explosion
 * @misconception One version vector for all values of a key is enough: a put with an older one is concurrent with all of them.
 */
import type { Json, Node } from 'partial-failure';

type Vector = Record<string, number>;
type Cell = { values: string[]; vector: Vector };

function max(one: Vector, other: Vector): Vector {
  const both = { ...one };
  for (const [node, count] of Object.entries(other)) both[node] = Math.max(both[node] ?? 0, count);
  return both;
}

function covers(one: Vector, other: Vector): boolean {
  return Object.entries(other).every(([node, count]) => (one[node] ?? 0) >= count);
}

export class Replica {
  private readonly cells = new Map<string, Cell>();

  constructor(private readonly node: Node) {}

  put(key: string, value: string, context: Json = {}): Json {
    const { values, vector } = this.cell(key);
    const past = context as Vector;
    const own = { [this.node.id]: (vector[this.node.id] ?? 0) + 1 };
    const replacesAll = covers(past, vector);
    this.cells.set(key, {
      values: replacesAll ? [value] : [...values, value],
      vector: max(max(vector, past), own),
    });
    return max(past, own);
  }

  get(key: string): { values: string[]; context: Json } {
    const { values, vector } = this.cell(key);
    return { values, context: vector };
  }

  state(): Json {
    return [...this.cells];
  }

  merge(remote: Json): void {
    for (const [key, theirs] of remote as [string, Cell][]) {
      const ours = this.cell(key);
      if (covers(ours.vector, theirs.vector)) continue;
      const values = covers(theirs.vector, ours.vector) ? theirs.values : [...ours.values, ...theirs.values];
      this.cells.set(key, { values: [...new Set(values)], vector: max(ours.vector, theirs.vector) });
    }
  }

  private cell(key: string): Cell {
    return this.cells.get(key) ?? { values: [], vector: {} };
  }
}
