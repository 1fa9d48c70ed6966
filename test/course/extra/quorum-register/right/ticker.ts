/** @approach One ticker that never ends sends whatever is open; the disk is loaded when it is first needed. */
import type { Json, Node, NodeId } from 'partial-failure';

type Held = { counter: number; writer: string; value: Json };
type Call = { id: number; store: Held | null };

export class Replica {
  private held: Held | undefined;
  private readonly loaded: Promise<void>;
  private stored: Promise<unknown> = Promise.resolve();
  private readonly node: Node;

  constructor(node: Node) {
    this.node = node;
    this.loaded = node.disk.read('held').then((held) => {
      this.held = (held as Held | undefined) ?? { counter: 0, writer: '', value: null };
    });
  }

  async onMessage(from: NodeId, message: Json): Promise<void> {
    await this.loaded;
    const { id, store } = message as Call;
    const held = this.held!;
    if (store !== null) {
      const wins =
        store.counter > held.counter || (store.counter === held.counter && store.writer > held.writer);
      if (wins) {
        this.held = store;
        this.stored = Promise.all([this.stored, this.node.disk.write('held', store)]);
      }
      await this.stored;
    }
    this.node.send(from, { id, held: this.held! });
  }
}

export class Client {
  private readonly node: Node;
  private readonly replicas: NodeId[];
  private calls = 0;
  private current: { call: Call; missing: Set<NodeId>; best: Held; done: (best: Held) => void } | undefined;

  constructor(node: Node, replicas: NodeId[]) {
    this.node = node;
    this.replicas = replicas;
    void this.tick();
  }

  onMessage(from: NodeId, message: Json): void {
    const { id, held } = message as { id: number; held: Held };
    const current = this.current;
    if (current === undefined || current.call.id !== id || !current.missing.delete(from)) return;
    const { best } = current;
    if (held.counter > best.counter || (held.counter === best.counter && held.writer > best.writer)) {
      current.best = held;
    }
    if (current.missing.size >= this.replicas.length / 2) return;
    this.current = undefined;
    current.done(current.best);
  }

  async read(): Promise<Json> {
    const best = await this.call(null);
    await this.call(best);
    return best.value;
  }

  async write(value: Json): Promise<void> {
    const { counter } = await this.call(null);
    await this.call({ counter: counter + 1, writer: this.node.id, value });
  }

  private call(store: Held | null): Promise<Held> {
    const call = { id: ++this.calls, store };
    return new Promise((done) => {
      const best = { counter: 0, writer: '', value: null };
      this.current = { call, missing: new Set(this.replicas), best, done };
      this.sendAll();
    });
  }

  private sendAll(): void {
    if (this.current === undefined) return;
    for (const replica of this.current.missing) this.node.send(replica, this.current.call);
  }

  private async tick(): Promise<never> {
    for (;;) {
      await this.node.sleep(90);
      this.sendAll();
    }
  }
}
