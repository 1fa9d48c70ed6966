/**
 * @approach RFC 6298 to the letter: only calls that needed one request are measured, and backoff lasts until one did.
 */
import type { Json, Node, NodeId } from 'partial-failure';

const FIRST_MS = 1_000;
const LEAST_MS = 60;
const MOST_MS = 5_000;
const GRAIN_MS = 20;

interface Path {
  trip: { meanMs: number; deviationMs: number } | undefined;
  /** What the next call waits for its first reply. */
  waitMs: number;
}

export class Client {
  private readonly paths = new Map<NodeId, Path>();

  constructor(private readonly node: Node) {}

  async call(server: NodeId, question: Json): Promise<Json> {
    const path = this.pathTo(server);
    const open: Promise<{ readonly value: Json }>[] = [];
    let waitMs = path.waitMs;
    for (let attempt = 1; ; attempt++) {
      const sentMs = this.node.clock.monotonic();
      open.push(this.node.request(server, question).then((value) => ({ value })));
      const reply = await Promise.race([...open, this.node.sleep(waitMs).then(() => undefined)]);
      if (reply !== undefined) {
        // After a second request nobody can say which of them it answers.
        if (attempt === 1) this.learn(path, this.node.clock.monotonic() - sentMs);
        return reply.value;
      }
      waitMs = Math.min(2 * waitMs, MOST_MS);
      path.waitMs = Math.max(path.waitMs, waitMs);
    }
  }

  private pathTo(server: NodeId): Path {
    const path = this.paths.get(server) ?? { trip: undefined, waitMs: FIRST_MS };
    this.paths.set(server, path);
    return path;
  }

  private learn(path: Path, tripMs: number): void {
    const { meanMs, deviationMs } = path.trip ?? { meanMs: tripMs, deviationMs: (tripMs * 2) / 3 };
    const trip = {
      meanMs: meanMs + (tripMs - meanMs) / 8,
      deviationMs: deviationMs + (Math.abs(tripMs - meanMs) - deviationMs) / 4,
    };
    path.trip = trip;
    path.waitMs = Math.min(
      MOST_MS,
      Math.max(LEAST_MS, trip.meanMs + Math.max(GRAIN_MS, 4 * trip.deviationMs)),
    );
  }
}
