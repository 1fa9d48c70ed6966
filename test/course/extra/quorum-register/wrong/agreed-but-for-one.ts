/**
 * @breaks linearizable
 * @misconception When all but one of a majority agree, the second phase of a read can be left out.
 * @akin-to no-write-back
 */
import type { Json, Node, NodeId } from 'partial-failure';

// Datagrams only, a table of open rounds at module level, and reads that skip the second phase when nobody needs it.
interface Round { need: number; heard: Map<NodeId, Json>; done(): void }
const rounds = new Map<number, Round>();
let nextRound = 0;
let answersSeen = 0;

type Stamp = readonly [number, string];
const later = (a: Stamp, b: Stamp) => a[0] !== b[0] ? a[0] > b[0] : a[1] > b[1];

export class Replica {
  static booted = 0;
  #kept: { at: Stamp; value: Json } = { at: [0, ''], value: null };
  #chain: Promise<unknown> = Promise.resolve();
  constructor(private node: Node) { Replica.booted++; }
  async start() { const got = await this.node.disk.read('kept'); if (got) this.#kept = got as never; }
  onMessage(from: NodeId, message: Json) {
    const { n, ask, at, value } = message as { n: number; ask: string; at: [number, string]; value: Json };
    // One after the other, so that whatever is answered is on the disk.
    this.#chain = this.#chain.then(async () => {
      if (ask === 'put' && later(at, this.#kept.at)) {
        await this.node.disk.write('kept', { at, value });
        this.#kept = { at, value };
      }
      this.node.send(from, { n, at: [...this.#kept.at], value: this.#kept.value });
    });
  }
}

export class Client {
  private last = 0;
  constructor(readonly node: Node, readonly replicas: NodeId[]) {}
  onMessage(from: NodeId, message: Json) {
    answersSeen += 1;
    const { n } = message as { n: number };
    const round = rounds.get(n);
    if (!round || round.heard.has(from)) return;
    round.heard.set(from, message);
    if (round.heard.size === round.need) round.done();
  }
  private ask(body: Record<string, Json>): Promise<{ at: Stamp; value: Json }[]> {
    const n = nextRound++;
    return new Promise((resolve) => {
      let open = true;
      let tries = 0;
      const heard = new Map<NodeId, Json>();
      rounds.set(n, { need: (this.replicas.length >> 1) + 1, heard, done: () => { open = false; rounds.delete(n); resolve([...heard.values()] as never); } });
      void (async () => {
        while (open) {
          for (const to of this.replicas) if (!heard.has(to)) this.node.send(to, { n, ...body });
          tries += 1;
          await this.node.sleep(tries % 2 ? 120 : 260);
        }
      })();
    });
  }
  async read(): Promise<Json> {
    const all = await this.ask({ ask: 'get' });
    const best = all.reduce((a, b) => (later(b.at, a.at) ? b : a));
    const agreed = all.filter(({ at }) => !later(best.at, at)).length >= all.length - 1;
    if (!agreed) await this.ask({ ask: 'put', at: [...best.at], value: best.value });
    return best.value;
  }
  async write(value: Json): Promise<void> {
    const all = await this.ask({ ask: 'get' });
    this.last = Math.max(this.last, ...all.map(({ at }) => at[0])) + 1;
    await this.ask({ ask: 'put', at: [this.last, this.node.id], value });
  }
}
