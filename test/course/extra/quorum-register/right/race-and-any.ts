/** @approach Promise.race and Promise.any over what is still open; a helper class for one question. */
import type { Json, Node, NodeId } from 'partial-failure';

type Version = { counter: number; client: string };
type Stored = { version: Version; value: Json };

const isAfter = (a: Version, b: Version) =>
  a.counter > b.counter || (a.counter === b.counter && a.client.localeCompare(b.client) > 0);

export class Replica {
  private stored: Stored = { version: { counter: 0, client: '' }, value: null };
  private lastWrite = Promise.resolve();

  constructor(private readonly node: Node) {}

  async start() {
    this.stored = ((await this.node.disk.read('stored')) as Stored | undefined) ?? this.stored;
  }

  async onRequest(_from: NodeId, message: Json) {
    const request = message as { kind: 'load' } | { kind: 'save'; stored: Stored };
    switch (request.kind) {
      case 'load':
        return this.stored;
      case 'save': {
        if (isAfter(request.stored.version, this.stored.version)) {
          this.stored = request.stored;
          this.lastWrite = this.node.disk.write('stored', this.stored);
        }
        await this.lastWrite;
        return null;
      }
    }
  }
}

/** One question to one replica, asked until it is answered or no longer wanted. */
class Inquiry {
  readonly answer: Promise<{ replica: NodeId; reply: Json }>;
  private wanted = true;

  constructor(node: Node, replica: NodeId, message: Json) {
    this.answer = this.run(node, replica, message);
  }

  private async run(node: Node, replica: NodeId, message: Json) {
    const tries: Promise<Json>[] = [];
    while (this.wanted) {
      tries.push(node.request(replica, message));
      const first = await Promise.race([
        Promise.any(tries).then((reply) => ({ reply })),
        node.sleep(180).then(() => undefined),
      ]);
      if (first !== undefined) return { replica, reply: first.reply };
    }
    return { replica, reply: null };
  }

  drop() {
    this.wanted = false;
  }
}

export class Client {
  constructor(
    private readonly node: Node,
    private readonly replicas: NodeId[],
  ) {}

  async read(): Promise<Json> {
    const latest = await this.latest();
    await this.majority({ kind: 'save', stored: latest });
    return latest.value;
  }

  async write(value: Json): Promise<void> {
    const { version } = await this.latest();
    const stored = { version: { counter: version.counter + 1, client: this.node.id }, value };
    await this.majority({ kind: 'save', stored });
  }

  private async latest(): Promise<Stored> {
    const replies = (await this.majority({ kind: 'load' })) as Stored[];
    return replies.sort((a, b) => (isAfter(a.version, b.version) ? -1 : 1))[0]!;
  }

  private async majority(message: Json): Promise<Json[]> {
    const open = new Map(this.replicas.map((replica) => [replica, new Inquiry(this.node, replica, message)]));
    const replies: Json[] = [];
    const needed = Math.floor(this.replicas.length / 2) + 1;
    while (replies.length < needed) {
      const { replica, reply } = await Promise.race([...open.values()].map((inquiry) => inquiry.answer));
      open.delete(replica);
      replies.push(reply);
    }
    open.forEach((inquiry) => inquiry.drop());
    return replies;
  }
}
