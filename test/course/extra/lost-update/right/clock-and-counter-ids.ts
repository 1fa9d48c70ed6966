/** @approach Ids from the time of day, a counter and the node; a context of nothing is false. */
import type { Json, Node } from 'partial-failure';

type Shelf = { seen: Set<string>; live: Map<string, string> };

export class Replica {
  private readonly shelves = new Map<string, Shelf>();
  private count = 0;

  constructor(private readonly node: Node) {}

  put(key: string, value: string, context: Json = false): Json {
    const shelf = this.shelf(key);
    const past = context === false ? [] : (context as string[]);
    const id = `${this.node.clock.timeOfDay()}-${this.count++}-${this.node.id}`;
    for (const old of past) {
      shelf.seen.add(old);
      shelf.live.delete(old);
    }
    shelf.seen.add(id);
    shelf.live.set(id, value);
    return [...past, id];
  }

  get(key: string): { values: string[]; context: Json } {
    const { seen, live } = this.shelf(key);
    if (seen.size === 0) return { values: [], context: false };
    return { values: [...live.values()], context: [...seen] };
  }

  state(): Json {
    return [...this.shelves].map(([key, { seen, live }]) => ({ key, seen: [...seen], live: [...live] }));
  }

  merge(remote: Json): void {
    for (const { key, seen, live } of remote as { key: string; seen: string[]; live: [string, string][] }[]) {
      const mine = this.shelf(key);
      const theirs = new Map(live);
      for (const id of seen) if (!theirs.has(id)) mine.live.delete(id);
      for (const [id, value] of theirs) if (!mine.seen.has(id)) mine.live.set(id, value);
      for (const id of seen) mine.seen.add(id);
    }
  }

  private shelf(key: string): Shelf {
    const shelf = this.shelves.get(key) ?? { seen: new Set(), live: new Map() };
    this.shelves.set(key, shelf);
    return shelf;
  }
}
