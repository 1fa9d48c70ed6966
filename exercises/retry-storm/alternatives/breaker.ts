import type { Json, Node, NodeId } from 'partial-failure';
import type { Outcome, Reply } from 'partial-failure/retry-storm';

/** After so many failures in a row nobody is asked. */
const FAILURES_MAX = 4;
/** After so long one call may ask, to see. */
const PROBE_AFTER_MS = 2_000;

/** A circuit breaker: while it is open, calls fail at once, but for one now and then that looks whether all is well. */
export class Client {
  private failures = 0;
  private openedMs = 0;
  private probing = false;

  constructor(
    private readonly node: Node,
    private readonly server: NodeId,
  ) {}

  async call(request: Json): Promise<Outcome> {
    if (this.failures >= FAILURES_MAX) {
      const mayProbe = !this.probing && this.node.clock.monotonic() >= this.openedMs + PROBE_AFTER_MS;
      if (!mayProbe) return { error: 'gave-up' };
      this.probing = true;
      const outcome = await this.attempt(request);
      this.probing = false;
      return outcome ?? { error: 'gave-up' };
    }
    const first = await this.attempt(request);
    if (first !== undefined) return first;
    await this.node.sleep(100 + this.node.random() * 900);
    if (this.failures >= FAILURES_MAX) return { error: 'gave-up' };
    return (await this.attempt(request)) ?? { error: 'gave-up' };
  }

  private async attempt(request: Json): Promise<Outcome | undefined> {
    const asked = this.node.request(this.server, request);
    const reply = (await Promise.race([asked, this.node.sleep(1_500)])) as Reply | undefined;
    if (reply !== undefined && ('ok' in reply || reply.error === 'invalid')) {
      this.failures = 0;
      return reply;
    }
    if (++this.failures >= FAILURES_MAX) this.openedMs = this.node.clock.monotonic();
    return undefined;
  }
}
