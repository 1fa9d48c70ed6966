/**
 * @breaks recovers
 * @misconception The server takes 10 ms, so after 50 ms something is lost.
 */
import type { Json, Node, NodeId } from 'partial-failure';
import type { Outcome, Reply } from 'partial-failure/retry-storm';

/** The caller waits no longer than this. */
const DEADLINE_MS = 5_000;
const ATTEMPT_MS = 50;
const ATTEMPTS_MAX = 4;
/** The wait before the nth retry is drawn from 0 to BASE · 2ⁿ, at most CAP. */
const BASE_MS = 100;
const CAP_MS = 2_000;

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
      const waitMs = this.node.random() * Math.min(CAP_MS, BASE_MS * 2 ** (attempt - 1));
      // A retry that would begin after the deadline is not worth a token.
      if (attempt === ATTEMPTS_MAX || this.now() + waitMs >= endMs) return { error: 'gave-up' };
      await this.node.sleep(waitMs);
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
