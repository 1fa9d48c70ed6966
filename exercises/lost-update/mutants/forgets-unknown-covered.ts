/**
 * @breaks no-resurrection
 * @misconception A context can only replace what is here; of writes that have not come yet there is nothing to remember.
 */
import type { Json, Node } from 'partial-failure';

type Shelf = { seen: Set<string>; live: Map<string, string> };

export class Replica {
  private readonly shelves = new Map<string, Shelf>();
  private count = 0;

  constructor(private readonly node: Node) {}

  put(key: string, value: string, context: Json = []): Json {
    const shelf = this.shelf(key);
    const past = context as string[];
    const id = `${this.node.id}${this.count++}`;
    for (const old of past) shelf.live.delete(old);
    shelf.seen.add(id);
    shelf.live.set(id, value);
    return [...past, id];
  }

  get(key: string): { values: string[]; context: Json } {
    const { seen, live } = this.shelf(key);
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
