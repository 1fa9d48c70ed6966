/**
 * @breaks linearizable
 * @misconception A change that was not confirmed can be proposed again, whatever became of it. (CASPaxos.)
 * @misconception-of retries-under-a-new-tag
 */
import type { Json, Node, NodeId } from 'partial-failure';

type Ballot = [number, NodeId];
const above = (a: Ballot, b: Ballot) => a[0] > b[0] || (a[0] === b[0] && a[1] > b[1]);
const same = (a: Ballot, b: Ballot) => a[0] === b[0] && a[1] === b[1];
type State = { promised: Ballot; accepted: Ballot; value: Json };

export class Replica {
  private s: State = { promised: [0, ''], accepted: [0, ''], value: null };
  private saved: Promise<void> = Promise.resolve();
  constructor(private node: Node) {}
  async start() {
    const s = await this.node.disk.read('s');
    if (s) this.s = s as State;
  }
  private save() {
    this.saved = this.node.disk.write('s', this.s);
  }
  async onRequest(_from: NodeId, message: Json): Promise<Json> {
    const m = message as { ballot: Ballot; value?: [Json] };
    if (!m.value) {
      if (!above(m.ballot, this.s.promised) && !same(m.ballot, this.s.promised)) return { no: this.s.promised };
      if (!same(m.ballot, this.s.promised)) {
        this.s = { ...this.s, promised: m.ballot };
        this.save();
      }
      const reply = { accepted: this.s.accepted, value: this.s.value };
      await this.saved;
      return reply;
    }
    if (above(this.s.promised, m.ballot)) return { no: this.s.promised };
    this.s = { promised: m.ballot, accepted: m.ballot, value: m.value[0] };
    this.save();
    await this.saved;
    return { ok: true };
  }
}

export class Client {
  private counter = 0;
  constructor(
    private node: Node,
    private replicas: NodeId[],
  ) {}

  /** Answers of a majority, or undefined when one refused or it took too long. */
  private phase(message: Json): Promise<Json[] | undefined> {
    return new Promise((resolve) => {
      const got = new Map<NodeId, Json>();
      let over = false;
      const end = (answers: Json[] | undefined) => {
        over = true;
        resolve(answers);
      };
      for (const r of this.replicas) {
        void (async () => {
          for (let i = 0; i < 4 && !over && !got.has(r); i++) {
            void this.node.request(r, message).then((a) => {
              if (over) return;
              const { no } = a as { no?: Ballot };
              if (no) {
                this.counter = Math.max(this.counter, no[0]);
                end(undefined);
                return;
              }
              got.set(r, a);
              if (got.size * 2 > this.replicas.length) end([...got.values()]);
            });
            await this.node.sleep(100);
          }
        })();
      }
      void this.node.sleep(400).then(() => end(undefined));
    });
  }

  private async change(f: (value: Json) => Json): Promise<Json> {
    for (;;) {
      const ballot: Ballot = [++this.counter, this.node.id];
      const promises = (await this.phase({ ballot })) as { accepted: Ballot; value: Json }[] | undefined;
      if (promises) {
        const { value } = promises.reduce((a, b) => (above(b.accepted, a.accepted) ? b : a));
        const next = f(value);
        if (await this.phase({ ballot, value: [next] })) return next;
      }
      await this.node.sleep(this.node.random() * 200);
    }
  }

  read() {
    return this.change((value) => value);
  }
  async write(value: Json) {
    await this.change(() => value);
  }
}
