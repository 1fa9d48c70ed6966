/**
 * @breaks tokens-increase
 * @misconception The number of this life is on its way to the disk when the first grant is given.
 * @misconception-of service-reply-before-write
 */
import type { Json, Node, NodeId } from 'partial-failure';
import type { Job, Outcome, StorageReply } from 'partial-failure/fencing-token';

type Fields = { readonly [name: string]: Json };

export class LockService {
  private readonly ready: Promise<void>;
  private life = 0;
  private count = 0;
  private opensAt = 0;
  private lease = { token: 0, attempt: '', endsAt: -1 };

  constructor(
    private readonly node: Node,
    private readonly ttlMs: number,
  ) {
    this.ready = this.begin();
  }

  private async begin(): Promise<void> {
    const before = Number((await this.node.disk.read('life')) ?? 0);
    this.life = before + 1;
    // Before any token of this life is given, the disk knows of it.
    void this.node.disk.write('life', this.life);
    this.opensAt = this.node.clock.monotonic() + (before === 0 ? 0 : this.ttlMs);
  }

  async onRequest(_from: NodeId, message: Fields): Promise<Json> {
    await this.ready;
    const now = this.node.clock.monotonic();
    const { lease, ttlMs } = this;
    const isRunning = now < lease.endsAt;
    const isCurrent = isRunning && lease.token === message['token'];
    if (message['op'] === 'release') {
      if (isCurrent) lease.endsAt = -1;
      return { ok: true };
    }
    if (message['op'] === 'renew') {
      if (!isCurrent) return { ok: false };
      lease.endsAt = now + ttlMs;
      return { ok: true, ttlMs };
    }
    const attempt = String(message['attempt']);
    if (isRunning && lease.attempt === attempt) return { ok: true, token: lease.token, ttlMs };
    if (isRunning || now < this.opensAt) return { ok: false };
    this.lease = { token: this.life * 2 ** 32 + ++this.count, attempt, endsAt: now + ttlMs };
    return { ok: true, token: this.lease.token, ttlMs };
  }
}

export class Storage {
  private mark = 0;
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly node: Node) {}

  async start(): Promise<void> {
    this.mark = Number((await this.node.disk.read('highest')) ?? 0);
  }

  onRequest(_from: NodeId, message: Fields): Promise<Json> {
    const mine = this.last.then(() => this.serve(message));
    this.last = mine.then(
      () => undefined,
      () => undefined,
    );
    return mine;
  }

  private async serve({ op, key, value = null, token }: Fields): Promise<Json> {
    const { disk } = this.node;
    if (Number(token) < this.mark) return { ok: false, highest: this.mark };
    this.mark = Number(token);
    // Not waited for: the disk keeps the order, so the mark is there before the value.
    void disk.write('highest', this.mark);
    if (op === 'read') {
      await disk.write('seen', this.mark);
      return { ok: true, value: (await disk.read(`data.${String(key)}`)) ?? null };
    }
    await disk.write(`data.${String(key)}`, value);
    return { ok: true };
  }
}

export class Worker {
  private count = 0;
  private readonly tag: number;

  constructor(
    private readonly node: Node,
    private readonly lockService: NodeId,
    private readonly storage: NodeId,
  ) {
    this.tag = node.random();
  }

  async run(job: Job): Promise<Outcome> {
    const token = await this.lock();
    let isWorking = true;
    const renewing = (async () => {
      while (isWorking) {
        await this.node.sleep(500);
        if (isWorking) void this.node.request(this.lockService, { op: 'renew', token });
      }
    })();
    const replies = await Promise.all(
      job.writes.map(({ key, value }) => this.call(this.storage, { op: 'write', key, value, token })),
    );
    isWorking = false;
    void renewing;
    void this.node.request(this.lockService, { op: 'release', token });
    return replies.every((reply) => (reply as StorageReply).ok) ? 'done' : 'lost-lock';
  }

  private async lock(): Promise<number> {
    for (;;) {
      const attempt = [this.node.id, this.tag, ++this.count].join('-');
      const reply = (await this.call(this.lockService, { op: 'acquire', attempt })) as Fields;
      if (reply['ok'] === true) return Number(reply['token']);
      await this.node.sleep(120);
    }
  }

  private async call(to: NodeId, message: Json): Promise<Json> {
    const inFlight: Promise<{ reply: Json }>[] = [];
    for (;;) {
      inFlight.push(this.node.request(to, message).then((reply) => ({ reply })));
      const first = await Promise.race([...inFlight, this.node.sleep(350)]);
      if (first !== undefined) return first.reply;
    }
  }
}
