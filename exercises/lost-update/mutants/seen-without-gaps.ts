/**
 * @breaks no-lost-write
 * @misconception Whoever has seen the fifth write of a replica has seen the four before it.
 */
import type { Json, Node } from 'partial-failure';

type Vector = Record<string, number>;
type Shelf = { seen: Vector; live: [node: string, count: number, value: string][] };

function covers(seen: Vector, node: string, count: number): boolean {
  return (seen[node] ?? 0) >= count;
}

function raise(seen: Vector, other: Vector): Vector {
  const both = { ...seen };
  for (const [node, count] of Object.entries(other)) both[node] = Math.max(both[node] ?? 0, count);
  return both;
}

export class Replica {
  private readonly shelves = new Map<string, Shelf>();
  private count = 0;

  constructor(private readonly node: Node) {}

  put(key: string, value: string, context: Json = {}): Json {
    const { seen, live } = this.shelf(key);
    const past = context as Vector;
    const own = { [this.node.id]: ++this.count };
    this.shelves.set(key, {
      seen: raise(raise(seen, past), own),
      live: [...live.filter(([node, n]) => !covers(past, node, n)), [this.node.id, this.count, value]],
    });
    return raise(past, own);
  }

  get(key: string): { values: string[]; context: Json } {
    const { seen, live } = this.shelf(key);
    return { values: live.map(([, , value]) => value), context: seen };
  }

  state(): Json {
    return [...this.shelves];
  }

  merge(remote: Json): void {
    for (const [key, { seen, live }] of remote as [string, Shelf][]) {
      const mine = this.shelf(key);
      const has = (list: Shelf['live'], node: string, n: number) =>
        list.some(([other, m]) => other === node && m === n);
      this.shelves.set(key, {
        seen: raise(mine.seen, seen),
        live: [
          ...mine.live.filter(([node, n]) => has(live, node, n) || !covers(seen, node, n)),
          ...live.filter(([node, n]) => !covers(mine.seen, node, n)),
        ],
      });
    }
  }

  private shelf(key: string): Shelf {
    return this.shelves.get(key) ?? { seen: {}, live: [] };
  }
}
