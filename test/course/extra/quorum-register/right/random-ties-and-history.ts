/** @approach Replicas keep every entry they were given, in memory and in one disk value; ties are broken by a random number. */
import type { Json, Node, NodeId } from 'partial-failure';

type Tag = readonly [number, number, string];
type Row = readonly [Tag, Json];

function higher(a: Tag, b: Tag): boolean {
  for (let i = 0; i < 3; i++) {
    const x = a[i]!;
    const y = b[i]!;
    if (x !== y) return x > y;
  }
  return false;
}

export class Replica {
  private readonly rows: Row[] = [[[0, 0, ''], null]];
  private persisted: Promise<void> = Promise.resolve();
  constructor(private readonly node: Node) {}

  async start(): Promise<void> {
    const rows = await this.node.disk.read('rows');
    if (Array.isArray(rows)) this.rows.splice(0, this.rows.length, ...(rows as unknown as Row[]));
  }

  async onRequest(_from: NodeId, message: Json): Promise<Json> {
    const row = message as unknown as Row | [];
    if (row.length === 2) {
      if (!this.rows.some(([tag]) => String(tag) === String(row[0]))) {
        this.rows.push(row);
        // The newest three are more than enough.
        this.rows.sort(([a], [b]) => (higher(a, b) ? -1 : 1)).splice(3);
        this.persisted = this.node.disk.write('rows', this.rows as unknown as Json);
      }
      await this.persisted;
    }
    return this.rows[0] as unknown as Json;
  }
}

export class Client {
  readonly node: Node;
  readonly replicas: NodeId[];
  constructor(node: Node, replicas: NodeId[]) {
    this.node = node;
    this.replicas = [...replicas].reverse();
  }

  async read(): Promise<Json> {
    const row = this.top(await this.ask([]));
    await this.ask(row);
    return row[1];
  }

  async write(value: Json): Promise<void> {
    const [[n]] = this.top(await this.ask([]));
    await this.ask([[n + 1, this.node.random(), this.node.id], value]);
  }

  private top(rows: readonly Row[]): Row {
    return [...rows].sort(([a], [b]) => (higher(a, b) ? -1 : higher(b, a) ? 1 : 0))[0]!;
  }

  private async ask(message: readonly unknown[]): Promise<Row[]> {
    const answers = new Map<NodeId, Row>();
    const wanted = Math.floor(this.replicas.length / 2) + 1;
    for (;;) {
      const round = this.replicas
        .filter((r) => !answers.has(r))
        .map((r) =>
          this.node.request(r, message as unknown as Json).then((row) => {
            answers.set(r, row as unknown as Row);
          }),
        );
      await Promise.race([Promise.all(round), this.until(() => answers.size >= wanted, 240)]);
      if (answers.size >= wanted) return [...answers.values()];
    }
  }

  private async until(isDone: () => boolean, ms: number): Promise<void> {
    const end = this.node.clock.monotonic() + ms;
    while (!isDone() && this.node.clock.monotonic() < end) await this.node.sleep(15);
  }
}
