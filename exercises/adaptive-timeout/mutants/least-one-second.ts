/**
 * @breaks prompt
 * @misconception The RFC says that a timeout is never below a second.
 */
import type { Json, Node, NodeId } from 'partial-failure';

/** The wait while nothing is known of a server. */
const FIRST_MS = 1_000;
/** No wait is shorter: it costs little, and a network that was still may not stay so. */
const LEAST_MS = 1_000;
/** However long a server has been silent, it is asked at least so often. */
const MOST_MS = 4_000;
/** A floor under the deviation: of a perfectly still network it would become nothing. */
const GRAIN_MS = 20;

/** What is known of the round trips to one server. */
interface Estimate {
  meanMs: number;
  deviationMs: number;
}

export class Client {
  /** Servers differ: each has its own. */
  private readonly estimates = new Map<NodeId, Estimate>();

  constructor(private readonly node: Node) {}

  call(server: NodeId, question: Json): Promise<Json> {
    return new Promise((resolve) => {
      void this.askUntil(server, question, resolve);
    });
  }

  /** Asks again whenever the wait is over. All attempts stay open: the first reply to any of them ends the call. */
  private async askUntil(server: NodeId, question: Json, resolve: (reply: Json) => void): Promise<void> {
    let isAnswered = false;
    let waitMs = this.waitFor(server);
    while (!isAnswered) {
      // Each attempt has its own beginning, so a reply is never taken for that of another: what it measures is true
      // whether it comes first, late, or after the call has ended.
      const sentMs = this.node.clock.monotonic();
      void this.node.request(server, question).then((reply) => {
        this.learn(server, this.node.clock.monotonic() - sentMs);
        isAnswered = true;
        resolve(reply);
      });
      await this.node.sleep(waitMs);
      waitMs = Math.min(2 * waitMs, MOST_MS);
    }
  }

  private waitFor(server: NodeId): number {
    const known = this.estimates.get(server);
    if (known === undefined) return FIRST_MS;
    return Math.min(MOST_MS, Math.max(LEAST_MS, known.meanMs + Math.max(GRAIN_MS, 4 * known.deviationMs)));
  }

  /** RFC 6298, section 2. */
  private learn(server: NodeId, tripMs: number): void {
    const known = this.estimates.get(server);
    if (known === undefined) {
      this.estimates.set(server, { meanMs: tripMs, deviationMs: tripMs / 2 });
      return;
    }
    // The deviation from the mean as it was before this sample.
    known.deviationMs = 0.75 * known.deviationMs + 0.25 * Math.abs(known.meanMs - tripMs);
    known.meanMs = 0.875 * known.meanMs + 0.125 * tripMs;
  }
}
