import type { NodeId } from '../api.ts';
import { canonicalJson } from '../util/canonical.ts';
import { labelOf } from './message-label.ts';
import type { Fate } from './messages.ts';
import { counted } from './quantity.ts';
import type { RecordedRun } from './recorded-run.ts';

/** Messages that say again what one before them said: heartbeats, polling, what is sent until somebody answers. */
export interface Fold {
  /** `seq` of the first event that is folded, which stands for all of them. */
  readonly seq: number;
  readonly node: NodeId;
  /** How many messages, and how many of them did not arrive. */
  readonly count: number;
  readonly lost: number;
  /** What they say. */
  readonly label: string;
}

/** What a run only repeats. */
export interface Folds {
  /** `seq` of the events that are not shown. */
  readonly hidden: ReadonlySet<number>;
  /** By `seq` of the event that stands for them. */
  readonly folds: ReadonlyMap<number, Fold>;
}

const NOTHING: Folds = { hidden: new Set(), folds: new Map() };

/** So often must something be said to be a repetition, the first time included. */
const LEAST = 4;

/**
 * Finds what a run repeats: of the messages that one node sends another with the same words, all but the first, with
 * what became of them and the timers that brought them about. What the story tells, what proves the violation, what led
 * to that step by step, a request whose answer is news, and single messages that a fault struck stay.
 */
export function foldsOf(run: RecordedRun, fates: readonly Fate[], length: number): Folds {
  const streams = new Map<string, Fate[]>();
  for (const fate of fates) {
    const { from, to, kind, body } = fate.message;
    const key = `${from}>${to} ${kind} ${canonicalJson(body)}`;
    const stream = streams.get(key);
    if (stream === undefined) streams.set(key, [fate]);
    else stream.push(fate);
  }
  const again = new Set<Fate>();
  for (const stream of streams.values())
    if (stream.length >= LEAST) for (const fate of stream.slice(1)) again.add(fate);
  if (again.size === 0) return NOTHING;

  const kept = tellingOf(run);
  for (const fate of again)
    if (isStruck(run, fate) || kept.has(fate.sentSeq) || kept.has(fate.endSeq)) again.delete(fate);
  // A request and its answer are folded together or not at all.
  const byKey = new Map(fates.map((fate) => [fate.message.key, fate]));
  const pairs = fates.flatMap((reply) => {
    const request = reply.message.answers === undefined ? undefined : byKey.get(reply.message.answers);
    return request === undefined ? [] : [{ reply, request }];
  });
  for (const { reply, request } of pairs)
    if (again.has(reply) !== again.has(request)) {
      again.delete(reply);
      again.delete(request);
    }

  const groups = new Map<string, Fate[]>();
  for (const fate of again) {
    const { from, kind, body } = fate.message;
    const key = `${from} ${kind} ${canonicalJson(body)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [fate]);
    else group.push(fate);
  }
  const hidden = new Set<number>();
  const folds = new Map<number, Fold>();
  for (const group of groups.values()) {
    const [first] = group;
    // Two are seen as fast as they are counted.
    if (first === undefined || group.length < LEAST - 1) continue;
    for (const { sentSeq, endSeq } of group) {
      hidden.add(sentSeq);
      if (endSeq >= 0) hidden.add(endSeq);
    }
    hidden.delete(first.sentSeq);
    folds.set(first.sentSeq, {
      seq: first.sentSeq,
      node: first.message.from,
      count: group.length,
      lost: group.filter(({ end }) => end === 'lost' || end === 'stopped').length,
      label: labelOf(first.message.body),
    });
  }
  hideTimers(run, length, hidden, folds);
  return { hidden, folds };
}

/** Timers that brought about nothing else than what is folded. */
function hideTimers(
  { events }: RecordedRun,
  length: number,
  hidden: Set<number>,
  folds: ReadonlyMap<number, Fold>,
): void {
  const others = new Set<number>();
  const folded = new Set<number>();
  for (let seq = 0; seq < length; seq++) {
    const event = events[seq];
    if (event === undefined || event.cause < 0) continue;
    (hidden.has(seq) || folds.has(seq) ? folded : others).add(event.cause);
  }
  for (const seq of folded) if (events[seq]?.kind === 'timer' && !others.has(seq)) hidden.add(seq);
}

/** What the story tells, what proves the violation, and step by step what brought that about. */
function tellingOf({ events, told, violation }: RecordedRun): ReadonlySet<number> {
  const kept = new Set(told);
  for (const proof of violation)
    for (let seq = proof; seq >= 0 && !(kept.has(seq) && seq !== proof); seq = events[seq]?.cause ?? -1)
      kept.add(seq);
  return kept;
}

/** A fault met this very message. A cut, a crash or a burst of losses meets whatever comes. */
function isStruck({ events }: RecordedRun, { endSeq, late, corrupted, copy }: Fate): boolean {
  const end = events[endSeq];
  return late || corrupted || copy > 0 || (end?.kind === 'lost' && end.why === 'drop');
}

/** A fold as its label: `22 more: I lead term 4, 14 lost`. */
export function foldLabel({ count, lost, label }: Fold): string {
  return `${count} more: ${label}${lost === 0 ? '' : `, ${lost} lost`}`;
}

/** A fold in a sentence. */
export function tellFold({ node, count, lost, label }: Fold): string {
  const fate =
    lost === 0 ? 'all of them arrived' : lost === count ? 'none arrived' : `${lost} did not arrive`;
  return `From here on ${node} sent the same again ${counted(count, 'time')} (${label}); ${fate}. They are folded.`;
}
