import { deepEqualJson, measured, type Finding, type NodesChecks, type Run } from 'partial-failure/kit';
import {
  AT_ONCE_MS,
  CALLS_BEFORE,
  CALLS_SINCE_CHANGE,
  CLEAN_BEFORE,
  EARLY_CALLS,
  EARLY_GROWTH,
  JUDGED_MIN,
  NEEDLESS_PERCENT,
  QUIET_MS,
  REQUESTS_FREE,
  REQUESTS_PER_SECOND,
  SETTLED_IN,
  soonMs,
} from './bounds.ts';
import { recordOf, settledBefore, type Call, type Record } from './facts.ts';
import { longestMs, type Phase } from './scenarios/plan.ts';
import { broken, explain, held, tell } from './words.ts';

/** Clocks count whole µs; two roundings stay far below this, in ms. */
const ROUNDING_MS = 0.1;

/*
 * A run counts for a property only if each of its calls was answered, and some needed more than one request: who waits
 * for ever never asks needlessly, and keeps nothing by that.
 */
function check(run: Run): Finding[] {
  const record = recordOf(run);
  const findings = [
    ...answers(record),
    ...lateness(record),
    ...share(record),
    ...never(record),
    ...restraint(record),
  ];
  const { calls } = record;
  const isWhole =
    calls.length > 0 &&
    calls.every(({ operation }) => operation.status === 'ok') &&
    calls.some(({ attempts }) => attempts.length > 1 && attempts[0]?.arrivedMs === Infinity);
  return isWhole ? findings : findings.filter(({ status }) => status === 'broken');
}

function answers(record: Record): Finding[] {
  let quietMs = 0;
  for (const call of record.calls) {
    const { operation, attempts, first, settledMs, watchedMs, planned } = call;
    const { invokedSeq, returnedSeq = record.endSeq, status, value = null } = operation;
    const [asked] = attempts;
    if (status === 'threw') return [broken('threw', [invokedSeq, returnedSeq])];
    if (asked === undefined || asked.sentMs > AT_ONCE_MS + ROUNDING_MS) {
      if (asked === undefined && Math.min(settledMs, watchedMs) <= AT_ONCE_MS && status !== 'ok') continue;
      const data = { afterMs: asked === undefined ? -1 : Math.round(asked.sentMs) };
      return [broken('asked-late', [invokedSeq, asked ?? returnedSeq], data)];
    }
    if (status === 'ok' && (first === undefined || first.arrivedSeq > returnedSeq))
      return [broken('made-up', [invokedSeq, returnedSeq], { gave: value })];
    const endedMs = Math.min(settledMs, watchedMs);
    if (first !== undefined && endedMs > first.arrivedMs + AT_ONCE_MS + ROUNDING_MS) {
      const data = { answer: planned.answer, lateMs: Math.round(endedMs - first.arrivedMs) };
      return [
        broken(status === 'ok' ? 'kept-back' : 'hangs', [invokedSeq, first.arrivedSeq, returnedSeq], data),
      ];
    }
    if (status === 'ok' && !deepEqualJson(value, planned.answer))
      return [
        broken('other-value', [first?.arrivedSeq, returnedSeq], { answer: planned.answer, gave: value }),
      ];
    for (const [i, attempt] of attempts.entries()) {
      if (attempt.sentMs > endedMs) break;
      const next = attempts[i + 1];
      const gapMs = Math.min(next?.sentMs ?? Infinity, endedMs) - attempt.sentMs;
      quietMs = Math.max(quietMs, gapMs);
      if (gapMs <= QUIET_MS + ROUNDING_MS) continue;
      const data = { quietMs: Math.round(gapMs), requests: i + 1, isOver: next === undefined };
      return [
        broken(
          'quiet',
          [record.phaseSeqs.get(planned.phase), invokedSeq, attempt, next ?? returnedSeq],
          data,
        ),
      ];
    }
  }
  const measure = { value: Math.round(quietMs), bound: QUIET_MS, side: 'at-most', unit: 'ms' } as const;
  return [measured(held('answers'), measure)];
}

/** How soon the second request follows a first one that was lost: `prompt`, and after trouble `recovers`. */
function lateness(record: Record): Finding[] {
  const findings: Finding[] = [];
  for (const call of record.calls) {
    const { planned, attempts } = call;
    const { phase, server, before, sinceChange, isLost } = planned;
    const [first, second] = attempts;
    if (!isLost || phase.lossy === true || planned.nth <= 0) continue;
    if (first === undefined || second === undefined || first.arrivedMs < Infinity) continue;
    if (before < CALLS_BEFORE || sinceChange < CALLS_SINCE_CHANGE) continue;
    const usual = settledBefore(call, CLEAN_BEFORE, record);
    if (usual.length < CLEAN_BEFORE || usual.some(({ isClean }) => !isClean)) continue;
    const property = phase.begins === 'trouble' || phase.begins === 'faster' ? 'recovers' : 'prompt';
    const longest = longestMs(phase, server);
    const waitedMs = second.sentMs - first.sentMs;
    const bound = Math.round(soonMs(longest));
    const measure = { value: Math.round(waitedMs), bound, side: 'at-most', unit: 'ms' } as const;
    if (waitedMs <= soonMs(longest) + ROUNDING_MS) {
      findings.push(measured(held(property), measure));
      continue;
    }
    const data = { waitedMs: Math.round(waitedMs), boundMs: bound, longestMs: Math.ceil(longest) };
    const trouble = property === 'recovers' ? troubleBefore(call, record) : undefined;
    const places = [
      record.phaseSeqs.get(phase),
      trouble?.first?.arrivedSeq,
      trouble?.operation.returnedSeq,
      call.operation.invokedSeq,
      first,
      second,
    ];
    findings.push(measured(broken('waits-too-long', places, data, property), measure));
    return findings;
  }
  return findings;
}

