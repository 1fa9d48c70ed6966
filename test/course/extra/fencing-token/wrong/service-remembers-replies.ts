/**
 * @breaks one-holder
 * @misconception The same attempt gets the same answer, whenever it comes.
 */
import type { Json, Node } from 'partial-failure';

const later = () => {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(f: () => T | Promise<T>): Promise<T> => {
    const p = last.then(f);
    last = p.then(
      () => 0,
      () => 0,
    );
    return p;
  };
};

export class LockService {
  n: Node;
  ttl: number;
  serial = later();
  counter = 0;
  cur: null | { a: string; t: number; e: number } = null;
  notBefore = 0;
  given = new Map<string, Json>();

  constructor(n: Node, ttl: number) {
    this.n = n;
    this.ttl = ttl;
  }

  start = async () => {
    const c = await this.n.disk.read('c');
    this.counter = (c as number) ?? 0;
    if (c !== undefined) this.notBefore = this.n.clock.monotonic() + this.ttl;
  };

  onRequest = (_from: string, m: any) => this.serial(() => this.ops[m.op as 'acquire'](m));

  ops = {
    acquire: async (m: any): Promise<Json> => {
      const known = this.given.get(m.attempt);
      if (known) return known;
      const now = this.n.clock.monotonic();
      if (now < this.notBefore) return { ok: false };
      if (this.cur && now < this.cur.e) {
        return this.cur.a === m.attempt ? { ok: true, token: this.cur.t, ttlMs: this.cur.e - now } : { ok: false };
      }
      const t = this.counter + 1;
      await this.n.disk.write('c', t);
      this.counter = t;
      this.cur = { a: m.attempt, t, e: now + this.ttl };
      const reply = { ok: true, token: t, ttlMs: this.ttl };
      this.given.set(m.attempt, reply);
      return reply;
    },
    renew: (m: any): Json => {
      const now = this.n.clock.monotonic();
      if (this.cur?.t === m.token && now < this.cur!.e) {
        this.cur!.e = now + this.ttl;
        return { ok: true, ttlMs: this.ttl };
      }
      return { ok: false };
    },
    release: (m: any): Json => {
      if (this.cur?.t === m.token) this.cur = null;
      return { ok: true };
    },
  };
}

export class Storage {
  serial = later();
  constructor(private n: Node) {}

  // Nothing in memory at all: the disk is asked every time.
  onRequest = (_: string, m: any) =>
    this.serial(async (): Promise<Json> => {
      const s: any = (await this.n.disk.read('db')) ?? { mark: 0, kv: {} };
      if (m.token < s.mark) return { ok: false, highest: s.mark };
      const kv = m.op === 'write' ? { ...s.kv, [m.key]: m.value } : s.kv;
      await this.n.disk.write('db', { mark: m.token, kv });
      return m.op === 'write' ? { ok: true } : { ok: true, value: m.key in kv ? kv[m.key] : null };
    });
}

export class Worker {
  constructor(
    private n: Node,
    private l: string,
    private s: string,
  ) {}

  insist = (to: string, m: Json): Promise<any> =>
    new Promise((res) => {
      let got = false;
      const go = () => {
        if (got) return;
        this.n.request(to, m).then((r) => {
          got = true;
          res(r);
        });
        this.n.sleep(400).then(go);
      };
      go();
    });

  run = async (job: any) => {
    let g;
    do {
      if (g) await this.n.sleep(100);
      g = await this.insist(this.l, { op: 'acquire', attempt: this.n.id + this.n.random() + this.n.random() });
    } while (!g.ok);
    for (const w of job.writes) {
      const r = await this.insist(this.s, { op: 'write', ...w, token: g.token });
      if (!r.ok) return 'lost-lock';
    }
    this.insist(this.l, { op: 'release', token: g.token });
    return 'done';
  };
}
