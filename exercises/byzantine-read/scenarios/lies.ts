/** What a liar tells: by names, so that a plan and a drawn command can say it as data. */
import { isJsonObject, type Json } from 'partial-failure/kit';
import { isTimestamp } from '../peers.ts';

/** A liar knows everything that was written, in order of timestamps; before all of it `{ ts: 0, value: null }`. */
export interface Known {
  readonly newest: Written;
  readonly before: Written;
}
export interface Written {
  readonly ts: number;
  readonly value: Json;
}

/** What a liar made up: equal to nothing that is ever written. */
export const MADE_UP: Json = 'made up';
const ALSO_MADE_UP: Json = { made: 'up' };
export const INITIAL: Written = { ts: 0, value: null };

const pair = (ts: Json, value: Json): Json => ({ ts, value });

/** Answers to a read that are well-formed. */
const WELL_FORMED: Readonly<Record<string, (known: Known) => Json>> = {
  'made up, far above': ({ newest }) => pair(newest.ts + 1_000_000, MADE_UP),
  'the one before': ({ before }) => pair(before.ts, before.value),
  'made up, the next timestamp': ({ newest }) => pair(newest.ts + 1, MADE_UP),
  'made up, the true timestamp': ({ newest }) => pair(newest.ts, MADE_UP),
  'the one before, far above': ({ before, newest }) => pair(newest.ts + 1_000, before.value),
  'the one before, the true timestamp': ({ before, newest }) => pair(newest.ts, before.value),
  'the newest, far above': ({ newest }) => pair(newest.ts + 1_000, newest.value),
  'the newest, an old timestamp': ({ before, newest }) => pair(before.ts, newest.value),
  nothing: () => pair(0, null),
  'nothing, far above': ({ newest }) => pair(newest.ts + 1_000, null),
  'made up, timestamp 0': () => pair(0, MADE_UP),
  'made up, timestamp 1': () => pair(1, MADE_UP),
  'made up, an old timestamp': ({ before }) => pair(before.ts, MADE_UP),
  'null, the true timestamp': ({ newest }) => pair(newest.ts, null),
  'looks alike': ({ newest }) => pair(newest.ts, lookAlike(newest.value)),
  'looks alike, but has more': ({ newest }) => pair(newest.ts, withMore(newest.value)),
  'looks alike, with the same keys': ({ newest }) => pair(newest.ts, withOtherLeaves(newest.value)),
  'looks alike, as a list or not': ({ newest }) => pair(newest.ts, listOrNot(newest.value)),
  'runs together': ({ newest }) => runTogether(newest),
  'runs together the other way': ({ newest }) => runTogetherBehind(newest),
  'the last timestamp': ({ newest }) => pair(Number.MAX_SAFE_INTEGER, newest.value),
  'the last timestamp, made up': () => pair(Number.MAX_SAFE_INTEGER, MADE_UP),
  'the last but one': () => pair(Number.MAX_SAFE_INTEGER - 1, MADE_UP),
  'the last but eight': () => pair(Number.MAX_SAFE_INTEGER - 8, MADE_UP),
  'beyond the last': ({ newest }) => pair(Number.MAX_SAFE_INTEGER + 1, newest.value),
  '1e308': () => pair(1e308, MADE_UP),
  negative: () => pair(-7, MADE_UP),
  fraction: ({ newest }) => pair(newest.ts + 0.5, MADE_UP),
};

/** And answers that are none. */
const MALFORMED: Readonly<Record<string, (known: Known) => Json>> = {
  'just null': () => null,
  'a number': () => 0,
  'a text': () => '',
  'a list': () => [],
  'an empty object': () => ({}),
  'no value': ({ newest }) => ({ ts: newest.ts + 1 }),
  'no value, the true timestamp': ({ newest }) => ({ ts: newest.ts }),
  'no timestamp': () => ({ value: MADE_UP }),
  'timestamp null': () => pair(null, MADE_UP),
  'timestamp true': () => pair(true, MADE_UP),
  'timestamp text': ({ newest }) => pair(String(newest.ts + 1), MADE_UP),
  'the true timestamp as text': ({ newest }) => pair(String(newest.ts), MADE_UP),
  'timestamp text, not a number': () => pair('zzz', MADE_UP),
  'timestamp in a list': ({ newest }) => pair([newest.ts + 1], MADE_UP),
  'timestamp object': () => pair({}, MADE_UP),
  'an acknowledgement': () => ({ ok: true }),
  'a refusal': () => ({ ok: false }),
  'a list of the two': ({ newest }) => [newest.ts + 1, MADE_UP],
  'more than was asked': ({ newest }) => ({ ts: newest.ts, value: ALSO_MADE_UP, ok: true, node: 'r1' }),
};