/** The last call to the server before it, not long ago, that needed more than one request. */
function troubleBefore(call: Call, record: Record): Call | undefined {
  return settledBefore(call, 2 * CLEAN_BEFORE, record).find(({ isClean }) => !isClean);
}

/** The share of calls that asked needlessly, phase by phase. */
function share(record: Record): Finding[] {
  const { calls } = record;
  const phases = new Map<Phase, Call[]>();
  for (const call of calls) {
    const { phase, nth } = call.planned;
    if (nth < SETTLED_IN) continue;
    const judged = phases.get(phase);
    if (judged === undefined) phases.set(phase, [call]);
    else judged.push(call);
  }
  return [...phases.values()].flatMap((judged): Finding[] => {
    if (judged.length < JUDGED_MIN) return [];
    const needless = judged.filter((call) => call.needless !== undefined);
    const percent = (100 * needless.length) / judged.length;
    const measure = { value: percent, bound: NEEDLESS_PERCENT, side: 'at-most', unit: '%' } as const;
    const [example] = needless;
    if (example === undefined || percent <= NEEDLESS_PERCENT) return [measured(held('accuracy'), measure)];
    const data = { ...needlessData(example), needless: needless.length, calls: judged.length };
    return [measured(broken('too-many-needless', placesOf(example, record), data), measure)];
  });
}

/** Where no call at all may ask needlessly. */
function never(record: Record): Finding[] {
  const { calls } = record;
  const findings: Finding[] = [];
  const firstMs = calls[0]?.first?.arrivedMs ?? 0;
  let isEven = calls[0]?.attempts.length === 1;
  for (const call of calls) {
    const { planned, needless } = call;
    const { n, phase } = planned;
    const tripMs = call.first === undefined ? Infinity : call.first.arrivedMs - call.first.sentMs;
    isEven &&=
      tripMs >= firstMs / EARLY_GROWTH - ROUNDING_MS && tripMs <= firstMs * EARLY_GROWTH + ROUNDING_MS;
    const isFirst = n === 0 && (needless === undefined || needless.earlier === call.attempts[0]);
    const isJudged = isFirst || phase.strict === true || (isEven && n < EARLY_CALLS);
    if (!isJudged) continue;
    if (needless === undefined) {
      if (isFirst || phase.strict === true) findings.push(held('accuracy'));
      continue;
    }
    const data = needlessData(call);
    if (phase.strict === true)
      return [
        broken(
          phase.steps === undefined ? 'needless-when-still' : 'needless-at-step',
          placesOf(call, record),
          data,
        ),
      ];
    return isFirst
      ? [broken('needless-at-first', placesOf(call, record), data)]
      : [broken('needless-early', placesOf(call, record), { ...data, nth: n + 1, firstMs: round(firstMs) })];
  }
  return findings;
}

function needlessData({ needless }: Call): { waitedMs: number; tripMs: number } {
  const { earlier, attempt } = needless ?? {};
  const from = earlier?.sentMs ?? 0;
  return { waitedMs: round((attempt?.sentMs ?? 0) - from), tripMs: round((earlier?.arrivedMs ?? 0) - from) };
}

function placesOf({ operation, needless, planned }: Call, { phaseSeqs }: Record) {
  return [
    phaseSeqs.get(planned.phase),
    operation.invokedSeq,
    needless?.earlier,
    needless?.attempt,
    needless?.earlier.arrivedSeq,
  ];
}

function restraint({ calls, strays, phaseSeqs }: Record): Finding[] {
  if (strays.length > 0) return [broken('stray', strays.slice(0, 1))];
  let worst = { value: 1, bound: REQUESTS_FREE };
  for (const { attempts, settledMs, operation, planned } of calls) {
    const { returnedSeq = Infinity } = operation;
    for (const [i, attempt] of attempts.entries()) {
      if (attempt.seq > returnedSeq) {
        const data = { afterMs: round(attempt.sentMs - settledMs) };
        return [broken('after-the-end', [attempts[0], returnedSeq, attempt], data)];
      }
      const bound = REQUESTS_FREE + (REQUESTS_PER_SECOND * attempt.sentMs) / 1000;
      const value = i + 1;
      if (value / bound > worst.value / worst.bound) worst = { value, bound };
      if (value <= bound + ROUNDING_MS) continue;
      const data = { requests: value, withinMs: Math.round(attempt.sentMs), max: Math.floor(bound) };
      return [
        broken('too-many', [phaseSeqs.get(planned.phase), operation.invokedSeq, attempts[0], attempt], data),
      ];
    }
  }
  const measure = { value: worst.value, bound: Math.floor(worst.bound), side: 'at-most' } as const;
  return [measured(held('restraint'), { ...measure, unit: 'requests' })];
}

/** To a tenth of a ms. */
function round(ms: number): number {
  return Math.round(ms * 10) / 10;
}

export default { check, explain, tell } satisfies NodesChecks;
