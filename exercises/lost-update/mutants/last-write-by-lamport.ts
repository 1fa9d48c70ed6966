/**
 * @breaks converges
 * @misconception With logical timestamps the last write is well defined; a tie does not matter.
 */
import type { Json } from 'partial-failure';

type Cell = { value: string; time: number };

export class Replica {
  private readonly cells = new Map<string, Cell>();
  private time = 0;

  put(key: string, value: string, context: Json = 0): Json {
    this.time = Math.max(this.time, Number(context)) + 1;
    this.cells.set(key, { value, time: this.time });
    return this.time;
  }

  get(key: string): { values: string[]; context: Json } {
    const cell = this.cells.get(key);
    return cell === undefined ? { values: [], context: 0 } : { values: [cell.value], context: cell.time };
  }

  state(): Json {
    return [...this.cells];
  }

  merge(remote: Json): void {
    for (const [key, theirs] of remote as [string, Cell][]) {
      this.time = Math.max(this.time, theirs.time);
      const ours = this.cells.get(key);
      if (ours === undefined || theirs.time > ours.time) this.cells.set(key, theirs);
    }
  }
}
