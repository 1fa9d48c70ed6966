import { assert } from '../util/assert.ts';

/** What a detector says from an instant on, in integer microseconds of virtual time. */
export interface DetectorOutput {
  readonly at: number;
  readonly suspects: boolean;
}

/**
 * What one process's failure detector said of another during `[from, until)`, in integer microseconds.
 *
 * `outputs` may be changes or polls: in order of time, the first not after `from`; each holds until the next, of
 * several at one instant the last. An output equal to the one before is no transition.
 */
export interface DetectorRun {
  readonly observer: string;
  readonly peer: string;
  readonly from: number;
  readonly until: number;
  readonly outputs: readonly DetectorOutput[];
  /** When the peer crashed, for good; it is down from this instant on. Absent: it never did. */
  readonly peerCrashedAt?: number;
}

/** A fraction of integers in lowest terms; the denominator is positive. */
export interface Ratio {
  readonly numerator: number;
  readonly denominator: number;
}

/** A suspicion that began while the peer was up. */
export interface Mistake {
  readonly from: number;
  /** When it ended, or ceased to be a mistake, or went out of sight. */
  readonly until: number;
  readonly endedBy: 'trust' | 'crash' | 'end';
}

/**
 * The quality of service of a failure detector, after Chen, Toueg and Aguilera, *On the quality of service of failure
 * detectors*, IEEE Transactions on Computers 51(5), 2002, section 2. An *S-transition* is one from trust to suspicion,
 * a *T-transition* one back. Times are integer microseconds; means are exact.
 */
export interface QualityOfService {
  /**
   * T_D: from the crash to the last S-transition, after which the peer is suspected to the end of the run; 0 if that
   * came before the crash. `never`: at the end the peer is trusted. `no-crash`: it is up.
   */
  readonly detectionTime: number | 'never' | 'no-crash';
  /**
   * In order of time. A mistake begins with an S-transition: suspicion at the very start is none, though it counts
   * against accuracy.
   */
  readonly mistakes: readonly Mistake[];
  /** T_MR: from each mistake to the next. */
  readonly recurrenceTimes: readonly number[];
  /** T_M, of the mistakes that ended by trust. */
  readonly durations: readonly number[];
  /** How long the peer was up and observed. */
  readonly upTime: number;
  /** How long of it the peer was trusted. */
  readonly trustedTime: number;
  /** P_A: the probability that the output at a random instant while the peer is up is right. Absent: it never was. */
  readonly accuracy?: Ratio;
  /** The mean of T_MR; absent with fewer than two mistakes. */
  readonly meanRecurrenceTime?: Ratio;
  /** The mean of T_M; absent with no mistake that ended. */
  readonly meanDuration?: Ratio;
}

/**
 * Measures a run. Linear in the outputs.
 *
 * @throws AssertionError for a malformed run.
 */
export function qualityOfService(run: DetectorRun): QualityOfService {
  const { from, until, peerCrashedAt } = run;
  const spans = spansOf(run);
  const upUntil = Math.max(from, Math.min(until, peerCrashedAt ?? until));
  const mistakes: Mistake[] = [];
  let trustedTime = 0;
  for (const span of spans) {
    if (span.from >= upUntil) break;
    const end = Math.min(span.until, upUntil);
    if (!span.suspects) trustedTime += end - span.from;
    // The first span has no transition before it.
    if (!span.suspects || span === spans[0]) continue;
    const endedBy = span.until < upUntil ? 'trust' : upUntil === until ? 'end' : 'crash';
    mistakes.push({ from: span.from, until: end, endedBy });
  }
  const recurrenceTimes = mistakes
    .slice(1)
    .map((mistake, index) => mistake.from - (mistakes[index]?.from ?? 0));
  const durations = mistakes
    .filter(({ endedBy }) => endedBy === 'trust')
    .map((each) => each.until - each.from);
  const upTime = upUntil - from;
  return {
    detectionTime: detectionTimeOf(spans, run),
    mistakes,
    recurrenceTimes,
    durations,
    upTime,
    trustedTime,
    ...(upTime === 0 ? {} : { accuracy: ratio(trustedTime, upTime) }),
    ...(recurrenceTimes.length === 0 ? {} : { meanRecurrenceTime: mean(recurrenceTimes) }),
    ...(durations.length === 0 ? {} : { meanDuration: mean(durations) }),
  };
}

