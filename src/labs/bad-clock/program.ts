import type { Json, Node, NodeId } from 'partial-failure';

type Sample = { offset: number; error: number };
type Span = { earliest: number; latest: number };

/** Says what time it is, or what it likes. */
export class TimeServer {
  constructor(
    private readonly node: Node,
    private readonly lieMs: number,
  ) {}

  onRequest(): Json {
    return { time: this.node.clock.timeOfDay() + this.lieMs };
  }
}

/** Asks all servers, and makes one answer of what they say. */
export class Client {
  constructor(
    private readonly node: Node,
    private readonly servers: NodeId[],
    private readonly rule: 'majority' | 'mean' | 'median',
  ) {}

  async ask(): Promise<Json> {
    const samples = await Promise.all(this.servers.map((server) => this.exchange(server)));
    const answer = this.answerOf(samples);
    this.node.log(answer === null ? 'no majority' : `${answer.earliest} to ${answer.latest} ms`);
    return { samples, answer };
  }

  /** An exchange as in NTP. Sending and receiving at the server are one instant here. */
  private async exchange(server: NodeId): Promise<Sample> {
    const sent = this.node.clock.timeOfDay();
    const { time } = (await this.node.request(server, 'time?')) as { time: number };
    const received = this.node.clock.timeOfDay();
    return { offset: (time - sent + (time - received)) / 2, error: (received - sent) / 2 };
  }

  private answerOf(samples: Sample[]): Span | null {
    const n = samples.length;
    if (this.rule === 'majority') {
      const ends = samples.flatMap(({ offset, error }) => [offset - error, offset + error]);
      const shared = ends.filter(
        (end) => 2 * samples.filter(({ offset, error }) => Math.abs(end - offset) <= error).length > n,
      );
      if (shared.length === 0) return null;
      return { earliest: Math.min(...shared), latest: Math.max(...shared) };
    }
    const offsets = samples.map(({ offset }) => offset).sort((a, b) => a - b);
    const mean = offsets.reduce((sum, offset) => sum + offset, 0) / n;
    const middle = this.rule === 'mean' ? mean : (offsets[Math.floor(n / 2)] ?? 0);
    const error = samples.reduce((sum, sample) => sum + sample.error, 0) / n;
    return { earliest: middle - error, latest: middle + error };
  }
}
