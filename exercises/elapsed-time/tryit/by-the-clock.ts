/**
 * @breaks expires
 * @opens step-back
 */
import type { Node } from 'partial-failure';

export class Sessions {
  private readonly ends = new Map<string, number>();

  constructor(
    private readonly node: Node,
    private readonly ttlMs: number,
  ) {}

  async start(): Promise<void> {}

  async create(id: string): Promise<void> {
    this.ends.set(id, this.node.clock.timeOfDay() + this.ttlMs * 0.998);
  }

  valid(id: string): boolean {
    const end = this.ends.get(id);
    return end !== undefined && this.node.clock.timeOfDay() < end;
  }
}
