import { isLess, mean, ratio, type Ratio } from './failure-detector/ratio.ts';
import { firstInstant, spansOf, type DetectorRun, type Span } from './failure-detector/run.ts';

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
