/**
 * @breaks stale-writes-refused
 * @misconception Two writes that are waited for together happen together.
 * @misconception-of storage-value-before-mark
 */
import type { Json, Node, NodeId } from 'partial-failure';
import type {
  AcquireReply,
  Job,
  Outcome,
  RenewReply,
  ReleaseReply,
  ServiceRequest,
  StorageReply,
  StorageRequest,
  WriteReply,
} from 'partial-failure/fencing-token';

const never = new Promise<never>(() => undefined);

export class LockService {
  private readonly granted = new Map<string, number>();
  private highest = 0;
  private current: { attempt: string; token: number; deadline: number } | undefined;
  private work: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly node: Node,
    private readonly ttlMs: number,
  ) {}

  async start(): Promise<void> {
    const [highest, current] = await Promise.all([this.node.disk.read('highest'), this.node.disk.read('current')]);
    this.highest = (highest as number | undefined) ?? 0;
    // The same holder goes on: nobody else got anything in between.
    if (current !== undefined && current !== null) {
      const { attempt, token } = current as { attempt: string; token: number };
      this.current = { attempt, token, deadline: this.node.clock.monotonic() + this.ttlMs };
    }
  }

  async onRequest(_from: NodeId, request: ServiceRequest): Promise<AcquireReply | RenewReply | ReleaseReply> {
    const turn = this.work;
    let finish: () => void = () => undefined;
    this.work = new Promise<void>((resolve) => (finish = resolve));
    await turn;
    const reply = await this.reply(request);
    finish();
    return reply;
  }

  private async reply(request: ServiceRequest): Promise<AcquireReply | RenewReply | ReleaseReply> {
    const { disk, clock } = this.node;
    if (this.current && clock.monotonic() >= this.current.deadline) this.current = undefined;
    if (request.op === 'acquire') {
      const { attempt } = request;
      if (!this.current) {
        const token = ++this.highest;
        await Promise.all([disk.write('highest', token), disk.write('current', { attempt, token })]);
        this.current = { attempt, token, deadline: clock.monotonic() + this.ttlMs };
      }
      const { token } = this.current;
      return this.current.attempt === attempt ? { ok: true, token, ttlMs: this.ttlMs } : { ok: false };
    }
    const isMine = this.current?.token === request.token;
    if (request.op === 'renew') {
      if (!isMine || !this.current) return { ok: false };
      this.current.deadline = clock.monotonic() + this.ttlMs;
      return { ok: true, ttlMs: this.ttlMs };
    }
    if (isMine) {
      await disk.write('current', null);
      this.current = undefined;
    }
    return { ok: true };
  }
}

export class Storage {
  private mark!: number;
  private readonly loaded: Promise<void>;
  private readonly jobs: (() => Promise<void>)[] = [];
  private isBusy = false;

  constructor(private readonly node: Node) {
    this.loaded = node.disk.read('mark').then((mark) => {
      this.mark = (mark as number | undefined) ?? 0;
    });
  }

  onRequest(_from: NodeId, request: StorageRequest): Promise<StorageReply> {
    return new Promise((resolve) => {
      this.jobs.push(async () => resolve(await this.serve(request)));
      void this.pump();
    });
  }

  private async pump(): Promise<void> {
    if (this.isBusy) return;
    this.isBusy = true;
    await this.loaded;
    for (let job = this.jobs.shift(); job !== undefined; job = this.jobs.shift()) await job();
    this.isBusy = false;
  }

  private async serve(request: StorageRequest): Promise<StorageReply> {
    const { token, key } = request;
    if (token < this.mark) return { ok: false, highest: this.mark };
    this.mark = token;
    if (request.op === 'write') {
      await Promise.all([this.node.disk.write(`key:${key}`, [request.value]), this.node.disk.write('mark', token)]);
      return { ok: true };
    }
    const [stored] = await Promise.all([this.node.disk.read(`key:${key}`), this.node.disk.write('mark', token)]);
    return { ok: true, value: stored === undefined ? null : (stored as [Json])[0] };
  }
}

export class Worker {
  private life = '';

  constructor(
    private readonly node: Node,
    private readonly lockService: NodeId,
    private readonly storage: NodeId,
  ) {
    for (let i = 0; i < 4; i++) this.life += Math.floor(node.random() * 65536).toString(16);
  }

  private runs = 0;

  async run(job: Job): Promise<Outcome> {
    const attempt = `${this.node.id}-${this.life}-${this.runs++}`;
    const grant = await this.lock(attempt);
    const over = grant.at + grant.ttlMs;
    const state = { isOver: false };
    const timer = this.sleepUntil(over).then((): Outcome => {
      state.isOver = true;
      return 'lost-lock';
    });
    const refused: Promise<Outcome>[] = [];
    const all = job.writes.map(({ key, value }) => {
      const reply = this.repeat<WriteReply>(this.storage, { op: 'write', key, value, token: grant.token }, state);
      refused.push(reply.then((r) => (r.ok ? never : 'lost-lock')));
      return reply.then((r) => (r.ok ? undefined : never));
    });
    const outcome = await Promise.race<Outcome>([timer, ...refused, Promise.all(all).then((): Outcome => 'done')]);
    state.isOver = true;
    void this.node.request(this.lockService, { op: 'release', token: grant.token });
    return outcome;
  }

  private async lock(attempt: string): Promise<{ token: number; ttlMs: number; at: number }> {
    for (;;) {
      const at = this.node.clock.monotonic();
      const reply = await Promise.race([
        this.node.request(this.lockService, { op: 'acquire', attempt }) as Promise<AcquireReply>,
        this.node.sleep(300),
      ]);
      if (reply?.ok) return { token: reply.token, ttlMs: reply.ttlMs, at };
      if (reply !== undefined) await this.node.sleep(150);
    }
  }

  private async repeat<R>(to: NodeId, message: Json, state: { isOver: boolean }): Promise<R> {
    const replies: Promise<Json>[] = [];
    while (!state.isOver) {
      replies.push(this.node.request(to, message));
      const reply = await Promise.race([...replies, this.node.sleep(240)]);
      if (reply !== undefined) return reply as R;
    }
    return never;
  }

  private async sleepUntil(at: number): Promise<void> {
    for (let now = this.node.clock.monotonic(); now < at; now = this.node.clock.monotonic()) {
      await this.node.sleep(at - now);
    }
  }
}
