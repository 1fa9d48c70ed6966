import type { Json, Node, NodeId } from 'partial-failure';
import type { Outcome, Reply } from 'partial-failure/retry-storm';

/** Retries may be a fifth of the attempts of the last ten seconds, and two are always free. */
const WINDOW_MS = 10_000;
const SHARE = 0.2;
const FREE = 2;

/** Counts what it sent lately, first attempts and retries, and asks again only while retries are few among them. */
export class Client {
  private recent: { readonly atMs: number; readonly retry: boolean }[] = [];

  constructor(
    private readonly node: Node,
    private readonly server: NodeId,
  ) {}

  call(request: Json): Promise<Outcome> {
    const untilMs = this.node.clock.monotonic() + 4_900;
    return new Promise((resolve) => this.try(request, untilMs, 0, resolve));
  }

  private try(request: Json, untilMs: number, tries: number, end: (outcome: Outcome) => void): void {
    let over = false;
    this.recent.push({ atMs: this.node.clock.monotonic(), retry: tries > 0 });
    const failed = (): void => {
      if (over) return;
      over = true;
      const waitMs = 200 * (tries + 1) * (0.5 + this.node.random());
      if (tries === 3 || !this.affordable() || this.node.clock.monotonic() + waitMs > untilMs)
        end({ error: 'gave-up' });
      else void this.node.sleep(waitMs).then(() => this.try(request, untilMs, tries + 1, end));
    };
    void this.node.sleep(Math.max(1, Math.min(900, untilMs - this.node.clock.monotonic()))).then(failed);
    void this.node.request(this.server, request).then((answer) => {
      const reply = answer as Reply;
      if (over) return;
      if ('error' in reply && reply.error === 'overloaded') failed();
      else {
        over = true;
        end(reply as Outcome);
      }
    });
  }

  private affordable(): boolean {
    const sinceMs = this.node.clock.monotonic() - WINDOW_MS;
    this.recent = this.recent.filter(({ atMs }) => atMs >= sinceMs);
    const retries = this.recent.filter(({ retry }) => retry).length;
    return retries < FREE + SHARE * this.recent.length;
  }
}
