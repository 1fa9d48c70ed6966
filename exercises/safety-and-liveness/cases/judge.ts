import { describeThrown, type Finding, type Json } from 'partial-failure/kit';
import type { Trace } from '../contract.ts';
import { CLASSES, owed, type Judge } from '../facts.ts';

/** One call of a judge. */
export interface Call {
  readonly judge: Judge;
  readonly trace: Trace;
  /** In ms; only `availability` is told. */
  readonly bound: number;
}

type Exports = Readonly<Record<string, unknown>>;
type LineOf = (thrown: unknown) => number;

/** What a call gave: an index, `none`, or what is neither, in words. */
type Verdict =
  | { readonly kind: 'points'; readonly event: number }
  | { readonly kind: 'none' }
  | { readonly kind: 'malformed'; readonly text: string; readonly line: number }
  | { readonly kind: 'threw'; readonly text: string; readonly line: number };

/** Calls the judges one after the other. The first call that breaks a property counts, or that it held. */
export function judgeCalls(exports: Exports, calls: readonly Call[], lineOf: LineOf): Finding[] {
  const found = new Map<string, Finding>();
  let speaks = false;
  let cleared = false;
  const broken = (property: string, code: string, call: number, data: Record<string, Json>): void => {
    if (found.get(property)?.status !== 'broken')
      found.set(property, { property, status: 'broken', code, data: { call, ...data } });
  };
  calls.forEach((call, i) => {
    const right = owed(call.judge, call.trace, call.bound);
    const given = ask(exports, call, lineOf);
    if (given.kind === 'threw' || given.kind === 'malformed') {
      broken(right === undefined ? 'sound' : 'complete', given.kind, i, {
        text: given.text,
        line: given.line,
      });
    } else if (right === undefined) {
      if (given.kind === 'points') broken('sound', 'flagged', i, { event: given.event });
      else cleared = true;
    } else if (given.kind === 'none') {
      broken('complete', 'missed', i, { owed: right });
    } else {
      speaks = true;
      if (given.event !== right) broken('points-at-it', 'elsewhere', i, { event: given.event, owed: right });
    }
  });
  // Each is a merit only of a judge that can do the other as well: one that never speaks is not sound, but silent.
  const held = (property: string, exercised: boolean): void => {
    if (exercised && !found.has(property)) found.set(property, { property, status: 'held' });
  };
  held('sound', cleared && speaks);
  held('complete', cleared && speaks);
  held('points-at-it', speaks);
  return [...found.values()];
}

/** Looks at the classification. */
export function judgeClasses({ classification }: Exports): Finding[] {
  const property = 'classified';
  if (typeof classification !== 'object' || classification === null)
    return [{ property, status: 'broken', code: 'no-classes' }];
  for (const [statement, right] of Object.entries(CLASSES)) {
    const given: unknown = Reflect.get(classification, statement);
    if (given === right) continue;
    const named = given === 'safety' || given === 'liveness';
    return [
      {
        property,
        status: 'broken',
        code: named ? `not-${given}` : 'undecided',
        data: { statement },
      },
    ];
  }
  return [{ property, status: 'held' }];
}

/** Calls a judge with copies of its own. */
function ask(exports: Exports, { judge, trace, bound }: Call, lineOf: LineOf): Verdict {
  const call = exports[judge];
  if (!isFunction(call)) return { kind: 'malformed', text: 'nothing: it is no function', line: 0 };
  const copy = { events: trace.events.map((event) => ({ ...event })), end: trace.end };
  try {
    return read(judge === 'availability' ? call(copy, { bound }) : call(copy));
  } catch (thrown) {
    return { kind: 'threw', text: describeThrown(thrown), line: lineOf(thrown) };
  }
}

function read(given: unknown): Verdict {
  if (given === undefined || given === null) return { kind: 'none' };
  const event: unknown = typeof given === 'object' ? Reflect.get(given, 'event') : undefined;
  if (typeof event === 'number' && Number.isInteger(event)) return { kind: 'points', event };
  const text = typeof given === 'object' ? 'an object without the index of an event' : `a ${typeof given}`;
  return { kind: 'malformed', text, line: 0 };
}

function isFunction(value: unknown): value is (...args: unknown[]) => unknown {
  return typeof value === 'function';
}
