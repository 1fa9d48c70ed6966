import { describeThrown } from 'partial-failure/kit';
import type { Vote } from '../facts.ts';

/** What a call gave. */
export type Answer =
  | { readonly kind: 'span'; readonly earliest: number; readonly latest: number }
  | { readonly kind: 'none' }
  /** Neither a span of numbers nor `undefined`. */
  | { readonly kind: 'malformed'; readonly text: string }
  | { readonly kind: 'threw'; readonly text: string; readonly line: number };

/** Calls the program with a copy of its own, which it may change, and reads the answer. */
export function ask(agree: unknown, vote: Vote, lineOf: (thrown: unknown) => number): Answer {
  if (!isFunction(agree)) return { kind: 'malformed', text: 'nothing: the export agree is no function' };
  try {
    return read(agree(vote.map(({ offset, uncertainty }) => ({ offset, uncertainty }))));
  } catch (thrown) {
    return { kind: 'threw', text: describeThrown(thrown), line: lineOf(thrown) };
  }
}

/** Fields are read once each: they may be getters. */
function read(given: unknown): Answer {
  if (given === undefined || given === null) return { kind: 'none' };
  if (typeof given !== 'object') return { kind: 'malformed', text: `a ${typeof given}, not a span` };
  const [earliest, latest]: unknown[] = [Reflect.get(given, 'earliest'), Reflect.get(given, 'latest')];
  if (isNumber(earliest) && isNumber(latest)) return { kind: 'span', earliest, latest };
  if (typeof Reflect.get(given, 'then') === 'function')
    return { kind: 'malformed', text: 'a promise, not a span' };
  return {
    kind: 'malformed',
    text: `a span whose ${isNumber(earliest) ? 'latest' : 'earliest'} is no number`,
  };
}

function isFunction(value: unknown): value is (...args: unknown[]) => unknown {
  return typeof value === 'function';
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && !Number.isNaN(value);
}
