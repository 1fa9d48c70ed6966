/**
 * @breaks linearizable
 * @misconception It was newer when I looked, so it may be stored.
 * @misconception-of await-between-check-and-store
 */
import type { Json, Node, NodeId } from 'partial-failure';

class Tag {
  constructor(
    readonly counter: number,
    readonly name: string,
  ) {}
  static from(json: any): Tag {
    return new Tag(json.counter, json.name);
  }
  toJson(): Json {
    return { counter: this.counter, name: this.name };
  }
  isAbove(other: Tag): boolean {
    if (this.counter === other.counter) return this.name > other.name;
    return this.counter > other.counter;
  }
  next(name: string): Tag {
    return new Tag(this.counter + 1, name);
  }
}

export class Replica {
  private tag = new Tag(0, '');
  private value: Json = null;

  constructor(private readonly node: Node) {}

  async start() {
    const saved: any = await this.node.disk.read('saved');
    if (saved === undefined) return;
    this.tag = Tag.from(saved.tag);
    this.value = saved.value;
  }

  async onRequest(_from: NodeId, message: any): Promise<Json> {
    if (message.cmd === 'put') {
      const tag = Tag.from(message.tag);
      if (tag.isAbove(this.tag)) {
        await this.node.disk.write('saved', { tag: tag.toJson(), value: message.value });
        this.tag = tag;
        this.value = message.value;
      }
    }
    return { tag: this.tag.toJson(), value: this.value };
  }
}

export class Client {
  constructor(
    private readonly node: Node,
    private readonly replicas: NodeId[],
  ) {}

  async read(): Promise<Json> {
    const { tag, value } = await this.collect({ cmd: 'get' });
    await this.collect({ cmd: 'put', tag: tag.toJson(), value });
    return value;
  }

  async write(value: Json): Promise<void> {
    const { tag } = await this.collect({ cmd: 'get' });
    await this.collect({ cmd: 'put', tag: tag.next(this.node.id).toJson(), value });
  }

  private async collect(message: Json): Promise<{ tag: Tag; value: Json }> {
    let best = { tag: new Tag(0, ''), value: null as Json };
    const heard = new Set<NodeId>();
    for (let i = 0; heard.size <= this.replicas.length / 2; i++) {
      const replica = this.replicas[i % this.replicas.length]!;
      if (heard.has(replica)) continue;
      const reply = this.node.request(replica, message).then((answer: any) => {
        heard.add(replica);
        const tag = Tag.from(answer.tag);
        if (tag.isAbove(best.tag)) best = { tag, value: answer.value };
      });
      await Promise.race([reply, this.node.sleep(i < this.replicas.length ? 130 : 100)]);
    }
    return best;
  }
}
