/**
 * @breaks succeeds
 * @misconception Retries are dangerous, so there are none.
 */
import type { Json, Node, NodeId } from 'partial-failure';
import type { Outcome, Reply } from 'partial-failure/retry-storm';

/** The caller waits no longer than this. */
const DEADLINE_MS = 5_000;

export class Client {
  constructor(
    private readonly node: Node,
    private readonly server: NodeId,
  ) {}

  async call(request: Json): Promise<Outcome> {
    const reply = await this.attempt(request, DEADLINE_MS - 1_000);
    if (reply !== 'none' && 'ok' in reply) {
      return reply;
    }
    // The request is at fault, not the server: no attempt will help, and it says nothing about the others.
    if (reply !== 'none' && reply.error === 'invalid') return { error: 'invalid' };
    return { error: 'gave-up' };
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
