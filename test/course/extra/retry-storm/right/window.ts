/**
 * A work list and a window: halved when an attempt fails, one wider after each success, as TCP does.
 */
import type { Json, Node, NodeId } from 'partial-failure';
import type { Outcome, Reply } from 'partial-failure/retry-storm';

interface Job {
  readonly request: Json;
  readonly until: number;
  readonly done: (outcome: Outcome) => void;
  tries: number;
}

export class Client {
  private readonly waiting: Job[] = [];
  private readonly over = new Set<Job>();
  private window = 16;
  private busy = 0;

  constructor(
    private readonly node: Node,
    private readonly server: NodeId,
  ) {}

  call(request: Json): Promise<Outcome> {
    return new Promise((resolve) => {
      const job: Job = { request, until: this.node.clock.monotonic() + 4_900, done: resolve, tries: 0 };
      void this.node.sleep(4_900).then(() => this.end(job, { error: 'gave-up' }));
      this.waiting.push(job);
      this.pump();
    });
  }

  private end(job: Job, outcome: Outcome): void {
    if (this.over.has(job)) return;
    this.over.add(job);
    job.done(outcome);
  }

  private pump(): void {
    while (this.busy < this.window) {
      const job = this.waiting.shift();
      if (job === undefined) return;
      if (!this.over.has(job)) void this.attempt(job);
    }
  }

  private async attempt(job: Job): Promise<void> {
    this.busy += 1;
    job.tries += 1;
    const reply = await Promise.race([
      this.node.request(this.server, job.request) as Promise<Reply>,
      this.node.sleep(1_200).then(() => undefined),
    ]);
    this.busy -= 1;
    if (reply !== undefined && 'ok' in reply) {
      this.window = Math.min(16, this.window + 1);
      this.end(job, reply);
    } else if (reply?.error === 'invalid') {
      this.end(job, { error: 'invalid' });
    } else {
      this.window = Math.max(1, Math.floor(this.window / 2));
      if (job.tries === 3) this.end(job, { error: 'gave-up' });
      else void this.later(job);
    }
    this.pump();
  }

  private async later(job: Job): Promise<void> {
    await this.node.sleep(100 + this.node.random() * 900);
    this.waiting.push(job);
    this.pump();
  }
}
