/** The parts that the course plays: simple ones, right by construction, and peers that follow a script. */
import {
  isJsonObject,
  type CourseProgram,
  type CourseSide,
  type Json,
  type NodeId,
} from 'partial-failure/kit';

export const TTL_MS = 2000;
/** Greater than any token of a scenario; the last reads carry it. */
export const LAST_TOKEN = Number.MAX_SAFE_INTEGER;

/** How the course's lock service answers an attempt that it has granted before. All three are right. */
export type Resends = 'repeat' | 'anew' | 'refuse';

/** What {@link lockService} can be told. */
export interface ServiceOptions {
  /** The first token that is granted. Default 33, as in the lesson. */
  readonly firstToken?: number;
  /** Default `repeat`: the attempt gets its token again, also when its lease is long over and nobody holds the lock. */
  readonly resends?: Resends;
}

interface Lease {
  readonly attempt: string;
  readonly token: number;
  readonly untilMs: number;
}

/** The course's own lock service. Its state survives crashes, atomically; it knows true time. */
export function lockService({ firstToken = 33, resends = 'repeat' }: ServiceOptions = {}) {
  return (me: CourseSide): CourseProgram => {
    const current = (): Lease | undefined => {
      const lease = readLease(me.durable.get('lease'));
      return lease !== undefined && lease.untilMs > me.nowMs() ? lease : undefined;
    };
    const hold = (attempt: string, token: number): Json => {
      me.durable.set('lease', { attempt, token, untilMs: me.nowMs() + TTL_MS });
      return { ok: true, token, ttlMs: TTL_MS };
    };
    const grant = (attempt: string): Json => {
      const last = me.durable.get('last');
      const token = typeof last === 'number' ? last + 1 : firstToken;
      me.durable.set('last', token);
      me.durable.set(`granted ${attempt}`, token);
      return hold(attempt, token);
    };
    const acquire = (attempt: string): Json => {
      const lease = current();
      const before = me.durable.get(`granted ${attempt}`);
      if (lease !== undefined && lease.attempt !== attempt) return { ok: false };
      if (typeof before !== 'number') return grant(attempt);
      if (resends === 'repeat') return hold(attempt, before);
      return resends === 'refuse' && lease !== undefined ? { ok: false } : grant(attempt);
    };
    return {
      onRequest(_from, message, reply) {
        if (!isJsonObject(message)) return;
        const { op, attempt, token } = message;
        const lease = current();
        const isCurrent = lease !== undefined && lease.token === token;
        if (op === 'acquire' && typeof attempt === 'string') {
          reply(acquire(attempt));
        } else if (op === 'renew') {
          if (isCurrent) hold(lease.attempt, lease.token);
          reply(isCurrent ? { ok: true, ttlMs: TTL_MS } : { ok: false });
        } else if (op === 'release') {
          if (isCurrent) me.durable.delete('lease');
          reply({ ok: true });
        }
      },
    };
  };
}

function readLease(stored: Json | undefined): Lease | undefined {
  if (!isJsonObject(stored)) return undefined;
  const { attempt, token, untilMs } = stored;
  if (typeof attempt !== 'string' || typeof token !== 'number' || typeof untilMs !== 'number')
    return undefined;
  return { attempt, token, untilMs };
}

/** The course's own storage: one mark for all keys, changed together with the values. */
export function storage(me: CourseSide): CourseProgram {
  return {
    onRequest(_from, message, reply) {
      if (!isJsonObject(message)) return;
      const { op, key, value, token } = message;
      if (typeof key !== 'string' || typeof token !== 'number') return;
      const mark = Number(me.durable.get('mark') ?? 0);
      if (token < mark) {
        reply({ ok: false, highest: mark });
        return;
      }
      if (op === 'write' && value !== undefined) {
        me.durable.set('mark', token);
        me.durable.set(`value ${key}`, value);
        reply({ ok: true });
      } else if (op === 'read') {
        me.durable.set('mark', token);
        reply({ ok: true, value: me.durable.get(`value ${key}`) ?? null });
      }
    },
  };
}

/** Ids of the nodes that every scenario uses. */
export const LOCK: NodeId = 'lock';
export const STORAGE: NodeId = 'storage';
export const AUDITOR: NodeId = 'auditor';

/**
 * A peer that sends exactly what the script tells it to, once, at that instant. It remembers the tokens that it was
 * granted, so that a script can say "the first", "the last".
 */
export function client(me: CourseSide): CourseProgram {
  const tokens: number[] = [];
  const withToken = (op: string, which: Json | undefined): undefined => {
    const token = which === undefined ? tokens.at(-1) : tokens.at(Number(which));
    if (token !== undefined) me.request(LOCK, { op, token }, () => undefined);
  };
  return {
    methods: {
      acquire(attempt) {
        me.request(LOCK, { op: 'acquire', attempt: attempt ?? '' }, (reply) => {
          if (isJsonObject(reply) && reply['ok'] === true && typeof reply['token'] === 'number') {
            tokens.push(reply['token']);
          }
        });
        return undefined;
      },
      renew: (which) => withToken('renew', which),
      release: (which) => withToken('release', which),
      write(key, value, token) {
        const message = { op: 'write', key: key ?? '', value: value ?? null, token: token ?? 0 };
        me.request(STORAGE, message, () => undefined);
        return undefined;
      },
      read(key, token) {
        me.request(STORAGE, { op: 'read', key: key ?? '', token: token ?? 0 }, () => undefined);
        return undefined;
      },
    },
  };
}

/**
 * A worker of the course that wants the lock too. `take(name, writes, holdMs)`: it tries until it gets the lock, writes,
 * keeps the lock for `holdMs` from the grant by renewing it, and gives it back. Sends again what is not answered.
 */
export function rival(me: CourseSide): CourseProgram {
  const ask = (to: NodeId, message: Json, then: (reply: Json) => void): void => {
    let isAnswered = false;
    const send = (): void => {
      if (isAnswered) return;
      me.request(to, message, (reply) => {
        if (isAnswered) return;
        isAnswered = true;
        then(reply);
      });
      me.after(400, send);
    };
    send();
  };
  const granted = (reply: Json): number | undefined => {
    const token = isJsonObject(reply) && reply['ok'] === true ? reply['token'] : undefined;
    return typeof token === 'number' ? token : undefined;
  };
  const hold = (token: number, untilMs: number): void => {
    if (me.nowMs() >= untilMs) {
      ask(LOCK, { op: 'release', token }, () => undefined);
    } else {
      ask(LOCK, { op: 'renew', token }, () => undefined);
      me.after(Math.min(700, untilMs - me.nowMs() + 1), () => hold(token, untilMs));
    }
  };
  const take = (name: string, tries: number, writes: Json, holdMs: number): void => {
    ask(LOCK, { op: 'acquire', attempt: `${me.id} ${name} ${tries}` }, (reply) => {
      const token = granted(reply);
      if (token === undefined) {
        me.after(80, () => take(name, tries + 1, writes, holdMs));
        return;
      }
      if (isJsonObject(writes)) {
        for (const [key, value] of Object.entries(writes))
          ask(STORAGE, { op: 'write', key, value, token }, () => undefined);
      }
      const untilMs = me.nowMs() + holdMs;
      me.after(Math.min(700, holdMs), () => hold(token, untilMs));
    });
  };
  return {
    methods: {
      take(name, writes, holdMs) {
        take(String(name), 0, writes ?? {}, Number(holdMs));
        return undefined;
      },
    },
  };
}
