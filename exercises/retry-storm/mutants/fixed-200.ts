/**
 * @breaks budget
 * @misconception The sooner I ask again, the sooner I notice that the server is back.
 */
import type { Json, Node, NodeId } from 'partial-failure';
import type { Outcome, Reply } from 'partial-failure/retry-storm';

/** The caller waits no longer than this. */
const DEADLINE_MS = 5_000;
/** The server’s queue holds half a second of work: what has not come after twice that will not come. */
const ATTEMPT_MS = 1_000;
const WAIT_MS = 200;

export class Client {
  constructor(
    private readonly node: Node,
    private readonly server: NodeId,
  ) {}

  async call(request: Json): Promise<Outcome> {
    const endMs = this.now() + DEADLINE_MS;
    for (let attempt = 1; ; attempt++) {
      const reply = await this.attempt(request, Math.min(ATTEMPT_MS, endMs - this.now()));
      if (reply !== 'none' && 'ok' in reply) {
        return reply;
      }
      // The request is at fault, not the server: no attempt will help, and it says nothing about the others.
      if (reply !== 'none' && reply.error === 'invalid') return { error: 'invalid' };
      // A retry that would begin after the deadline is not worth a token.
      if (this.now() + WAIT_MS >= endMs) return { error: 'gave-up' };
      await this.node.sleep(WAIT_MS);
    }
  }

  /** Asks once and waits no longer than `ms`. A reply that comes later is dropped. */
  private attempt(request: Json, ms: number): Promise<Reply | 'none'> {
    return Promise.race([
      this.node.request(this.server, request).then((reply) => reply as Reply),
      this.node.sleep(Math.max(0, ms)).then(() => 'none' as const),
    ]);
  }

  private now(): number {
    return this.node.clock.monotonic();
  }
}
