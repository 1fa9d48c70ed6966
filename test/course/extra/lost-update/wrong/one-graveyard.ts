/**
 * @breaks no-lost-write
 */
import type { Json, Node } from 'partial-failure';

interface Kept {
  readonly writes: Readonly<Record<string, { readonly key: string; readonly value: string }>>;
  readonly dead: readonly string[];
}

export class Replica {
  readonly #writes = new Map<string, { key: string; value: string }>();
  readonly #dead = new Set<string>();
  #n = 0;
  readonly #me: string;

  constructor({ id }: Node) {
    this.#me = id;
  }

  put(key: string, value: string, context: Json = { ids: [] }): Json {
    const { ids } = context as { ids: string[] };
    const id = [this.#me, ++this.#n].join('#');
    this.#writes.set(id, { key, value });
    ids.forEach((old) => this.#dead.add(old));
    return { ids: [id].concat(ids) };
  }

  get(key: string): { values: string[]; context: Json } {
    const values: string[] = [];
    const ids: string[] = Array.from(this.#dead);
    this.#writes.forEach((write, id) => {
      if (write.key !== key) return;
      ids.push(id);
      if (!this.#dead.has(id)) values.push(write.value);
    });
    return { values, context: { ids } };
  }

  state(): Json {
    return { writes: Object.fromEntries(this.#writes), dead: Array.from(this.#dead) };
  }

  merge(remote: Json): void {
    const { writes, dead } = remote as unknown as Kept;
    for (const id in writes) this.#writes.set(id, { key: '', value: '', ...writes[id] });
    for (const id of dead) this.#dead.add(id);
  }
}
