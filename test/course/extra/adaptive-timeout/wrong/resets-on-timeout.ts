/**
 * @breaks restraint
 * @misconception-of backoff-of-the-estimate-only-once
 */
import type { Json, Node, NodeId } from 'partial-failure';

interface Open { server: NodeId; question: Json; next: number; wait: number; done: (reply: Json) => void; over: boolean }
export class Client {
  private readonly open: Open[] = [];
  private running = false;
  private readonly srtt: Record<string, { m: number; d: number }> = {};
  constructor(private readonly node: Node) {}
  call(server: NodeId, question: Json): Promise<Json> {
    return new Promise<Json>((done) => {
      this.open.push({ server, question, next: -1, wait: this.rto(server), done, over: false });
      this.step();
      if (!this.running) void this.run();
    });
  }
  private rto(server: NodeId): number {
    const e = this.srtt[server];
    return e === undefined ? 1_000 : Math.min(3_000, Math.max(70, e.m + Math.max(15, 4 * e.d)));
  }
  private async run(): Promise<void> {
    this.running = true;
    while (this.open.length > 0) {
      await this.node.sleep(5);
      this.step();
    }
    this.running = false;
  }
  private step(): void {
    const now = this.node.clock.monotonic();
    for (const one of [...this.open]) {
      if (one.over || now < one.next) continue;
      if (one.next >= 0) one.wait = Math.min(3_000, 2 * this.rto(one.server));
      one.next = now + one.wait;
      void this.node.request(one.server, one.question).then((reply) => {
        const r = this.node.clock.monotonic() - now;
        const e = (this.srtt[one.server] ??= { m: r, d: r / 2 });
        e.d += (Math.abs(e.m - r) - e.d) / 4;
        e.m += (r - e.m) / 8;
        one.over = true;
        const at = this.open.indexOf(one);
        if (at >= 0) this.open.splice(at, 1);
        one.done(reply);
      });
    }
  }
}
