import type { Json } from '../api.ts';
import { canonicalJson, isJsonObject } from '../util/canonical.ts';

/** Fields that say what a message is for. */
const HEADS = ['op', 'type', 'kind', 'method', 'action'];
/** Fields whose value says nothing without their name. */
const NAMED = [
  'token',
  'term',
  'epoch',
  'ballot',
  'round',
  'view',
  'timestamp',
  'ts',
  'tag',
  'clock',
  'version',
  'number',
  'highest',
  'index',
  'lease',
];
/** Fields whose value speaks for itself. */
const BARE = ['result', 'status', 'answer', 'error', 'id', 'amount'];

/** Longest label, and that of a message, which loses words where there is no room for it. */
const LONGEST = 26;
const LONGEST_MESSAGE = 34;

/** A value in a few characters, for a label. */
export function briefJson(value: Json | undefined, longest = LONGEST): string {
  if (value === undefined) return 'nothing';
  return shorten(typeof value === 'string' ? value : canonicalJson(value), longest);
}

/**
 * What a message says, for the label of its arrow: what it is for, then tokens, terms, timestamps and values.
 */
export function labelOf(body: Json): string {
  return labelsOf(body)[0] ?? '';
}

/** The label of a message, and shorter ones: values go first, then tokens and terms, until only what it is for is left. */
export function labelsOf(body: Json): readonly string[] {
  if (!isJsonObject(body)) return [briefJson(body)];
  const parts: string[] = [];
  const head = HEADS.map((name) => body[name]).find((value) => typeof value === 'string');
  if (typeof head === 'string') parts.push(head);
  if (body['ok'] === true) parts.push('ok');
  if (body['ok'] === false) parts.push('refused');
  const heads = parts.length;
  const { key, value } = body;
  if (value !== undefined && typeof key === 'string') parts.push(`${key} = ${briefJson(value, 14)}`);
  else if (value !== undefined) parts.push(briefJson(value, 14));
  else if (typeof key === 'string') parts.push(key);
  for (const name of NAMED) {
    const field = body[name];
    if (field !== undefined && field !== null && typeof field !== 'boolean')
      parts.push(`${name} ${briefJson(field, 12)}`);
  }
  const named = parts.slice(heads).find((part) => NAMED.some((name) => part.startsWith(`${name} `)));
  for (const name of BARE) {
    const field = body[name];
    if (typeof field === 'string' || typeof field === 'number') parts.push(briefJson(field, 16));
  }
  const [first, ...more] = parts;
  if (first === undefined) return [briefJson(body)];
  const labels = [first];
  for (const part of more) {
    const longer = `${labels[0] ?? ''} ${part}`;
    if (longer.length <= LONGEST_MESSAGE) labels.unshift(longer);
  }
  // A token or a term says more than a value that goes with it.
  const short = heads > 0 && named !== undefined ? `${parts.slice(0, heads).join(' ')} ${named}` : undefined;
  if (short !== undefined && !labels.includes(short)) {
    const longer = labels.filter((label) => label.length > short.length && label.includes(named ?? ''));
    return [...longer, short, parts.slice(0, heads).join(' ')].map((label) =>
      shorten(label, LONGEST_MESSAGE),
    );
  }
  return labels.map((label) => shorten(label, LONGEST_MESSAGE));
}

/** A mark's label, and shorter ones: a call without its arguments, a value's name without it, a fault without its length. */
export function shorterLabels(label: string): readonly string[] {
  const call = /^(\w+)\(.+\)$/.exec(label)?.[1];
  const name = /^(.+?) = /.exec(label)?.[1];
  const head = /^(paused|clock rate|clock|failed|read [^:]+|\d+ more)[: ]/.exec(label)?.[1];
  return [label, call === undefined ? (name ?? head) : `${call}(…)`].filter((text) => text !== undefined);
}

function shorten(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}
