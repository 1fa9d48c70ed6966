import type { Json, Node, NodeId } from 'partial-failure';

/** Before anything is known of a server, in ms (RFC 6298, 2.1). */
const FIRST_WAIT_MS = 1_000;
/** What never varied may vary by this all the same, in ms: the `G` of RFC 6298. */
const SCATTER_MIN_MS = 10;
/** While nothing answers waits double, up to this, in ms. */
const WAIT_MAX_MS = 4_000;

/** Asks until there is a reply, and waits between requests for as long as replies have been taking. */
export class Client {
  private readonly known = new Map<NodeId, RoundTrips>();

  constructor(private readonly node: Node) {}

  async call(server: NodeId, question: Json): Promise<Json> {
    const trips = this.tripsTo(server);
    const attempts: Promise<{ reply: Json }>[] = [];
    for (let waitMs = trips.timeoutMs(); ; waitMs = Math.min(2 * waitMs, WAIT_MAX_MS)) {
      attempts.push(this.attempt(server, question, trips));
      // Earlier attempts stay in the race: their replies are only late. A reply is wrapped, for it may be `null`.
      const won = await Promise.race([...attempts, this.node.sleep(waitMs)]);
      if (won !== undefined) return won.reply;
    }
  }

  /**
   * Each attempt has a promise and a clock of its own, so a reply is never measured from the wrong request: what Karn's
   * rule avoids in TCP, where an acknowledgement does not say which copy it answers. Replies that come too late for
   * their call are measured too: only they tell that the network has become slower.
   */
  private async attempt(server: NodeId, question: Json, trips: RoundTrips): Promise<{ reply: Json }> {
    const sentMs = this.node.clock.monotonic();
    const reply = await this.node.request(server, question);
    trips.add(this.node.clock.monotonic() - sentMs);
    return { reply };
  }

  private tripsTo(server: NodeId): RoundTrips {
    const known = this.known.get(server) ?? new RoundTrips();
    this.known.set(server, known);
    return known;
  }
}

/** A smoothed mean and deviation of round trips (Jacobson 1988; RFC 6298, section 2). */
class RoundTrips {
  private mean = 0;
  private deviation = 0;
  private isKnown = false;

  add(tripMs: number): void {
    if (!this.isKnown) {
      this.isKnown = true;
      this.mean = tripMs;
      // One sample says nothing of the scatter: assume much.
      this.deviation = tripMs / 2;
      return;
    }
    // The deviation first: it is from the mean as it was.
    this.deviation += (Math.abs(tripMs - this.mean) - this.deviation) / 4;
    this.mean += (tripMs - this.mean) / 8;
  }

  timeoutMs(): number {
    return this.isKnown ? this.mean + Math.max(4 * this.deviation, SCATTER_MIN_MS) : FIRST_WAIT_MS;
  }
}
