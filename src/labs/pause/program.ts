import type { Json, Node, NodeId } from 'partial-failure';

const TTL_MS = 10_000;
type Grant = { ok: boolean; token: number };
type Answer = { ok: boolean; lines: string[] };

/** Lends the file to one worker at a time, for ten seconds. */
export class Lock {
  private token = 0;
  private untilMs = 0;

  constructor(private readonly node: Node) {}

  onRequest(): Json {
    const now = this.node.clock.monotonic();
    if (now < this.untilMs) return { ok: false };
    this.token += 1;
    this.untilMs = now + TTL_MS;
    return { ok: true, token: this.token };
  }
}

/** Asks for the lease, reads the file, works, adds its line, writes. Checks its lease, somewhere or never. */
export class Worker {
  constructor(
    private readonly node: Node,
    private readonly check: 'never' | 'before the work' | 'before the write',
  ) {}

  async run() {
    const { node, check } = this;
    const since = node.clock.monotonic();
    const { ok, token } = (await node.request('lock', { op: 'acquire' })) as Grant;
    if (!ok) return 'taken';
    const isOver = (): boolean => node.clock.monotonic() - since >= TTL_MS;
    const { lines } = (await node.request('storage', { op: 'read', token })) as Answer;
    if (check === 'before the work' && isOver()) return 'too late';
    await node.sleep(2000);
    if (check === 'before the write' && isOver()) return 'too late';
    const write = { op: 'write', token, lines: [...lines, node.id] };
    const answer = (await node.request('storage', write)) as Answer;
    return answer.ok ? 'saved' : 'refused';
  }
}

/** Keeps the file. May refuse what is older than what it has seen. */
export class Storage {
  private lines: string[] = [];
  private highest = 0;

  constructor(
    private readonly node: Node,
    private readonly fenced: boolean,
  ) {}

  onRequest(from: NodeId, { op, token, lines }: { op: string; token: number; lines: string[] }): Json {
    if (this.fenced && token < this.highest) {
      this.node.log(`refuses ${from}: ${token} is older than ${this.highest}`);
      return { ok: false, lines: [] };
    }
    this.highest = Math.max(this.highest, token);
    if (op === 'write') {
      this.lines = lines;
      this.node.log(`the file: ${lines.join(', ')}`);
    }
    return { ok: true, lines: this.lines };
  }
}
