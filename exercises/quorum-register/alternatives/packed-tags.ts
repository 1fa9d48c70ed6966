/**
 * @approach Tags are single texts that compare rightly: a counter of fixed width, then the writer's id. In memory they are
 * bigints.
 */
import type { Json, Node, NodeId } from 'partial-failure';

const WIDTH = 16;

/** A text of fixed width for the counter, so that texts compare as the numbers do. */
function makeTag(counter: bigint, writer: NodeId): string {
  return `${counter.toString().padStart(WIDTH, '0')}/${writer}`;
}

function counterOf(tag: string): bigint {
  return BigInt(tag.slice(0, WIDTH));
}

const FIRST = makeTag(0n, '');

export class Replica {
  private tag = FIRST;
  private value: Json = null;
  private writes: Promise<void>[] = [];

  constructor(private readonly node: Node) {}

  async start(): Promise<void> {
    const saved = (await this.node.disk.read('saved')) as { tag: string; value: Json } | undefined;
    if (saved) ({ tag: this.tag, value: this.value } = saved);
  }

  async onRequest(_from: NodeId, message: Json): Promise<Json> {
    const [kind, tag = FIRST, value = null] = message as [string, string?, Json?];
    if (kind === 'ask') return [this.tag, this.value];
    if (tag > this.tag) {
      this.tag = tag;
      this.value = value;
      this.writes.push(this.node.disk.write('saved', { tag, value }));
    }
    await Promise.all(this.writes);
    return [];
  }
}

export class Client {
  constructor(
    private readonly node: Node,
    private readonly replicas: NodeId[],
  ) {}

  async read(): Promise<Json> {
    const [tag, value] = await this.latest();
    await this.reach(['store', tag, value]);
    return value;
  }

  async write(value: Json): Promise<void> {
    const [tag] = await this.latest();
    await this.reach(['store', makeTag(counterOf(tag) + 1n, this.node.id), value]);
  }

  private async latest(): Promise<[string, Json]> {
    const answers = (await this.reach(['ask'])) as [string, Json][];
    return answers.reduce((newest, answer) => (answer[0] > newest[0] ? answer : newest));
  }

  private reach(message: Json): Promise<Json[]> {
    const open = new Set(this.replicas);
    const answers: Json[] = [];
    return new Promise((resolve) => {
      const again = (): void => {
        if (answers.length * 2 > this.replicas.length) return resolve(answers);
        for (const replica of open) {
          this.node.request(replica, message).then((answer) => {
            if (open.delete(replica)) answers.push(answer);
          }, undefined);
        }
        void this.node.sleep(60).then(again);
      };
      again();
    });
  }
}