const ANSWERS = { ...WELL_FORMED, ...MALFORMED };

/** Names of what a liar may tell a reader. `truth` is no lie, `silent` no answer. */
export const LIES: readonly string[] = Object.keys(WELL_FORMED);
export const NO_PAIRS: readonly string[] = Object.keys(MALFORMED);

/** What a liar may answer to a write; it matters to nobody whether it keeps the pair. */
const ACKS: Readonly<Record<string, Json>> = {
  refuses: { ok: false },
  'no answer at all': null,
  'empty answer': {},
  'a greater timestamp': { ok: false, ts: Number.MAX_SAFE_INTEGER },
  'ok as text': 'ok',
  'a pair': { ts: 0, value: null },
};
export const FALSE_ACKS: readonly string[] = Object.keys(ACKS);

/** What the lie of that name says; `undefined` for the truth, and for silence. */
export function lieTo(request: Json, name: string, known: Known): Json | undefined {
  if (isJsonObject(request) && request['op'] === 'write') return ACKS[name];
  return ANSWERS[name]?.(known);
}

/** Keeps the newest two pairs of all that are sent, by timestamp. */
export function learn(known: Known, request: Json): Known {
  if (!isJsonObject(request) || request['op'] !== 'write') return known;
  const { ts, value = null } = request;
  if (!isTimestamp(ts) || ts === known.newest.ts) return known;
  if (ts > known.newest.ts) return { before: known.newest, newest: { ts, value } };
  return ts > known.before.ts ? { ...known, before: { ts, value } } : known;
}

/** Another value that a careless comparison takes for the same. */
function lookAlike(value: Json): Json {
  if (typeof value === 'string') return value === '' ? [] : (numberIn(value) ?? [value]);
  if (Array.isArray(value)) return value.length === 0 ? '' : value.map(String).join(',');
  if (typeof value === 'object' && value !== null) return ALSO_MADE_UP;
  return String(value);
}

function numberIn(text: string): number | undefined {
  const number = Number(text);
  return Number.isFinite(number) && String(number) === text ? number : undefined;
}

/** The same and something more: for who compares only what is in one of the two. */
function withMore(value: Json): Json {
  if (Array.isArray(value)) return [...value, 'made up'];
  if (typeof value === 'object' && value !== null) return { ...value, made: 'up' };
  return [value];
}

/** The same lists and keys, with something else in them: for who compares only the outside. */
function withOtherLeaves(value: Json): Json {
  if (Array.isArray(value)) return value.map(withOtherLeaves);
  if (!isJsonObject(value)) return MADE_UP;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withOtherLeaves(inner)]));
}

/** A list as an object with the same keys, and the other way round. */
function listOrNot(value: Json): Json {
  if (Array.isArray(value)) return { ...value };
  return typeof value === 'object' && value !== null ? Object.values(value) : [value];
}

/** Timestamp and value of a number with the border between them moved. */
function runTogether({ ts, value }: Written): Json {
  const digits = String(value);
  if (typeof value !== 'number' || digits.length < 2) return pair(ts, MADE_UP);
  return pair(Number(`${ts}${digits.slice(0, 1)}`), Number(digits.slice(1)));
}

/** The same where the timestamp stands behind. */
function runTogetherBehind({ ts, value }: Written): Json {
  const digits = String(ts);
  if (typeof value !== 'number' || digits.length < 2) return pair(ts, MADE_UP);
  return pair(Number(digits.slice(1)), Number(`${value}${digits.slice(0, 1)}`));
}
