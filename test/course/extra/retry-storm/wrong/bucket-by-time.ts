/**
 * @breaks budget
 * @misconception A bucket of retries that refills with time limits them.
 */
import type { Json, Node, NodeId } from 'partial-failure';
import type { Outcome, Reply } from 'partial-failure/retry-storm';

/** Ten retries a second for each client, whether the server answers or not. */
export class Client {
  private tokens = 10;
  private filledAt = 0;
  constructor(
    private readonly node: Node,
    private readonly server: NodeId,
  ) {}
  private take(): boolean {
    const now = this.node.clock.monotonic();
    this.tokens = Math.min(10, this.tokens + (now - this.filledAt) / 100);
    this.filledAt = now;
    if (this.tokens < 1) return false;
    this.tokens -= 1;
    return true;
  }
  async call(request: Json): Promise<Outcome> {
    const end = this.node.clock.monotonic() + 4_800;
    for (;;) {
      const left = end - this.node.clock.monotonic();
      if (left < 100) return { error: 'gave-up' };
      const reply = await Promise.race([
        this.node.request(this.server, request) as Promise<Reply>,
        this.node.sleep(Math.min(1_000, left)).then(() => undefined),
      ]);
      if (reply !== undefined && 'ok' in reply) return reply;
      if (reply?.error === 'invalid') return { error: 'invalid' };
      if (!this.take()) return { error: 'gave-up' };
      await this.node.sleep(this.node.random() * 200);
    }
  }
}
