/**
 * @breaks no-lost-write
 */
import type { Json, Node } from 'partial-failure';

type Kept = { value: string; at: number };

export class Replica {
  private readonly kept = new Map<string, Kept>();

  constructor(private readonly node: Node) {}

  put(key: string, value: string): Json {
    this.take(key, { value, at: this.node.clock.timeOfDay() });
    return null;
  }

  get(key: string): { values: string[]; context: Json } {
    const one = this.kept.get(key);
    return { values: one === undefined ? [] : [one.value], context: null };
  }

  state(): Json {
    return [...this.kept];
  }

  merge(remote: Json): void {
    for (const [key, theirs] of remote as [string, Kept][]) this.take(key, theirs);
  }

  private take(key: string, message: Kept): void {
    const current = this.kept.get(key);
    if (current === undefined || message.at > current.at) this.kept.set(key, message); // last write wins
  }
}
