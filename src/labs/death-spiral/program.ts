import type { Json, Node, NodeId } from 'partial-failure';

const PATIENCE_MS = 1000;
type Retries = 'at once' | 'after 5 s' | 'backoff' | 'budget';

/** All clients of the server. Each call is tried a few times, a second each. */
export class Clients {
  private tokens = 5;

  constructor(
    private readonly node: Node,
    private readonly tries: number,
    private readonly retries: Retries,
  ) {}

  async call() {
    for (let n = 1; n <= this.tries; n++) {
      if (n > 1 && !(await this.mayTryAgain(n))) return 'given up';
      if (await this.try()) {
        this.tokens = Math.min(5, this.tokens + 0.1);
        return 'served';
      }
    }
    return 'given up';
  }

  private async try(): Promise<boolean> {
    const reply = this.node.request('server', 'work').then((answer) => answer === 'done');
    const silence = this.node.sleep(PATIENCE_MS).then(() => false);
    return Promise.race([reply, silence]);
  }

  private async mayTryAgain(n: number): Promise<boolean> {
    const { node, retries } = this;
    if (retries === 'budget') {
      if (this.tokens < 1) return false;
      this.tokens -= 1;
    }
    if (retries === 'after 5 s') await node.sleep(5000);
    if (retries === 'backoff') await node.sleep(node.random() * Math.min(20_000, 1000 * 2 ** n));
    return true;
  }
}

/** Works 50 ms for each request, also for those whose caller has left. */
export class Server {
  private last: Promise<void> = Promise.resolve();
  private waiting = 0;

  constructor(
    private readonly node: Node,
    private readonly places: number,
  ) {}

  async onRequest(_from: NodeId): Promise<Json> {
    if (this.waiting >= this.places) return 'full';
    this.waiting += 1;
    this.last = this.last.then(() => this.node.sleep(50));
    await this.last;
    this.waiting -= 1;
    return 'done';
  }
}
