/**
 * The five systems. Two clients share one file; each writes only while it believes that it holds the lock. Who grants
 * names a grant in a note (`granted`), and the storage notes under which grant it applied a write (`applied`): by these
 * the order is judged, never by tokens.
 */
import type { CourseProgram, CourseSide, Json } from 'partial-failure/kit';

/** A lease, in ms. */
export const TTL_MS = 5000;
/** The first client writes so often, for so long. */
const WRITES = { everyMs: 500, forMs: 8000 };
/** The second client asks so often. */
const ASK_MS = 250;
const SHARE = 0.98;

type Ask = { op: string; grant: string; token: number; endsAt: number };

const asked = (message: Json): Ask => message as unknown as Ask;

/** How a client holds the lock, and what it checks before a write. */
interface Hold {
  readonly grant: string;
  readonly token: number;
  isValid(): boolean;
}

/** Asks for the lock until it is granted; `then` is called with what it holds. */
type Acquire = (me: CourseSide, then: (hold: Hold | undefined) => void) => void;

/** The first client: acquires at once, then writes every 500 ms for 8 s while its check allows it. */
export function firstClient(acquire: Acquire) {
  return (me: CourseSide): CourseProgram => {
    me.after(0, () =>
      acquire(me, (hold) => {
        if (hold === undefined) return;
        const untilMs = me.nowMs() + WRITES.forMs;
        const write = (): void => {
          if (!hold.isValid() || me.nowMs() > untilMs) return;
          me.request('storage', { op: 'write', grant: hold.grant, token: hold.token }, () =>
            me.after(WRITES.everyMs, write),
          );
        };
        write();
      }),
    );
    return {};
  };
}

/** The second client: asks every 250 ms, and writes once as soon as it is granted. */
export function secondClient(acquire: Acquire) {
  return (me: CourseSide): CourseProgram => {
    const ask = (): void =>
      acquire(me, (hold) => {
        if (hold === undefined) me.after(ASK_MS, ask);
        else if (hold.isValid())
          me.request('storage', { op: 'write', grant: hold.grant, token: hold.token }, () => undefined);
      });
    me.after(ASK_MS, ask);
    return {};
  };
}

/** One lock service. Its counter is on disk; it measures leases by a stopwatch that it saves. */
export function lock(me: CourseSide): CourseProgram {
  return {
    onRequest(from, _message, reply) {
      const until = Number(me.durable.get('until') ?? 0);
      if (me.nowMs() < until) {
        reply({ ok: false });
        return;
      }
      const token = Number(me.durable.get('token') ?? 0) + 1;
      me.durable.set('token', token);
      me.durable.set('until', me.nowMs() + TTL_MS);
      const grant = `${from} ${token}`;
      me.note('granted', grant);
      reply({ ok: true, grant, token });
    },
  };
}

/** Asks the one lock service, and checks as `check` says. */
export const fromOneLock =
  (check: 'time of day' | 'stopwatch'): Acquire =>
  (me, then) => {
    const sinceMs = me.nowMs();
    me.request('lock', { op: 'acquire' }, (answer) => {
      const { ok, grant, token } = answer as unknown as { ok: boolean; grant: string; token: number };
      if (!ok) {
        then(undefined);
        return;
      }
      const endsAt = me.timeOfDay() + TTL_MS * SHARE - (me.nowMs() - sinceMs);
      const isValid =
        check === 'time of day' ? () => me.timeOfDay() < endsAt : () => me.nowMs() - sinceMs < TTL_MS * SHARE;
      then({ grant, token, isValid });
    });
  };

/** One of five lock nodes: a key in memory, whose end is by its own time of day. */
export function lockNode(me: CourseSide): CourseProgram {
  let key: { from: string; endsAt: number } | undefined;
  return {
    onRequest(from, message, reply) {
      const { op } = asked(message);
      if (op === 'release') {
        if (key?.from === from) key = undefined;
        reply({ ok: true });
        return;
      }
      const isFree = key === undefined || me.timeOfDay() >= key.endsAt;
      if (isFree) key = { from, endsAt: me.timeOfDay() + TTL_MS };
      reply({ ok: isFree });
    },
  };
}

export const LOCK_NODES = ['lock-1', 'lock-2', 'lock-3', 'lock-4', 'lock-5'];

/** Asks five lock nodes; three of them are a grant. Whoever gets fewer gives back what it got. */
export function fromFive(): Acquire {
  let tries = 0;
  return (me, then) => {
    const sinceMs = me.nowMs();
    const granted: string[] = [];
    tries++;
    const grant = `${me.id} ${tries}`;
    for (const node of LOCK_NODES)
      me.request(node, { op: 'acquire' }, (answer) => {
        if ((answer as unknown as { ok: boolean }).ok) granted.push(node);
      });
    me.after(50, () => {
      if (granted.length >= 3) {
        me.note('granted', grant);
        then({ grant, token: 0, isValid: () => me.nowMs() - sinceMs < TTL_MS * SHARE });
        return;
      }
      for (const node of granted) me.request(node, { op: 'release' }, () => undefined);
      then(undefined);
    });
  };
}

/** The file. May refuse tokens that are older than what it has seen, and may remember that on its disk. */
export function storage(check: 'none' | 'memory' | 'disk') {
  return (me: CourseSide): CourseProgram => {
    let mark = check === 'disk' ? Number(me.durable.get('mark') ?? 0) : 0;
    return {
      onRequest(_from, message, reply) {
        const { grant, token } = asked(message);
        if (check !== 'none' && token < mark) {
          me.log(`refuses token ${token}: it has seen ${mark}`);
          reply({ ok: false });
          return;
        }
        mark = Math.max(mark, token);
        // The mark and the value are written to disk in one step.
        if (check === 'disk') me.durable.set('mark', mark);
        me.durable.set('file', grant);
        me.note('applied', grant);
        reply({ ok: true });
      },
    };
  };
}
