/**
 * @breaks no-lost-write
 * @misconception The write with the later time is the later write, and the later write counts.
 */
import type { Json, Node } from 'partial-failure';

type Cell = { value: string; stamp: number };

export class Replica {
  private readonly cells = new Map<string, Cell>();

  constructor(private readonly node: Node) {}

  put(key: string, value: string, _context?: Json): Json {
    const stamp = this.node.clock.timeOfDay();
    const old = this.cells.get(key);
    if (old === undefined || stamp >= old.stamp) this.cells.set(key, { value, stamp });
    return stamp;
  }

  get(key: string): { values: string[]; context: Json } {
    const cell = this.cells.get(key);
    return cell === undefined ? { values: [], context: null } : { values: [cell.value], context: cell.stamp };
  }

  state(): Json {
    return [...this.cells];
  }

  merge(remote: Json): void {
    for (const [key, theirs] of remote as [string, Cell][]) {
      const ours = this.cells.get(key);
      if (ours === undefined || theirs.stamp > ours.stamp) this.cells.set(key, theirs);
    }
  }
}
