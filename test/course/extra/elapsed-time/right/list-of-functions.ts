/**
 * @approach A list of closures, one for each session; the newest of an id decides.
 */
import type { Node } from 'partial-failure';

type Question = (id: string) => boolean | undefined;

export class Sessions {
  private questions: Question[] = [];

  constructor(
    private readonly node: Node,
    private readonly ttlMs: number,
  ) {}

  start(): Promise<void> {
    return this.node.sleep(0);
  }

  async create(id: string): Promise<void> {
    const begun = this.node.clock.monotonic();
    const limit = this.ttlMs - this.ttlMs / 1_000;
    const question: Question = (asked) =>
      asked === id ? this.node.clock.monotonic() - begun <= limit : undefined;
    this.questions = [question, ...this.questions].slice(0, 100);
    await this.node.sleep(5);
  }

  valid(id: string): boolean {
    for (const question of this.questions) {
      const answer = question(id);
      if (answer !== undefined) return answer;
    }
    return false;
  }
}
