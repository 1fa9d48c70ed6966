import { EPOCH_MS, isJsonObject, ofKind, type Json, type Operation, type Run } from 'partial-failure/kit';
import { timestampOf, type Stamp } from './commands.ts';

/** A timestamp that farther ahead than this must be refused, in ms. */
export const AHEAD_MS = 500;
/** How far a time of day may be off, in ms. */
export const E_MS = 250;

/** A call that gave a timestamp. */
export interface Event {
  readonly operation: Operation;
  readonly stamp: Stamp;
  /** Real time when it was called and when it returned, in ms since 1970. */
  readonly fromMs: number;
  readonly untilMs: number;
  /** The event of its node before it. */
  readonly before: Event | undefined;
  /** The event whose timestamp it received, where that was not from outside. */
  readonly sender: Event | undefined;
  /** How many events with its wall are in its causal past, itself included. */
  readonly known: number;
}

export interface Facts {
  readonly events: readonly Event[];
  /** Calls of `receive` that gave `null`, or threw. */
  readonly refused: readonly Operation[];
  /** Calls that gave neither, that threw in `now`, or never returned. */
  readonly failed: readonly Operation[];
  /** The sign of `compare` for two events, by their operations; `null` where it was no number. */
  readonly sign: (one: Event, other: Event) => number | null | undefined;
  /** The same for a timestamp from outside and the event that received it. */
  readonly outsideSign: (event: Event) => number | null | undefined;
  /** Whether each was compared with each. */
  readonly allPairs: boolean;
  readonly comparedSeq: number;
}

const cache = new WeakMap<Run, Facts>();

export function factsOf(run: Run): Facts {
  const known = cache.get(run);
  if (known !== undefined) return known;
  const facts = readFacts(run);
  cache.set(run, facts);
  return facts;
}

function readFacts({ operations, trace }: Run): Facts {
  const senders = new Map<number, number>();
  const signs = new Map<string, number | null>();
  const remotes = new Map<number, number | null>();
  let comparedSeq = -1;
  for (const { name, data, seq } of trace.filter(ofKind('note'))) {
    if (!isJsonObject(data)) continue;
    if (name === 'received') senders.set(Number(data['op']), Number(data['from']));
    if (name !== 'compared') continue;
    comparedSeq = seq;
    for (const [one, other, sign] of rows(data['signs']))
      signs.set(`${Number(one)} ${Number(other)}`, signOf(sign));
    for (const [event, sign] of rows(data['remotes'])) remotes.set(Number(event), signOf(sign));
  }
  const events: Event[] = [];
  const refused: Operation[] = [];
  const failed: Operation[] = [];
  const byId = new Map<number, Event>();
  const latest = new Map<string, Event>();
  const pasts = new Map<Event, Past>();
  for (const operation of operations) {
    const { id, node, method, status, value, invokedUs, returnedUs = invokedUs } = operation;
    const stamp = status === 'ok' ? timestampOf(value) : undefined;
    if (stamp === undefined) {
      const mayRefuse = method === 'receive' && ((status === 'ok' && value === null) || status === 'threw');
      if (status !== 'refused') (mayRefuse ? refused : failed).push(operation);
      continue;
    }
    const before = latest.get(node);
    const sender = byId.get(senders.get(id) ?? -1);
    const past = pastOf([before, sender].map((one) => (one === undefined ? undefined : pasts.get(one))));
    const own = past.get(node) ?? [];
    past.set(node, [...own, stamp.wall]);
    const event: Event = {
      operation,
      stamp,
      fromMs: EPOCH_MS + invokedUs / 1000,
      untilMs: EPOCH_MS + returnedUs / 1000,
      before,
      sender,
      known: countOf(stamp.wall, past),
    };
    pasts.set(event, past);
    events.push(event);
    byId.set(id, event);
    latest.set(node, event);
  }
  return {
    events,
    refused,
    failed,
    sign: (one, other) => signs.get(`${one.operation.id} ${other.operation.id}`),
    outsideSign: ({ operation }) => remotes.get(operation.id),
    allPairs: events.every(({ operation: { id } }) => signs.has(`${id} ${id}`)),
    comparedSeq,
  };
}

/** Of each node, the walls of its events that are in a causal past: always its first ones. */
type Past = Map<string, readonly number[]>;

function pastOf(pasts: readonly (Past | undefined)[]): Past {
  const all: Past = new Map();
  for (const past of pasts)
    for (const [node, walls] of past ?? [])
      if (walls.length > (all.get(node)?.length ?? 0)) all.set(node, walls);
  return all;
}

function countOf(wall: number, past: Past): number {
  let count = 0;
  for (const walls of past.values()) for (const one of walls) if (one === wall) count++;
  return count;
}

function rows(value: Json | undefined): (readonly Json[])[] {
  return Array.isArray(value) ? value.filter((one: Json): one is readonly Json[] => Array.isArray(one)) : [];
}

function signOf(value: Json | undefined): number | null {
  return typeof value === 'number' ? value : null;
}
