/**
 * @breaks after-restart
 * @misconception The sleep ends the session on the disk; if it did not run, a new one for what is left will.
 * @misconception-of full-time-after-restart
 */
import type { Node } from 'partial-failure';

export class Sessions {
  private readonly live = new Map<string, number>();

  constructor(
    private readonly node: Node,
    private readonly ttlMs: number,
  ) {}

  async start(): Promise<void> {
    const ids = ((await this.node.disk.read('live')) ?? []) as string[];
    for (const id of ids) this.begin(id);
  }

  private begin(id: string): void {
    const turn = (this.live.get(id) ?? 0) + 1;
    this.live.set(id, turn);
    void this.node.sleep(this.ttlMs * 0.9985).then(async () => {
      if (this.live.get(id) !== turn) return;
      this.live.delete(id);
      await this.node.disk.write('live', [...this.live.keys()]);
    });
  }

  async create(id: string): Promise<void> {
    this.begin(id);
    await this.node.disk.write('live', [...this.live.keys()]);
  }

  valid(id: string): boolean {
    return this.live.has(id);
  }
}
