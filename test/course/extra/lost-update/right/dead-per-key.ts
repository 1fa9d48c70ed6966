/** @approach For each key the writes with their values, and a list of replaced ids that have their numbers after the key. */
import type { Json, Node } from 'partial-failure';

type Known = { [id: string]: string };
type Page = { known: Known; dead: string[] };

export class Replica {
  #pages = new Map<string, Page>();
  #n = 0;
  readonly #me: string;

  constructor({ id }: Node) {
    this.#me = id;
  }

  put = (key: string, value: string, context: Json = { ids: [] }): Json => {
    const { ids } = context as { ids: string[] };
    const id = JSON.stringify([this.#me, key, ++this.#n]);
    this.#add(key, { known: { [id]: value }, dead: ids });
    return { ids: [id].concat(ids) };
  };

  get = (key: string): { values: string[]; context: Json } => {
    const { known, dead } = this.#pages.get(key) ?? { known: {}, dead: [] };
    const alive = Object.keys(known).filter((id) => !dead.includes(id));
    return { values: alive.map((id) => known[id] ?? ''), context: { ids: [...alive, ...dead] } };
  };

  state(): Json {
    return Object.fromEntries([...this.#pages].map(([key, page]) => [`key ${key}`, page]));
  }

  merge(remote: Json): void {
    for (const [name, page] of Object.entries(remote as Record<string, Page>)) this.#add(name.slice(4), page);
  }

  #add(key: string, { known, dead }: Page): void {
    const page = this.#pages.get(key);
    this.#pages.set(key, {
      known: { ...page?.known, ...known },
      dead: [...new Set([...(page?.dead ?? []), ...dead])],
    });
  }
}