/** What is asked of one detector. Times are integer microseconds. */
export interface DetectorBounds {
  /** T_D at most. */
  readonly detectionTime?: number;
  /** The mean of T_MR at least. Holds with fewer than two mistakes. */
  readonly meanRecurrenceTime?: number;
  /** The mean of T_M at most. Holds with no mistake that ended. */
  readonly meanDuration?: number;
  /** P_A at least. Holds if the peer was never up. */
  readonly accuracy?: Ratio;
  /** Mistakes at most, for so much time that the peer is up: `{numerator: 3, denominator: 1_000_000}` is 3 a second. */
  readonly mistakeRate?: Ratio;
}

/**
 * What is wrong.
 *
 * - `detection-time`: the peer was trusted later after its crash than the bound allows, for the first time at
 *   `trustedAt`; the bound ends at `deadline`.
 * - The others: a figure of the run beyond its bound, and the mistakes that make it.
 */
export type DetectorEvidence =
  | {
      readonly violation: 'detection-time';
      readonly crashedAt: number;
      readonly deadline: number;
      readonly trustedAt: number;
    }
  | {
      readonly violation: 'mean-recurrence-time' | 'mean-duration' | 'accuracy' | 'mistake-rate';
      readonly actual: Ratio;
      readonly bound: Ratio;
      readonly mistakes: readonly Mistake[];
    };

export type DetectorResult =
  | { readonly verdict: 'ok' }
  | { readonly verdict: 'illegal'; readonly evidence: DetectorEvidence }
  | { readonly verdict: 'unknown'; readonly undecided: 'detection-time' };

/**
 * Whether a run keeps bounds on its quality of service; those that Chen, Toueg and Aguilera ask for are the first
 * three of {@link DetectorBounds}.
 *
 * Comparisons are exact. `unknown`: all else holds, and the run ended before the deadline of the detection, or at it.
 * Told is the first violation in the order of {@link DetectorBounds}. Linear in the outputs.
 *
 * @throws AssertionError for a malformed run.
 */
export function checkQualityOfService(run: DetectorRun, bounds: DetectorBounds): DetectorResult {
  const quality = qualityOfService(run);
  const late = bounds.detectionTime === undefined ? 'in-time' : findLate(run, bounds.detectionTime);
  if (typeof late === 'object') return { verdict: 'illegal', evidence: late };
  const { mistakes, upTime } = quality;
  const illegal = (
    violation: 'mean-recurrence-time' | 'mean-duration' | 'accuracy' | 'mistake-rate',
    actual: Ratio,
    bound: Ratio,
  ): DetectorResult => ({ verdict: 'illegal', evidence: { violation, actual, bound, mistakes } });

  const { meanRecurrenceTime, meanDuration, accuracy } = quality;
  if (bounds.meanRecurrenceTime !== undefined && meanRecurrenceTime !== undefined) {
    const bound = ratio(bounds.meanRecurrenceTime, 1);
    if (isLess(meanRecurrenceTime, bound)) return illegal('mean-recurrence-time', meanRecurrenceTime, bound);
  }
  if (bounds.meanDuration !== undefined && meanDuration !== undefined) {
    const bound = ratio(bounds.meanDuration, 1);
    if (isLess(bound, meanDuration)) return illegal('mean-duration', meanDuration, bound);
  }
  if (bounds.accuracy !== undefined && accuracy !== undefined && isLess(accuracy, bounds.accuracy)) {
    return illegal('accuracy', accuracy, bounds.accuracy);
  }
  if (bounds.mistakeRate !== undefined && upTime > 0) {
    const rate = ratio(mistakes.length, upTime);
    if (isLess(bounds.mistakeRate, rate)) return illegal('mistake-rate', rate, bounds.mistakeRate);
  }
  return late === 'in-time' ? { verdict: 'ok' } : { verdict: 'unknown', undecided: 'detection-time' };
}

/** Completeness and accuracy of Chandra and Toueg; the eight pairs are their eight classes of failure detectors. */
export interface DetectorClass {
  readonly completeness: 'strong' | 'weak';
  readonly accuracy: 'strong' | 'weak' | 'eventually-strong' | 'eventually-weak';
}

/** What all detectors of a system said during one run. */
export interface SystemRun {
  readonly processes: readonly string[];
  /** When each process that crashed did, in integer microseconds. */
  readonly crashedAt: ReadonlyMap<string, number>;
  /** One of each process on each other, all with the same `from` and `until`. */
  readonly runs: readonly DetectorRun[];
}

