/**
 * @breaks tokens-increase
 * @misconception Whoever has the lock is told so again, with the token that belongs to the lease.
 */
import type { Json, Node, NodeId } from 'partial-failure';

type Body = { [k: string]: Json };

abstract class Server {
  protected readonly node: Node;
  private chain: Promise<void> = Promise.resolve();

  constructor(node: Node) {
    this.node = node;
  }

  protected abstract handle(op: string, body: Body, from: NodeId): Promise<Body>;

  async onRequest(from: NodeId, body: Body): Promise<Body> {
    let open!: () => void;
    const previous = this.chain;
    this.chain = new Promise((resolve) => {
      open = resolve;
    });
    await previous;
    try {
      return await this.handle(body.op as string, body, from);
    } finally {
      open();
    }
  }
}

export class LockService extends Server {
  private last = 0n;
  private held: { by: NodeId; attempt: string; token: bigint; at: number } | undefined;
  private quiet: number | undefined;

  constructor(
    node: Node,
    private readonly ttlMs: number,
  ) {
    super(node);
  }

  async start() {
    const text = await this.node.disk.read('last token');
    if (typeof text !== 'string') return;
    this.last = BigInt(text);
    this.quiet = this.node.clock.monotonic();
  }

  protected override async handle(op: string, body: Body, from: NodeId): Promise<Body> {
    const now = this.node.clock.monotonic();
    const ttlMs = this.ttlMs;
    if (this.held && now - this.held.at >= ttlMs) this.held = undefined;
    if (this.quiet !== undefined && now - this.quiet >= ttlMs) this.quiet = undefined;
    const mine = this.held !== undefined && body.token !== undefined && this.held.token === BigInt(body.token as number);
    switch (op) {
      case 'acquire': {
        if (this.quiet !== undefined) return { ok: false };
        // The holder itself may start over with a new attempt.
        if (this.held && this.held.by !== from) return { ok: false };
        if (this.held) return { ok: true, token: Number(this.held.token), ttlMs };
        const token = this.last + 1n;
        await this.node.disk.write('last token', token.toString());
        this.last = token;
        this.held = { by: from, attempt: body.attempt as string, token, at: now };
        return { ok: true, token: Number(token), ttlMs };
      }
      case 'renew':
        if (!mine) return { ok: false };
        this.held!.at = now;
        return { ok: true, ttlMs };
      case 'release':
        if (mine) this.held = undefined;
        return { ok: true };
      default:
        throw new Error(`What is ${op}?`);
    }
  }
}

export class Storage extends Server {
  protected override async handle(op: string, { key, value, token }: Body): Promise<Body> {
    const { disk } = this.node;
    const mark = BigInt(((await disk.read('mark')) as string | undefined) ?? '0');
    const shown = BigInt(token as number);
    if (shown < mark) return { ok: false, highest: Number(mark) };
    await disk.write('mark', shown.toString());
    if (op === 'read') {
      const text = await disk.read(`v:${key}`);
      return { ok: true, value: text === undefined ? null : JSON.parse(text as string) };
    }
    await disk.write(`v:${key}`, JSON.stringify(value));
    return { ok: true };
  }
}

export class Worker {
  constructor(
    private readonly node: Node,
    private readonly lockService: NodeId,
    private readonly storage: NodeId,
  ) {}

  async run({ writes }: { id: string; writes: { key: string; value: Json }[] }) {
    const token = await this.getLock();
    const work = { done: false };
    this.keepRenewing(token, work);
    try {
      for (const { key, value } of writes) {
        const before = await this.persist(this.storage, { op: 'read', key, token });
        if (before.ok !== true) return 'lost-lock';
        const answer = await this.persist(this.storage, { op: 'write', key, value, token });
        if (answer.ok !== true) return 'lost-lock';
        const after = await this.persist(this.storage, { op: 'read', key, token });
        if (after.ok !== true) return 'lost-lock';
      }
      return 'done';
    } finally {
      work.done = true;
      this.node.request(this.lockService, { op: 'release', token });
      this.node.request(this.lockService, { op: 'release', token });
    }
  }

  private async getLock(): Promise<number> {
    let n = 0;
    const run = `${this.node.id}/${this.node.random().toString(36)}/${this.node.random().toString(36)}`;
    while (true) {
      const answer = await this.persist(this.lockService, { op: 'acquire', attempt: `${run}/${n++}` });
      if (answer.ok === true) return answer.token as number;
      await this.node.sleep(30);
    }
  }

  private async keepRenewing(token: number, work: { done: boolean }) {
    while (!work.done) {
      await this.node.sleep(200);
      if (!work.done) this.node.request(this.lockService, { op: 'renew', token });
    }
  }

  private async persist(to: NodeId, message: Json): Promise<Body> {
    const sent: Promise<Body>[] = [];
    while (true) {
      sent.push(this.node.request(to, message) as Promise<Body>);
      const timeout = this.node.sleep(150).then(() => Promise.reject(new Error('late')));
      try {
        return await Promise.race([Promise.any(sent), timeout]);
      } catch {
        // Once more.
      }
    }
  }
}
