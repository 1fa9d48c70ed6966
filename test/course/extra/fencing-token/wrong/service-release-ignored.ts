/**
 * @breaks grants
 * @misconception A lease ends by itself, so a release need not do anything.
 */
import type { Json, Node, NodeId } from 'partial-failure';

function makeLock(node: Node, ttlMs: number) {
  let token = 0;
  let owner: { id: string; attempt: string } | null = null;
  let ends = 0;
  const line: Array<() => Promise<void>> = [];
  let running = false;
  const run = async () => {
    if (running) return;
    running = true;
    while (line.length) await line.shift()!();
    running = false;
  };
  const now = () => node.clock.monotonic();
  const handlers: Record<string, (from: NodeId, m: any) => Promise<Json>> = {
    async acquire(from, m) {
      if (now() < ends && owner?.attempt !== m.attempt) return { ok: false };
      if (now() >= ends) {
        const t = token + 1;
        await node.disk.write('lock', { t, busy: true });
        token = t;
        ends = now() + ttlMs;
        owner = { id: from, attempt: m.attempt };
      }
      return { ok: true, token, ttlMs };
    },
    async renew(from, m) {
      if (!owner || m.token !== token || now() >= ends) return { ok: false };
      ends = now() + ttlMs;
      return { ok: true, ttlMs };
    },
    async release(from, m) {
      return { ok: true };
    },
  };
  return {
    async start() {
      const saved = (await node.disk.read('lock')) as { t: number; busy: boolean } | undefined;
      if (!saved) return;
      token = saved.t;
      if (saved.busy) ends = now() + ttlMs;
    },
    onRequest: (from: NodeId, m: any) =>
      new Promise<Json>((resolve) => {
        line.push(async () => resolve(await handlers[m.op]!(from, m)));
        run();
      }),
  };
}

function makeStorage(node: Node) {
  let mark = 0;
  let previous: Promise<unknown> = Promise.resolve();
  const serve = async ({ op, key, value, token }: any): Promise<Json> => {
    if (token < mark) return { ok: false, highest: mark };
    if (token > mark) {
      await node.disk.write('#mark', token);
      mark = token;
    }
    if (op === 'write') return node.disk.write(`.${key}`, { value }).then(() => ({ ok: true }));
    const found = (await node.disk.read(`.${key}`)) as { value: Json } | undefined;
    return { ok: true, value: found ? found.value : null };
  };
  return {
    start: async () => {
      const m = await node.disk.read('#mark');
      mark = m ? Number(m) : 0;
    },
    onRequest(_: NodeId, m: any) {
      const p = previous.then(() => serve(m));
      previous = p.catch(() => {});
      return p;
    },
  };
}

function makeWorker(node: Node, lock: NodeId, storage: NodeId) {
  const unique = () => [node.id, node.random(), node.random()].join('~');
  async function insist(to: NodeId, message: Json): Promise<any> {
    const tries: Promise<Json>[] = [];
    let reply: { body: Json } | undefined;
    while (!reply) {
      tries.push(node.request(to, message));
      tries.at(-1)!.then((body) => (reply = { body }));
      for (let i = 0; i < 20 && !reply; i++) await node.sleep(15);
    }
    return reply.body;
  }
  return {
    async run(job: { writes: { key: string; value: Json }[] }) {
      let token: number;
      for (;;) {
        const { ok, token: t } = await insist(lock, { op: 'acquire', attempt: unique() });
        token = t;
        if (ok) break;
        await node.sleep(70 + 60 * node.random());
      }
      let outcome = 'done';
      for (const { key, value } of job.writes) {
        const { ok } = await insist(storage, { op: 'write', key, value, token });
        if (!ok) {
          outcome = 'lost-lock';
          break;
        }
      }
      await Promise.race([insist(lock, { op: 'release', token }), node.sleep(100)]);
      return outcome;
    },
  };
}

class Lock {
  constructor(node: Node, ttlMs: number) {
    return makeLock(node, ttlMs) as never;
  }
}
const Store = class {
  constructor(node: Node) {
    return makeStorage(node) as never;
  }
};
export const Worker = class {
  run;
  constructor(node: Node, lock: NodeId, storage: NodeId) {
    this.run = makeWorker(node, lock, storage).run;
  }
};
export { Lock as LockService, Store as Storage };
