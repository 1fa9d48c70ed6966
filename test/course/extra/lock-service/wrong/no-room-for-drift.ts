/**
 * @breaks no-forgotten-grant
 * @misconception A second is a second.
 */
import type { Json, Node, NodeId } from 'partial-failure';

/** Clocks run apart by 1 % at most, here and there: of a replica’s time so much is certainly not over for us. */
const SURE = 1;
/** No answer within this: this try has failed. */
const TRY_MS = 900;
/** A client looks again after a wait drawn from this span, so that two of them do not defeat each other for ever. */
const AGAIN_MS = { min: 60, max: 420 };

/** What clients ask, each with the name of the try that it belongs to. */
type Ask =
  | { readonly op: 'grant'; readonly token: number; readonly attempt: string }
  | { readonly op: 'renew'; readonly token: number; readonly attempt: string }
  | { readonly op: 'release'; readonly token: number; readonly attempt: string };

/** `mark`: the highest token that the replica has heard of. */
interface Answer {
  readonly ok: boolean;
  readonly mark: number;
}

/** What a replica must not forget. `lentTo` is the try that holds its vote, `''` where none does. */
interface Vote {
  readonly mark: number;
  readonly lentTo: string;
}

/** Lends its vote to one client at a time. Whoever has a majority of votes holds the lock. */
export class Replica {
  private vote: Vote = { mark: 0, lentTo: '' };
  /** By our monotonic clock; the vote is lent until then at least. */
  private lentUntilMs = 0;
  /** Resolves when all that we have decided so far is on the disk. Nobody is answered before. */
  private saved: Promise<void> = Promise.resolve();

  constructor(
    private readonly node: Node,
    _replicas: readonly NodeId[],
    private readonly ttlMs: number,
  ) {}

  async start(): Promise<void> {
    const stored = await this.node.disk.read('vote');
    if (stored !== undefined) this.vote = stored as unknown as Vote;
    // How much of the lease was over when we crashed we cannot know: it begins anew.
    this.lentUntilMs = this.node.clock.monotonic() + this.ttlMs;
  }

  async onRequest(_from: NodeId, message: Json): Promise<Json> {
    const ok = this.decide(message as unknown as Ask);
    const { mark } = this.vote;
    await this.saved;
    return { ok, mark };
  }

  /** Without an await: two requests cannot both find the vote free. */
  private decide({ op, token, attempt }: Ask): boolean {
    const { mark, lentTo } = this.vote;
    const nowMs = this.node.clock.monotonic();
    const isOurs = attempt === lentTo;
    const isFree = lentTo === '' || nowMs >= this.lentUntilMs;
    switch (op) {
      case 'grant':
        if (!isOurs && (!isFree || token <= mark)) return false;
        if (!isOurs) this.save({ mark: token, lentTo: attempt });
        this.lentUntilMs = nowMs + this.ttlMs;
        return true;
      case 'renew':
        // Nobody else was granted since: it may go on, even where its time was up.
        if (isOurs) this.lentUntilMs = nowMs + this.ttlMs;
        return isOurs;
      case 'release':
        if (isOurs) this.save({ mark, lentTo: '' });
        // It has overtaken the request that it takes back, which shall find the door shut.
        else if (isFree && token > mark) this.save({ mark: token, lentTo: '' });
        return true;
    }
  }

  private save(vote: Vote): void {
    this.vote = vote;
    this.saved = this.node.disk.write('vote', { ...vote });
  }
}

/** Asks all replicas for their votes, again and again, until a majority lends them to the same try. */
export class LockClient {
  private held: { readonly token: number; readonly attempt: string } | undefined;
  /** The highest token heard of: the next try has to be above it. */
  private highest = 0;

  constructor(
    private readonly node: Node,
    private readonly replicas: readonly NodeId[],
    private readonly ttlMs: number,
  ) {}

  async acquire(): Promise<{ token: number }> {
    await this.release();
    for (;;) {
      const sinceMs = this.node.clock.monotonic();
      const token = this.highest + 1;
      // A name of its own for each try: a late answer, or a late release, of an earlier one cannot be mistaken for it.
      const attempt = `${this.node.id} ${this.node.random()} ${this.node.random()}`;
      const isGranted = await this.byMajority({ op: 'grant', token, attempt });
      // Looked at last: a grant that we hear of too late is none.
      if (isGranted && this.isWithin(sinceMs)) {
        this.held = { token, attempt };
        return { token };
      }
      this.takeBack(token, attempt);
      await this.node.sleep(AGAIN_MS.min + this.node.random() * (AGAIN_MS.max - AGAIN_MS.min));
    }
  }

  async renew(): Promise<boolean> {
    const { held } = this;
    if (held === undefined) return false;
    const sinceMs = this.node.clock.monotonic();
    const isGranted = await this.byMajority({ op: 'renew', ...held });
    return isGranted && this.held === held && this.isWithin(sinceMs);
  }

  async release(): Promise<void> {
    const { held } = this;
    this.held = undefined;
    if (held !== undefined) this.takeBack(held.token, held.attempt);
  }

  private takeBack(token: number, attempt: string): void {
    for (const replica of this.replicas) void this.node.request(replica, { op: 'release', token, attempt });
  }

  /** Whether what a majority has lent since then is certainly still lent. */
  private isWithin(sinceMs: number): boolean {
    return this.node.clock.monotonic() - sinceMs < this.ttlMs * SURE;
  }

  /** Asks all; true when a majority of different replicas agrees, false when it cannot any more, or the time is up. */
  private byMajority(ask: Ask): Promise<boolean> {
    const needed = Math.floor(this.replicas.length / 2) + 1;
    return new Promise((resolve) => {
      let yes = 0;
      let no = 0;
      for (const replica of this.replicas) {
        void this.node.request(replica, { ...ask }).then((reply) => {
          const { ok, mark } = reply as unknown as Answer;
          this.highest = Math.max(this.highest, mark);
          if (ok ? ++yes === needed : ++no > this.replicas.length - needed) resolve(ok);
        });
      }
      void this.node.sleep(TRY_MS).then(() => resolve(false));
    });
  }
}
