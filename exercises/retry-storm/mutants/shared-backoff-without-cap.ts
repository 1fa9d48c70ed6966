/**
 * @breaks recovers
 * @misconception Each failure of the client doubles its wait.
 */
import type { Json, Node, NodeId } from 'partial-failure';
import type { Outcome, Reply } from 'partial-failure/retry-storm';

/** The caller waits no longer than this. */
const DEADLINE_MS = 5_000;
/** The server’s queue holds half a second of work: what has not come after twice that will not come. */
const ATTEMPT_MS = 1_000;
const BASE_MS = 200;

export class Client {
  /** How long this client leaves the server in peace; when that began. */
  private backoffMs = 0;
  private sinceMs = -Infinity;

  constructor(
    private readonly node: Node,
    private readonly server: NodeId,
  ) {}

  async call(request: Json): Promise<Outcome> {
    const endMs = this.now() + DEADLINE_MS;
    for (;;) {
      const waitMs = this.sinceMs + this.backoffMs * (0.5 + this.node.random() / 2) - this.now();
      if (this.now() + waitMs >= endMs) return { error: 'gave-up' };
      if (waitMs > 0) await this.node.sleep(waitMs);
      const reply = await this.attempt(request, Math.min(ATTEMPT_MS, endMs - this.now()));
      if (reply !== 'none' && 'ok' in reply) {
        this.backoffMs = 0;
        return reply;
      }
      // The request is at fault, not the server: no attempt will help, and it says nothing about the others.
      if (reply !== 'none' && reply.error === 'invalid') return { error: 'invalid' };
      this.backoffMs = Math.max(BASE_MS, 2 * this.backoffMs);
      this.sinceMs = this.now();
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
