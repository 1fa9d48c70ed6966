/**
 * @breaks spread
 * @misconception Exponential backoff is enough.
 */
import type { Json, Node, NodeId } from 'partial-failure';
import type { Outcome, Reply } from 'partial-failure/retry-storm';

/** The caller waits no longer than this. */
const DEADLINE_MS = 5_000;
/** The server’s queue holds half a second of work: what has not come after twice that will not come. */
const ATTEMPT_MS = 1_000;
const ATTEMPTS_MAX = 4;
/** The wait before the nth retry is BASE · 2ⁿ, at most CAP. */
const BASE_MS = 300;
const CAP_MS = 2_000;
/**
 * A retry costs a token, an answer earns a tenth of one. So while the server answers, a call in ten may be tried again;
 * while it does not, the retries of a client soon end, and the server sees little more than one attempt a call.
 */
const TOKENS_MAX = 3;
const EARNED = 0.1;

export class Client {
  /** Shared by all calls of this client: they learn from each other how the server is. */
  private tokens = TOKENS_MAX;

  constructor(
    private readonly node: Node,
    private readonly server: NodeId,
  ) {}

  async call(request: Json): Promise<Outcome> {
    const endMs = this.now() + DEADLINE_MS;
    for (let attempt = 1; ; attempt++) {
      const reply = await this.attempt(request, Math.min(ATTEMPT_MS, endMs - this.now()));
      if (reply !== 'none' && 'ok' in reply) {
        this.tokens = Math.min(TOKENS_MAX, this.tokens + EARNED);
        return reply;
      }
      // The request is at fault, not the server: no attempt will help, and it says nothing about the others.
      if (reply !== 'none' && reply.error === 'invalid') return { error: 'invalid' };
      const waitMs = Math.min(CAP_MS, BASE_MS * 2 ** (attempt - 1));
      // A retry that would begin after the deadline is not worth a token.
      if (attempt === ATTEMPTS_MAX || this.tokens < 1 || this.now() + waitMs >= endMs)
        return { error: 'gave-up' };
      this.tokens -= 1;
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
