/**
 * @breaks prompt
 * @misconception A second is safe everywhere, and safe is what matters.
 */
import type { Json, Node, NodeId } from 'partial-failure';

/** However long a server has been silent, it is asked at least so often. */
const MOST_MS = 4_000;

export class Client {
  constructor(private readonly node: Node) {}

  call(server: NodeId, question: Json): Promise<Json> {
    return new Promise((resolve) => {
      void this.askUntil(server, question, resolve);
    });
  }

  /** Asks again whenever the wait is over. All attempts stay open: the first reply to any of them ends the call. */
  private async askUntil(server: NodeId, question: Json, resolve: (reply: Json) => void): Promise<void> {
    let isAnswered = false;
    let waitMs = 1_000;
    while (!isAnswered) {
      void this.node.request(server, question).then((reply) => {
        isAnswered = true;
        resolve(reply);
      });
      await this.node.sleep(waitMs);
      waitMs = Math.min(2 * waitMs, MOST_MS);
    }
  }
}
