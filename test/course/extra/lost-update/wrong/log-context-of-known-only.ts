/**
 * @breaks no-resurrection
 * @misconception-of context-of-values-shown
 */
import type { Json, Node } from 'partial-failure';

type Write = { key: string; value: string; replaces: string[] };

export class Replica {
  private log: Record<string, Write> = {};
  private count = 0;

  constructor(private readonly node: Node) {}

  put(key: string, value: string, context?: Json): Json {
    const replaces = (context ?? []) as string[];
    const id = `${this.node.id}/${this.count++}`;
    this.log[id] = { key, value, replaces };
    return replaces.concat(id);
  }

  get(key: string): { values: string[]; context: Json } {
    const own = Object.entries(this.log).filter(([, write]) => write.key === key);
    const replaced = new Set(own.flatMap(([, write]) => write.replaces));
    const values = own.filter(([id]) => !replaced.has(id)).map(([, write]) => write.value);
    return { values, context: own.map(([id]) => id) };
  }

  state(): Json {
    return this.log;
  }

  merge(remote: Json): void {
    this.log = { ...this.log, ...(remote as Record<string, Write>) };
  }
}