/**
 * What is wrong.
 *
 * - `completeness`: `peer` crashed, and the observers named trusted it at the instants named, after the limit. One of
 *   them under strong completeness, all that are correct under weak.
 * - `accuracy`: observers suspected peers at the instants named, when they should not. One suspicion under the strong
 *   kinds, one of every correct peer under the weak ones.
 */
export type ClassEvidence =
  | { readonly violation: 'completeness'; readonly peer: string; readonly trusts: readonly Statement[] }
  | { readonly violation: 'accuracy'; readonly suspicions: readonly Statement[] };

/** That `observer` said the wrong thing about `peer`, the first instant at which it did. */
export interface Statement {
  readonly observer: string;
  readonly peer: string;
  readonly at: number;
}

export type ClassResult =
  { readonly verdict: 'ok' } | { readonly verdict: 'illegal'; readonly evidence: ClassEvidence };

/**
 * Whether the failure detectors of a system behave in a finite run as those of a class do (Chandra and Toueg,
 * *Unreliable failure detectors for reliable distributed systems*, JACM 43(2), 1996, section 2). For "there
 * is a time after which" stands `settledAt`, for "permanently" the rest of the run. A process is correct if it does not
 * crash in the run.
 *
 * - Strong completeness: from `settledAt` on every correct process suspects every crashed one. Weak: some correct
 *   process does, the same throughout, for each crashed one.
 * - Strong accuracy: no process is suspected before it crashes, by any that has not crashed itself. Weak: some correct
 *   process is never suspected by any such.
 * - Eventually strong: from `settledAt` on no correct process is suspected by a correct one. Eventually weak: some
 *   correct process is not.
 *
 * Completeness is told before accuracy, each by the order of `processes`. With no correct process, completeness and the
 * eventual kinds hold of nobody. Linear in the outputs.
 *
 * @throws AssertionError for a malformed run, one that is missing or there twice, or a crash after `settledAt`.
 */
export function checkDetectorClass(
  system: SystemRun,
  settledAt: number,
  { completeness, accuracy }: DetectorClass,
): ClassResult {
  const { processes, crashedAt } = system;
  const runs = runsByPair(system, settledAt);
  const correct = processes.filter((process) => !crashedAt.has(process));
  const others = (process: string, all: readonly string[]): string[] =>
    all.filter((each) => each !== process);

  /** The first instant in `[from, until)` at which the observer says `suspects` of the peer. */
  const statement = (
    observer: string,
    peer: string,
    suspects: boolean,
    from: number,
    until = Infinity,
  ): Statement[] => {
    const run = runs.get(pairOf(observer, peer));
    const at = run === undefined ? undefined : firstInstant(run, suspects, from, until);
    return at === undefined ? [] : [{ observer, peer, at }];
  };

  for (const peer of processes) {
    if (!crashedAt.has(peer)) continue;
    const trusts = correct.flatMap((observer) => statement(observer, peer, false, settledAt));
    const isWrong =
      completeness === 'strong' ? trusts.length > 0 : correct.length > 0 && trusts.length === correct.length;
    if (!isWrong) continue;
    const told = completeness === 'strong' ? trusts.slice(0, 1) : trusts;
    return { verdict: 'illegal', evidence: { violation: 'completeness', peer, trusts: told } };
  }

  const isEventual = accuracy === 'eventually-strong' || accuracy === 'eventually-weak';
  const suspicions = (peer: string): Statement[] =>
    others(peer, isEventual ? correct : processes).flatMap((observer) => {
      const until = Math.min(crashedAt.get(peer) ?? Infinity, crashedAt.get(observer) ?? Infinity);
      return statement(observer, peer, true, isEventual ? settledAt : -Infinity, until);
    });
  const isWeak = accuracy === 'weak' || accuracy === 'eventually-weak';
  const peers = accuracy === 'strong' ? processes : correct;
  const told = peers.map((peer) => suspicions(peer).slice(0, 1));
  const isWrong = isWeak
    ? correct.length > 0 && told.every((each) => each.length > 0)
    : told.some((each) => each.length > 0);
  if (!isWrong) return { verdict: 'ok' };
  const all = told.flat();
  return {
    verdict: 'illegal',
    evidence: { violation: 'accuracy', suspicions: isWeak ? all : all.slice(0, 1) },
  };
}

/** A stretch of one output. */
interface Span {
  readonly from: number;
  readonly until: number;
  readonly suspects: boolean;
}

