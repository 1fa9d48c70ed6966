import type { CourseProgram, CourseSide, Json, Script } from 'partial-failure/kit';
import { isJsonObject } from 'partial-failure/kit';

export const SERVICE = 'service';
export const HOLDERS = ['holder-1', 'holder-2'] as const;

/** Notes that the service leaves in the trace. */
export const OWNED = 'owned';
export const FREED = 'freed';
/** And what the script leaves there: the time to live to ask for, and the rate of the service's clock. */
export const TTL = 'ttl';
export const RATE = 'rate';

export interface ServiceManner {
  /** Real µs that pass while its clock shows one second. */
  readonly realMicros: number;
  /** Which part of the time asked for it grants, by ordinal of the grant. Default: all of it. */
  readonly parts?: readonly number[];
  /** Ids of the leases, in order. Default: `lease-1`, `lease-2`, … */
  readonly ids?: readonly string[];
}

/**
 * The lock service. Its clock is its own affair: a lease of `ttlMs` lasts `ttlMs` by it. It never moves an end earlier;
 * only a release does.
 */
export function lockService({
  realMicros,
  parts = [],
  ids = [],
}: ServiceManner): (me: CourseSide) => CourseProgram {
  return (me) => {
    let current: { readonly owner: string; readonly lease: string; readonly endUs: number } | undefined;
    let grants = 0;
    let leases = 0;
    const running = (): typeof current =>
      current !== undefined && micros(me.nowMs()) < current.endUs ? current : undefined;
    const grant = (owner: string, lease: string, askedMs: number): Json => {
      const ttlMs = Math.round(askedMs * (parts[grants++] ?? 1));
      const endUs = Math.max(
        running()?.endUs ?? 0,
        micros(me.nowMs()) + Math.floor((ttlMs * realMicros) / 1000),
      );
      current = { owner, lease, endUs };
      me.note(OWNED, { owner, lease, ttlMs, endUs });
      return { granted: true, lease, ttlMs };
    };
    return {
      onRequest(from, message, reply) {
        if (!isJsonObject(message)) return;
        const { op, lease, ttlMs } = message;
        const now = running();
        if (op === 'acquire' && typeof ttlMs === 'number') {
          const isFree = now === undefined || now.owner === from;
          const id = ids[leases] ?? `lease-${leases + 1}`;
          if (isFree) leases++;
          reply(isFree ? grant(from, id, ttlMs) : { granted: false });
        } else if (op === 'renew' && typeof lease === 'string' && typeof ttlMs === 'number') {
          const isCurrent = now?.owner === from && now.lease === lease;
          reply(isCurrent ? grant(from, lease, ttlMs) : { granted: false });
        } else if (op === 'release') {
          if (now?.owner === from && now.lease === lease) {
            current = undefined;
            me.note(FREED, { owner: from, lease });
          }
          reply({ released: true });
        }
      },
      methods: {
        current() {
          const now = running();
          return now === undefined ? null : { owner: now.owner, endUs: now.endUs };
        },
      },
    };
  };
}

function micros(ms: number): number {
  return Math.round(ms * 1000);
}

/** Asks `held()`. */
export function ask(script: Script, holder: string): void {
  script.call(holder, 'held', []);
}

/** Notes for checks and stories what the nodes were given. */
export function noteTerms(script: Script, ttlMs: number, realMicros: number): void {
  script.note(TTL, ttlMs);
  if (realMicros !== 1_000_000) script.note(RATE, realMicros);
}

/** Asks both holders every so often, at one instant, and each owner just after its lease has ended. */
export function watch(script: Script, everyMs: number): void {
  const asked = new Set<string>();
  const look = (): void => {
    for (const holder of HOLDERS) ask(script, holder);
    const current = script.probe(SERVICE, 'current') ?? null;
    if (isJsonObject(current)) {
      const { owner, endUs } = current;
      const key = `${String(owner)} ${String(endUs)}`;
      if (typeof owner === 'string' && typeof endUs === 'number' && !asked.has(key)) {
        asked.add(key);
        script.at((endUs + 10) / 1000, () => ask(script, owner));
      }
    }
    script.after(everyMs, look);
  };
  script.at(everyMs / 2, look);
}

/** Moments after a call at which it may be seen that it did something wrong: while its request and its reply travel. */
const AFTERWARDS_MS = [0.01, 1, 3, 7, 15, 40];

/** Calls a method, and asks `held()` while its messages are on their way. */
export function callAndAsk(script: Script, holder: string, method: string): void {
  script.call(holder, method, []);
  for (const ms of AFTERWARDS_MS) script.after(ms, () => ask(script, holder));
}
