/**
 * @approach One and a half times the longest of the last sixteen round trips, and 30 ms; a loop that looks at a list.
 */
import type { Json, Node, NodeId } from 'partial-failure';

/** The last round trips to one server, in a ring. */
class Recent {
  private readonly ring: number[] = [];
  private next = 0;

  add(tripMs: number): void {
    this.ring[this.next] = tripMs;
    this.next = (this.next + 1) % 16;
  }

  limitMs(): number {
    return this.ring.length === 0 ? 1_200 : 1.5 * Math.max(...this.ring) + 30;
  }
}

export class Client {
  private readonly recent = new Map<NodeId, Recent>();

  constructor(private readonly node: Node) {}

  async call(server: NodeId, question: Json): Promise<Json> {
    let recent = this.recent.get(server);
    if (recent === undefined) this.recent.set(server, (recent = new Recent()));
    const inbox: Json[] = [];
    let wake = (): void => undefined;
    for (let waitMs = recent.limitMs(); inbox.length === 0; waitMs = Math.min(2 * waitMs, 3_000)) {
      void this.timed(server, question, recent).then((reply) => {
        inbox.push(reply);
        wake();
      });
      await new Promise<void>((resolve) => {
        wake = resolve;
        void this.node.sleep(waitMs).then(resolve);
      });
    }
    const [reply = null] = inbox;
    return reply;
  }

  private async timed(server: NodeId, question: Json, recent: Recent): Promise<Json> {
    const { clock } = this.node;
    const from = clock.monotonic();
    const reply = await this.node.request(server, question);
    recent.add(clock.monotonic() - from);
    return reply;
  }
}
