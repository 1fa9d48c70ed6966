/** Scripts as data: who asks what, when. */
import type { Json, NodeId, Script, Span } from 'partial-failure/kit';
import { AUDITOR, LAST_TOKEN } from '../peers.ts';

/** A call of a course-played peer, at an instant of true time. */
export interface Line {
  readonly atMs: number;
  readonly who: NodeId;
  readonly method: string;
  readonly args: readonly Json[];
}

/** Takes the same time for every message: then it is the script that decides what arrives when. */
export const EVEN: Span = { minMs: 5, maxMs: 5 };

/** A try for the lock. Each has its own attempt, unless `attempt` is given: then it is the same try, sent again. */
export function acquire(atMs: number, who: NodeId, attempt = `${who} at ${atMs}`): Line {
  return { atMs, who, method: 'acquire', args: [attempt] };
}

/** Renews with the last token that was granted, or the one at `which` (0 is the first). */
export function renew(atMs: number, who: NodeId, which?: number): Line {
  return { atMs, who, method: 'renew', args: which === undefined ? [] : [which] };
}

/** Releases the last token that was granted, or the one at `which`. */
export function release(atMs: number, who: NodeId, which?: number): Line {
  return { atMs, who, method: 'release', args: which === undefined ? [] : [which] };
}

export function write(atMs: number, who: NodeId, key: string, value: Json, token: number): Line {
  return { atMs, who, method: 'write', args: [key, value, token] };
}

export function read(atMs: number, who: NodeId, key: string, token: number): Line {
  return { atMs, who, method: 'read', args: [key, token] };
}

/** Makes the calls of a list. */
export function follow(script: Script, lines: readonly Line[]): void {
  for (const { atMs, who, method, args } of lines) script.at(atMs, () => void script.call(who, method, args));
}

/** The last look at these keys, with a token above all others. Reads come one after the other. */
export function audit(script: Script, atMs: number, keys: readonly string[]): void {
  keys.forEach((key, i) => {
    script.at(atMs + 150 * i, () => void script.call(AUDITOR, 'read', [key, LAST_TOKEN]));
  });
}
