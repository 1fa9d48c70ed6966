import type { Json, Node, NodeId } from 'partial-failure';

/** Datagrams with numbers of their own, sent again while nobody answers; replicas that do one thing after the other. */
interface Ask {
  readonly op: 'lend' | 'keep' | 'free';
  readonly token: number;
  readonly name: string;
  readonly nr: number;
}

interface Kept {
  readonly top: number;
  readonly name: string | null;
}

export class Replica {
  private line: Promise<unknown> = Promise.resolve();
  private blockedUntilMs = Infinity;

  constructor(
    private readonly node: Node,
    _replicas: readonly NodeId[],
    private readonly ttlMs: number,
  ) {}

  start = async (): Promise<void> => {
    await this.node.disk.read('kept');
    this.blockedUntilMs = this.node.clock.monotonic() + this.ttlMs;
  };

  onMessage(from: NodeId, message: Json): void {
    const ask = message as unknown as Ask;
    this.line = this.line.then(async () => {
      const { ok, top } = await this.handle(ask);
      this.node.send(from, { nr: ask.nr, ok, top });
    });
  }

  private async handle({ op, token, name }: Ask): Promise<{ ok: boolean; top: number }> {
    const kept = ((await this.node.disk.read('kept')) ?? { top: 0, name: null }) as unknown as Kept;
    const mine = kept.name === name;
    const blocked = kept.name !== null && this.node.clock.monotonic() < this.blockedUntilMs;
    if (op === 'free') {
      if (mine) await this.node.disk.write('kept', { top: kept.top, name: null });
      else if (!blocked && token > kept.top) await this.node.disk.write('kept', { top: token, name: null });
      return { ok: true, top: kept.top };
    }
    if (!mine && (op === 'keep' || blocked || token <= kept.top)) return { ok: false, top: kept.top };
    if (!mine) await this.node.disk.write('kept', { top: token, name });
    this.blockedUntilMs = this.node.clock.monotonic() + this.ttlMs;
    return { ok: true, top: Math.max(kept.top, token) };
  }
}

export class LockClient {
  private nr = 0;
  private top = 0;
  private waiting = new Map<number, (answer: { ok: boolean }) => void>();
  private lock: { token: number; name: string } | null = null;

  constructor(
    private readonly node: Node,
    private readonly replicas: readonly NodeId[],
    private readonly ttlMs: number,
  ) {}

  onMessage(_from: NodeId, message: Json): void {
    const { nr, ok, top } = message as { nr: number; ok: boolean; top: number };
    this.top = Math.max(this.top, top);
    this.waiting.get(nr)?.({ ok });
    this.waiting.delete(nr);
  }

  async acquire(): Promise<{ token: number }> {
    await this.release();
    for (let tries = 1; ; tries++) {
      const lock = { token: this.top + 1 + Math.floor(this.node.random() * 3), name: this.newName() };
      const untilMs = this.node.clock.monotonic() + 0.97 * this.ttlMs;
      const yes = await this.poll('lend', lock);
      if (yes && this.node.clock.monotonic() < untilMs) {
        this.lock = lock;
        return { token: lock.token };
      }
      this.free(lock);
      await this.node.sleep(this.node.random() * Math.min(1_500, 200 * tries));
    }
  }

  async renew(): Promise<boolean> {
    const lock = this.lock;
    const untilMs = this.node.clock.monotonic() + 0.97 * this.ttlMs;
    return lock !== null && (await this.poll('keep', lock)) && this.node.clock.monotonic() < untilMs;
  }

  release(): Promise<void> {
    if (this.lock !== null) this.free(this.lock);
    this.lock = null;
    return Promise.resolve();
  }

  private newName(): string {
    return [0, 1, 2, 3].map(() => Math.floor(this.node.random() * 65_536)).join('.');
  }

  private free(lock: { token: number; name: string }): void {
    for (const replica of this.replicas) this.node.send(replica, { op: 'free', ...lock, nr: ++this.nr });
  }

  /** Asks every replica up to four times. */
  private async poll(op: Ask['op'], lock: { token: number; name: string }): Promise<boolean> {
    const answers = new Map<NodeId, boolean>();
    let decided: (yes: boolean) => void = () => undefined;
    const decision = new Promise<boolean>((resolve) => {
      decided = resolve;
    });
    const majority = (this.replicas.length + 1) / 2;
    const numbers = this.replicas.map((replica) => {
      const nr = ++this.nr;
      this.waiting.set(nr, ({ ok }) => {
        answers.set(replica, ok);
        const yes = [...answers.values()].filter((one) => one).length;
        if (yes >= majority) decided(true);
        else if (answers.size === this.replicas.length) decided(false);
      });
      return [replica, nr] as const;
    });
    void (async () => {
      for (let i = 0; i < 4; i++) {
        for (const [replica, nr] of numbers)
          if (this.waiting.has(nr)) this.node.send(replica, { op, ...lock, nr });
        await this.node.sleep(220);
      }
      decided(false);
    })();
    const yes = await decision;
    for (const [, nr] of numbers) this.waiting.delete(nr);
    return yes;
  }
}
