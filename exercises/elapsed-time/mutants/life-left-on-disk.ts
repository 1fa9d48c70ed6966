/**
 * @breaks after-restart
 * @misconception While the process is down, its sessions do not grow older.
 */
import type { Node } from 'partial-failure';

export class Sessions {
  private readonly ends = new Map<string, number>();
  private saving = false;

  constructor(
    private readonly node: Node,
    private readonly ttlMs: number,
  ) {}

  async start(): Promise<void> {
    const left = ((await this.node.disk.read('left')) ?? []) as [string, number][];
    for (const [id, leftMs] of left) this.ends.set(id, this.node.clock.monotonic() + leftMs);
    void this.saveForEver();
  }

  async create(id: string): Promise<void> {
    this.ends.set(id, this.node.clock.monotonic() + this.ttlMs * 0.998);
    await this.save();
  }

  valid(id: string): boolean {
    return this.node.clock.monotonic() < (this.ends.get(id) ?? -1);
  }

  private async save(): Promise<void> {
    const now = this.node.clock.monotonic();
    await this.node.disk.write(
      'left',
      [...this.ends].map(([id, end]) => [id, end - now] as const),
    );
  }

  private async saveForEver(): Promise<void> {
    if (this.saving) return;
    this.saving = true;
    for (;;) {
      await this.node.sleep(this.ttlMs / 20);
      await this.save();
    }
  }
}
