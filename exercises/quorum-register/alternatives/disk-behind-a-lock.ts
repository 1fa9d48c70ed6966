/**
 * @approach The replica keeps nothing in memory: it reads, compares and writes the disk, one store after the other.
 */
import type { Json, Node, NodeId } from 'partial-failure';

interface Versioned {
  version: number;
  author: string;
  value: Json;
}

const NOTHING: Versioned = { version: 0, author: '', value: null };

function after(a: Versioned, b: Versioned): boolean {
  if (a.version !== b.version) return a.version > b.version;
  return a.author > b.author;
}

export class Replica {
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly node: Node) {}

  async onRequest(_from: NodeId, message: Json): Promise<Json> {
    const { store } = message as unknown as { store?: Versioned };
    if (store === undefined) return pack(await this.load());
    return this.alone(async () => {
      const held = await this.load();
      if (after(store, held)) await this.node.disk.write('register', pack(store));
      return 'ok';
    });
  }

  private async load(): Promise<Versioned> {
    return ((await this.node.disk.read('register')) ?? NOTHING) as unknown as Versioned;
  }

  /** Runs a task when all earlier ones have ended. */
  private alone<T>(task: () => Promise<T>): Promise<T> {
    const result = this.last.then(task);
    this.last = result.catch(() => undefined);
    return result;
  }
}

function pack({ version, author, value }: Versioned): Json {
  return { version, author, value };
}

export class Client {
  constructor(
    private readonly node: Node,
    private readonly replicas: NodeId[],
  ) {}

  async read(): Promise<Json> {
    const newest = await this.query();
    await this.quorum({ store: pack(newest) });
    return newest.value;
  }

  async write(value: Json): Promise<void> {
    const { version } = await this.query();
    await this.quorum({ store: { version: version + 1, author: this.node.id, value } });
  }

  private async query(): Promise<Versioned> {
    let newest = NOTHING;
    for (const answer of await this.quorum({})) {
      const entry = answer as unknown as Versioned;
      if (after(entry, newest)) newest = entry;
    }
    return newest;
  }

  private async quorum(message: Json): Promise<Json[]> {
    const answers: Record<NodeId, Json> = {};
    const enough = (): boolean => Object.keys(answers).length * 2 > this.replicas.length;
    let wake = (): void => {};
    while (!enough()) {
      for (const replica of this.replicas) {
        if (replica in answers) continue;
        void this.node.request(replica, message).then((answer) => {
          answers[replica] = answer;
          if (enough()) wake();
        });
      }
      await Promise.race([
        this.node.sleep(300),
        new Promise<void>((resolve) => {
          wake = resolve;
        }),
      ]);
    }
    return Object.values(answers);
  }
}
