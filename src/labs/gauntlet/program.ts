import type { Json, Node, NodeId } from 'partial-failure';

/** What can be left out of a system with fencing tokens. */
type Without =
  | 'nothing'
  | 'the check'
  | 'the mark on disk'
  | 'mark before value'
  | 'the counter on disk'
  | 'disk before answer'
  | 'a counter for tokens';

const TTL_MS = 2000;
type Ask = { op: string; attempt: string; token: number; line: string };
type Grant = { ok: boolean; token: number };
type Kept = { ok: boolean };

/** Lends the lock, with a token that grows. */
export class LockService {
  private counter = 0;
  private untilMs = 0;
  private attempt = '';

  constructor(
    private readonly node: Node,
    private readonly without: Without,
  ) {}

  async start(): Promise<void> {
    const { node, without } = this;
    if (without !== 'the counter on disk') this.counter = Number((await node.disk.read('counter')) ?? 0);
    // Whoever held the lock before a crash may hold it for a whole lease yet.
    this.untilMs = this.now() + TTL_MS;
  }

  /** Somebody gives the lock back. */
  onMessage(_from: NodeId, { token }: Ask): void {
    if (token === this.counter) this.untilMs = 0;
  }

  async onRequest(_from: NodeId, { attempt }: Ask): Promise<Json> {
    if (attempt === this.attempt && this.now() < this.untilMs) return { ok: true, token: this.counter };
    if (this.now() < this.untilMs) return { ok: false };
    const { node, without } = this;
    this.counter = without === 'a counter for tokens' ? node.clock.timeOfDay() : this.counter + 1;
    this.attempt = attempt;
    this.untilMs = this.now() + TTL_MS;
    const mine = this.counter;
    const saved = node.disk.write('counter', mine);
    if (without !== 'disk before answer') await saved;
    node.log('grants', { attempt, token: mine });
    return { ok: true, token: mine };
  }

  private now(): number {
    return this.node.clock.monotonic();
  }
}

/** Keeps the file, and refuses what is older than what it has seen. */
export class Storage {
  private mark = 0;
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly node: Node,
    private readonly without: Without,
  ) {}

  async start(): Promise<void> {
    if (this.without !== 'the mark on disk') this.mark = Number((await this.node.disk.read('mark')) ?? 0);
  }

  async onRequest(_from: NodeId, ask: Ask): Promise<Json> {
    // One request after the other: nothing comes between a check and its write.
    const turn = this.last.then(() => this.serve(ask));
    this.last = turn;
    return turn;
  }

  private async serve({ op, token, line }: Ask): Promise<Json> {
    const { node, without } = this;
    if (without !== 'the check' && token < this.mark) return { ok: false };
    const isNew = token > this.mark;
    if (isNew && without !== 'mark before value') await this.raise(token);
    if (op === 'write') {
      await node.disk.write('file', line);
      node.log('applies', { line, token });
    }
    if (isNew && without === 'mark before value') await this.raise(token);
    return { ok: true };
  }

  private async raise(token: number): Promise<void> {
    this.mark = Math.max(this.mark, token);
    if (this.without !== 'the mark on disk') await this.node.disk.write('mark', this.mark);
  }
}

/** Writes the file anew, one job after the other. */
export class Worker {
  constructor(private readonly node: Node) {}

  /** Says whether the write was taken, as far as it was told. */
  async job(line: string): Promise<Json> {
    const { node } = this;
    const since = node.clock.monotonic();
    const grant = (await this.ask('lock', { op: 'acquire', attempt: `${line}` })) as Grant | null;
    if (grant === null || !grant.ok) return 'no lock';
    const { token } = grant;
    await node.sleep(300);
    if (node.clock.monotonic() - since > 1900) return 'too late';
    node.log('writes', { token, line });
    const kept = (await this.ask('storage', { op: 'write', token, line })) as Kept | null;
    node.send('lock', { op: 'release', token });
    return kept?.ok === true ? 'kept' : 'not known';
  }

  /** Asks up to six times. */
  private async ask(to: NodeId, message: Json): Promise<Json> {
    for (let n = 0; n < 6; n++) {
      const silence = this.node.sleep(400).then(() => null);
      const reply = await Promise.race([this.node.request(to, message), silence]);
      if (reply !== null) return reply;
    }
    return null;
  }
}
