/**
 * @breaks gives-up
 * @misconception Whether the time is up is seen from the time of day at which the call began.
 * @misconception-of time-of-day
 */
import type { Json, Node, NodeId } from 'partial-failure';

class Inquiry {
  private readonly arrived: Json[] = [];
  private readonly begunAt: number;

  constructor(
    private readonly node: Node,
    private readonly ms: number,
    request: Promise<Json>,
  ) {
    this.begunAt = node.clock.timeOfDay();
    void request.then((reply) => this.arrived.push(reply));
  }

  async outcome(): Promise<Json> {
    for (;;) {
      const [reply] = this.arrived;
      if (reply !== undefined) return reply;
      const passedMs = this.node.clock.timeOfDay() - this.begunAt;
      if (passedMs >= this.ms) return 'timeout';
      await this.node.sleep(5);
    }
  }
}

export function askWithin(node: Node, to: NodeId, question: Json, ms: number): Promise<Json | 'timeout'> {
  return new Inquiry(node, ms, node.request(to, question)).outcome();
}
