/**
 * A smoothed mean and variance, and four standard deviations.
 */
import type { Json, Node, NodeId } from 'partial-failure';

const CAP = 4000;

class Stat {
  private mean = -1;
  private variance = 0;
  add(ms: number): void {
    if (this.mean < 0) {
      this.mean = ms;
      this.variance = (ms * ms) / 8;
      return;
    }
    const d = ms - this.mean;
    this.mean += d / 10;
    this.variance = 0.9 * (this.variance + (d * d) / 10);
  }
  wait(): number | undefined {
    return this.mean < 0 ? undefined : this.mean + Math.max(12, 4 * Math.sqrt(this.variance));
  }
}
export class Client {
  private readonly stats = new Map<NodeId, Stat>();
  constructor(private readonly node: Node) {}
  async call(server: NodeId, question: Json): Promise<Json> {
    let stat = this.stats.get(server);
    if (stat === undefined) this.stats.set(server, (stat = new Stat()));
    const open: Promise<[Json]>[] = [];
    let waitMs = stat.wait() ?? 1000;
    for (;;) {
      open.push(this.ask(server, question, stat));
      const won = await Promise.race([...open, this.node.sleep(waitMs)]);
      if (Array.isArray(won)) return won[0];
      waitMs = Math.min(2 * waitMs, CAP);
    }
  }
  private async ask(server: NodeId, question: Json, stat: Stat): Promise<[Json]> {
    const from = this.node.clock.monotonic();
    const reply = await this.node.request(server, question);
    stat.add(this.node.clock.monotonic() - from);
    return [reply];
  }
}
