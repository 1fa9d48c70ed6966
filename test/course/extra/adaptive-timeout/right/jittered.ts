/**
 * Calls itself again with all earlier attempts; a wait is drawn between 1 and 1.2 times what it should be.
 */
import type { Json, Node, NodeId } from 'partial-failure';

type Seen = { list: number[] };
export class Client {
  readonly #seen = new Map<NodeId, Seen>();
  readonly #node: Node;
  constructor(node: Node) {
    this.#node = node;
  }
  async call(server: NodeId, question: Json): Promise<Json> {
    const seen = this.#seen.get(server) ?? { list: [] };
    this.#seen.set(server, seen);
    const high = seen.list.length === 0 ? undefined : Math.max(...seen.list.slice(-24));
    return this.#again(server, question, seen, high === undefined ? 1_000 : Math.max(60, 1.6 * high), []);
  }
  async #again(server: NodeId, question: Json, seen: Seen, wait: number, before: Promise<[Json]>[]): Promise<Json> {
    const t0 = this.#node.clock.monotonic();
    const mine = this.#node.request(server, question).then((reply): [Json] => {
      seen.list.push(this.#node.clock.monotonic() - t0);
      return [reply];
    });
    const all = [...before, mine];
    const got = await Promise.race([...all, this.#node.sleep(wait * (1 + this.#node.random() / 5)).then(() => null)]);
    return got === null ? this.#again(server, question, seen, Math.min(2 * wait, 3_000), all) : got[0];
  }
}
