/**
 * @breaks after-restart
 * @misconception What a timer is to delete can be on the disk: the timer will run.
 */
import type { Node } from 'partial-failure';

export class Sessions {
  private ids = new Set<string>();
  private readonly numbers = new Map<string, number>();

  constructor(
    private readonly node: Node,
    private readonly ttlMs: number,
  ) {}

  async start(): Promise<void> {
    this.ids = new Set((await this.node.disk.read('ids')) as string[] | undefined);
  }

  async create(id: string): Promise<void> {
    const number = (this.numbers.get(id) ?? 0) + 1;
    this.numbers.set(id, number);
    this.ids.add(id);
    void this.node.sleep(this.ttlMs * 0.999).then(() => {
      if (this.numbers.get(id) === number) this.remove(id);
    });
    await this.node.disk.write('ids', [...this.ids]);
  }

  valid(id: string): boolean {
    return this.ids.has(id);
  }

  private remove(id: string): void {
    this.ids.delete(id);
    void this.node.disk.write('ids', [...this.ids]);
  }
}