/** The run as stretches that alternate and are not empty; the first begins with the run, the last ends with it. */
function spansOf(run: DetectorRun): Span[] {
  const { observer, peer, from, until, outputs, peerCrashedAt = from } = run;
  const name = (): string => `failure detector: ${observer} on ${peer}`;
  assert(
    [from, until, peerCrashedAt, ...outputs.map(({ at }) => at)].every(Number.isSafeInteger),
    () => `${name()}: instants are integer microseconds.`,
  );
  assert(from <= until, () => `${name()}: the run ends at ${until}, before it begins at ${from}.`);
  const [first] = outputs;
  assert(first !== undefined && first.at <= from, () => `${name()}: say what it says at ${from}.`);
  const spans: { from: number; until: number; suspects: boolean }[] = [];
  let previous = first.at;
  for (const [index, { at, suspects }] of outputs.entries()) {
    assert(
      at >= previous,
      () => `${name()}: the output at ${at} comes after that at ${previous}. Sort them.`,
    );
    previous = at;
    const start = Math.max(from, at);
    const end = Math.min(until, outputs[index + 1]?.at ?? until);
    if (start >= end) continue;
    const last = spans.at(-1);
    if (last?.suspects === suspects) last.until = end;
    else spans.push({ from: start, until: end, suspects });
  }
  return spans;
}

function detectionTimeOf(
  spans: readonly Span[],
  { peerCrashedAt, until }: DetectorRun,
): number | 'never' | 'no-crash' {
  if (peerCrashedAt === undefined || peerCrashedAt >= until) return 'no-crash';
  const last = spans.at(-1);
  if (last === undefined || !last.suspects) return 'never';
  return Math.max(0, last.from - peerCrashedAt);
}

/** Whether the peer is trusted after the deadline; `open` if the run does not go beyond it. */
function findLate(run: DetectorRun, bound: number): DetectorEvidence | 'in-time' | 'open' {
  const { peerCrashedAt, until } = run;
  if (peerCrashedAt === undefined || peerCrashedAt >= until) return 'in-time';
  const deadline = peerCrashedAt + bound;
  if (deadline >= until) return 'open';
  const trustedAt = firstInstant(run, false, deadline, Infinity);
  if (trustedAt === undefined) return 'in-time';
  return { violation: 'detection-time', crashedAt: peerCrashedAt, deadline, trustedAt };
}

function firstInstant(run: DetectorRun, suspects: boolean, from: number, until: number): number | undefined {
  for (const span of spansOf(run)) {
    const start = Math.max(span.from, from);
    if (span.suspects === suspects && start < Math.min(span.until, until)) return start;
  }
  return undefined;
}

function runsByPair({ processes, crashedAt, runs }: SystemRun, settledAt: number): Map<string, DetectorRun> {
  const byPair = new Map<string, DetectorRun>();
  for (const run of runs) byPair.set(pairOf(run.observer, run.peer), run);
  const [first] = runs;
  for (const observer of processes) {
    const at = crashedAt.get(observer);
    assert(
      at === undefined || at <= settledAt,
      () => `failure detectors: ${observer} crashes after all is to be settled. Settle later.`,
    );
    for (const peer of processes) {
      const run = byPair.get(pairOf(observer, peer));
      assert(
        peer === observer || run !== undefined,
        () => `failure detectors: none of ${observer} on ${peer}.`,
      );
      if (run === undefined || first === undefined) continue;
      assert(
        run.from === first.from && run.until === first.until && settledAt <= run.until,
        () =>
          `failure detectors: ${observer} on ${peer} is not observed for as long as the others, to the end.`,
      );
    }
  }
  assert(byPair.size === runs.length, 'failure detectors: two runs are of one pair. Join them.');
  return byPair;
}

function pairOf(observer: string, peer: string): string {
  return JSON.stringify([observer, peer]);
}

function mean(values: readonly number[]): Ratio {
  return ratio(
    values.reduce((sum, value) => sum + value, 0),
    values.length,
  );
}

/** Lowest terms, by Euclid. */
function ratio(numerator: number, denominator: number): Ratio {
  let [a, b] = [numerator, denominator];
  while (b !== 0) [a, b] = [b, a % b];
  return { numerator: numerator / a, denominator: denominator / a };
}

/** Exact: the products may be too great for a double. */
function isLess(a: Ratio, b: Ratio): boolean {
  assert(
    [a, b].every(({ numerator, denominator }) => Number.isSafeInteger(numerator) && denominator > 0),
    'failure detector: a bound is no integer and no ratio of integers.',
  );
  return BigInt(a.numerator) * BigInt(b.denominator) < BigInt(b.numerator) * BigInt(a.denominator);
}
