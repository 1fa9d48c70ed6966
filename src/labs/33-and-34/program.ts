import type { Json, Node, NodeId } from 'partial-failure';

type Message = { op: string; token: number; value: Json };
type Grant = { ok: boolean; token: number; ttlMs: number };
type Found = { ok: boolean; value: string[] };

/** Lends the lock to one worker at a time. */
export class LockService {
  private lastToken = 32;
  private holder: number | undefined;

  constructor(
    private readonly node: Node,
    private readonly ttlMs: number,
  ) {}

  /** Somebody gives the lock back. */
  onMessage(_from: NodeId, { token }: Message) {
    if (token === this.holder) this.holder = undefined;
  }

  /** Somebody asks for it. */
  onRequest() {
    if (this.holder !== undefined) return { ok: false };
    this.lastToken += 1;
    this.holder = this.lastToken;
    void this.takeBack(this.lastToken);
    return { ok: true, token: this.lastToken, ttlMs: this.ttlMs };
  }

  private async takeBack(token: number) {
    await this.node.sleep(this.ttlMs);
    if (this.holder !== token) return;
    this.holder = undefined;
    this.node.log(`${token} ends`);
  }
}

/** Adds a line to the file: reads it, works, writes it back. */
export class Worker {
  constructor(
    private readonly node: Node,
    private readonly workMs: number,
  ) {}

  async run() {
    const { node } = this;
    let asked = node.clock.monotonic();
    let lock = (await node.request('lock', { op: 'acquire' })) as Grant;
    while (!lock.ok) {
      await node.sleep(1000);
      asked = node.clock.monotonic();
      lock = (await node.request('lock', { op: 'acquire' })) as Grant;
    }
    const { token, ttlMs } = lock;
    const file = (await node.request('storage', { op: 'read', token })) as Found;
    if (!file.ok) return 'refused';
    await node.sleep(this.workMs);
    const mine = [...file.value, node.id];
    if (node.clock.monotonic() - asked >= ttlMs) return 'too late';
    // Here is the gap: the lease was good a moment ago.
    const write = { op: 'write', key: 'file', value: mine, token };
    const reply = (await node.request('storage', write)) as { ok: boolean };
    node.send('lock', { op: 'release', token });
    return reply.ok ? 'saved' : 'refused';
  }
}

/** Keeps the file, and looks at tokens or not. */
export class Storage {
  private mark = 0;

  constructor(
    private readonly node: Node,
    private readonly check: 'none' | 'memory' | 'disk',
  ) {}

  async start() {
    if (this.check !== 'disk') return;
    const saved = await this.node.disk.read('mark');
    if (typeof saved === 'number') this.mark = saved;
  }

  async onRequest(_from: NodeId, { op, token, value }: Message) {
    const { node, check } = this;
    if (check !== 'none') {
      if (token < this.mark) return { ok: false, highest: this.mark };
      if (token > this.mark) {
        this.mark = token;
        if (check === 'disk') await node.disk.write('mark', token);
      }
    }
    if (op === 'write') {
      await node.disk.write('file', value);
      return { ok: true };
    }
    return { ok: true, value: (await node.disk.read('file')) ?? [] };
  }
}
