/**
 * @approach Datagrams in both directions, with a number for each phase: an answer counts only for the phase that asked.
 */
import type { Json, Node, NodeId } from 'partial-failure';

type Stamp = [count: number, client: NodeId];
type Question = { phase: number; stamp?: Stamp; value?: Json };
type Answer = { phase: number; stamp: Stamp; value: Json };

function compare([m, a]: Stamp, [n, b]: Stamp): number {
  if (m !== n) return m - n;
  return a < b ? -1 : a > b ? 1 : 0;
}

export class Replica {
  private stamp: Stamp = [0, ''];
  private value: Json = null;
  private onDisk: Promise<void> = Promise.resolve();

  constructor(private readonly node: Node) {}

  async start(): Promise<void> {
    const found = await this.node.disk.read('state');
    if (Array.isArray(found)) [this.stamp, this.value] = found as [Stamp, Json];
  }

  async onMessage(from: NodeId, message: Json): Promise<void> {
    const { phase, stamp, value = null } = message as Question;
    if (stamp !== undefined) {
      if (compare(stamp, this.stamp) > 0) {
        this.stamp = stamp;
        this.value = value;
        this.onDisk = this.node.disk.write('state', [stamp, value]);
      }
      await this.onDisk;
    }
    this.node.send(from, { phase, stamp: this.stamp, value: this.value });
  }
}

export class Client {
  private phase = 0;
  private question: Question = { phase: 0 };
  private answers = new Map<NodeId, Answer>();
  private finished: (answers: Answer[]) => void = () => {};

  constructor(
    private readonly node: Node,
    private readonly replicas: NodeId[],
  ) {}

  async read(): Promise<Json> {
    const { stamp, value } = await this.newest();
    await this.ask({ stamp, value });
    return value;
  }

  async write(value: Json): Promise<void> {
    const { stamp } = await this.newest();
    await this.ask({ stamp: [stamp[0] + 1, this.node.id], value });
  }

  onMessage(from: NodeId, message: Json): void {
    const answer = message as Answer;
    if (answer.phase !== this.phase) return;
    this.answers.set(from, answer);
    if (this.answers.size > this.replicas.length / 2) {
      this.phase++;
      this.finished([...this.answers.values()]);
    }
  }

  private async newest(): Promise<Answer> {
    const answers = await this.ask({});
    return answers.reduce((a, b) => (compare(a.stamp, b.stamp) >= 0 ? a : b));
  }

  private ask(question: Omit<Question, 'phase'>): Promise<Answer[]> {
    this.question = { ...question, phase: ++this.phase };
    this.answers = new Map();
    return new Promise((resolve) => {
      this.finished = resolve;
      void this.repeat(this.phase);
    });
  }

  private async repeat(phase: number): Promise<void> {
    while (this.phase === phase) {
      for (const replica of this.replicas) {
        if (!this.answers.has(replica)) this.node.send(replica, this.question);
      }
      await this.node.sleep(100);
    }
  }
}
