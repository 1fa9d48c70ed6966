import { measured, type Finding, type NodesChecks, type Run } from 'partial-failure/kit';
import {
  AFTER_PAUSE,
  AFTER_STEP,
  DETECTED_MIN,
  DETECTED_Q,
  FIRST_IRREGULAR,
  PAUSE_MIN,
  SETTLED_AFTER_CHANGE,
  SETTLED_AT_START,
  SUSPECTED_PERCENT,
  TRUSTED_FROM,
  TRUSTED_THROUGH,
  UNHEARD,
} from './bounds.ts';
import { watchOf, type Poll, type Watch } from './facts.ts';
import { TRAVELS, type Stretch } from './peers.ts';
import { broken, explain, held, tell } from './words.ts';

function check(run: Run): Finding[] {
  const watch = watchOf(run);
  const { polls, threwSeq } = watch;
  const odd = polls.find(({ says }) => says === undefined);
  if (threwSeq !== undefined) return [broken('threw', [threwSeq])];
  if (odd !== undefined) return [broken('no-answer', [odd])];
  const findings = [...completeness(watch), ...accuracy(watch), ...atOnce(watch), ...recovery(watch)];
  // Who always gives the same answer keeps nothing.
  const answers = new Set(polls.map(({ says }) => says));
  return answers.size === 2 ? findings : findings.filter(({ status }) => status === 'broken');
}

/** How long after the last that it heard the peer may still be trusted, in intervals. */
function detectionMax({ schedule: { stretches } }: Watch): number {
  const regime = stretches.at(-1)?.regime ?? 'still';
  return Math.max(DETECTED_MIN, DETECTED_Q * TRAVELS[regime].q);
}

function completeness(watch: Watch): Finding[] {
  const { schedule, heartbeats, polls, pauses, plan } = watch;
  const heardAt = heartbeats.at(-1)?.at ?? 0;
  const since = Math.max(heardAt, ...pauses.map(({ until }) => until));
  const max = detectionMax(watch);
  const after = polls.filter(({ at }) => at > since);
  // The last false, and the answer after it.
  const trustedAt = after.filter(({ says }) => says === false).at(-1)?.at ?? since;
  const detectedAt = after.find(({ at }) => at > trustedAt)?.at ?? Infinity;
  const late = after.find(({ at, says }) => at > since + max * 1.001 + 0.01 && says === false);
  const inMs = (intervals: number): number => Math.round(intervals * plan.intervalMs);
  const seenAt = detectedAt === Infinity ? (after.at(-1)?.at ?? since) : detectedAt;
  const measure = { value: seenAt - since, bound: max, side: 'at-most', unit: 'intervals' } as const;
  if (late !== undefined) {
    const data = {
      silentMs: inMs(late.at - since),
      maxMs: inMs(max),
      usualMs: inMs(TRAVELS[schedule.stretches.at(-1)?.regime ?? 'still'].q),
    };
    return [measured(broken('not-suspected', [heartbeats.at(-1), late], data), measure)];
  }
  if (detectedAt === Infinity) return [];
  return [measured(held('completeness'), measure)];
}

/** Polls whose mistakes count, by the regime that they fall into. */
function judgedIn(
  { schedule, polls, heartbeats }: Watch,
  stretch: Stretch,
  before: Stretch | undefined,
): Poll[] {
  const isChange = before !== undefined && before.regime !== stretch.regime;
  const from = stretch.from + (before === undefined ? SETTLED_AT_START : isChange ? SETTLED_AFTER_CHANGE : 0);
  const excused = [
    ...schedule.outages.map(({ from: begin, until }) => ({
      from: begin,
      until:
        heartbeats.find(({ at }, i) => at >= until && (heartbeats[i - TRUSTED_FROM + 1]?.at ?? 0) >= until)
          ?.at ?? Infinity,
    })),
    ...schedule.pauses.map(({ from: begin, until }) => ({ from: begin, until: until + 20 })),
  ];
  return polls.filter(
    ({ at }) =>
      at >= from && at < stretch.until && !excused.some((span) => at >= span.from && at <= span.until),
  );
}

/** Where true follows on false. */
function mistakesIn(judged: readonly Poll[], polls: readonly Poll[]): Poll[] {
  const place = new Map(polls.map((poll, i) => [poll, i]));
  return judged.filter((poll) => poll.says === true && polls[(place.get(poll) ?? 0) - 1]?.says === false);
}

function accuracy(watch: Watch): Finding[] {
  const { schedule, polls, heartbeats } = watch;
  const findings: Finding[] = [];
  const sums = new Map<string, { judged: Poll[]; received: number }>();
  schedule.stretches.forEach((stretch, i) => {
    const judged = judgedIn(watch, stretch, schedule.stretches[i - 1]);
    const [first] = judged;
    const last = judged.at(-1);
    if (first === undefined || last === undefined) return;
    const received = heartbeats.filter(({ at }) => at >= first.at && at <= last.at).length;
    const sum = sums.get(stretch.regime) ?? { judged: [], received: 0 };
    sums.set(stretch.regime, { judged: [...sum.judged, ...judged], received: sum.received + received });
  });
  for (const [regime, { judged, received }] of sums) {
    const { mistakesMax, says } = TRAVELS[regime as Stretch['regime']];
    const mistakes = mistakesIn(judged, polls);
    const max = (mistakesMax * received) / 1000;
    const suspected = judged.filter((poll) => poll.says === true);
    const data = { says, received, mistakes: mistakes.length, max: mistakesMax };
    const rate = {
      value: received === 0 ? 0 : (mistakes.length * 1000) / received,
      bound: mistakesMax,
      side: 'at-most',
      unit: 'mistakes in 1,000 heartbeats',
    } as const;
    if (mistakes.length > max && mistakes.length > 1)
      findings.push(measured(broken('too-many-mistakes', around(mistakes[0], watch), data), rate));
    else if (suspected.length * 100 > SUSPECTED_PERCENT * judged.length)
      findings.push(
        broken('suspects-too-much', around(suspected[0], watch), {
          says,
          percent: Math.round((suspected.length * 100) / judged.length),
        }),
      );
    else if (received >= 500) findings.push(measured(held('accuracy'), rate));
  }
  return findings;
}

/** What must not be taken for a silence at all. */
function atOnce(watch: Watch): Finding[] {
  const { schedule, polls, heartbeats, pauses, steps } = watch;
  const findings: Finding[] = [];
  const suspicion = (from: number, until: number): Poll | undefined =>
    polls.find(({ at, says }) => says === true && at >= from && at <= until);
  const firstAt = heartbeats[0]?.at ?? Infinity;
  const unheard = suspicion(0, Math.min(firstAt, UNHEARD) - 0.001);
  if (unheard !== undefined) findings.push(broken('unheard-of', [unheard]));
  for (const { from, until, lost } of pauses) {
    // Who has died meanwhile may be suspected at once.
    const isJudged = lost && until - from > PAUSE_MIN - 0.01 && until < schedule.crashAt;
    const early = isJudged ? suspicion(until, until + AFTER_PAUSE) : undefined;
    if (early !== undefined) findings.push(broken('own-pause', around(early, watch)));
  }
  for (const { at, byMs } of steps) {
    if (at >= schedule.crashAt || schedule.outages.some(({ from, until }) => at >= from && at < until))
      continue;
    const mistake = mistakesIn(polls, polls).find((poll) => poll.at >= at && poll.at <= at + AFTER_STEP);
    if (mistake !== undefined) findings.push(broken('clock-step', around(mistake, watch), { byMs }));
  }
  schedule.stretches.forEach(({ regime, from }, i) => {
    if (regime !== 'nearly-still' || schedule.stretches[i - 1]?.regime !== 'still') return;
    const [mistake] = mistakesIn(polls, polls).filter(({ at }) => at >= from && at <= from + FIRST_IRREGULAR);
    if (mistake !== undefined) findings.push(broken('first-irregular', around(mistake, watch)));
  });
  return findings;
}

function recovery({ schedule, polls, heartbeats, plan }: Watch): Finding[] {
  const findings: Finding[] = [];
  for (const { until } of schedule.outages) {
    const regime = schedule.stretches.find((stretch) => stretch.until > until)?.regime ?? 'still';
    const first = heartbeats.findIndex(({ at }) => at >= until);
    const third = first + TRUSTED_FROM - 1;
    const judged = polls.filter(
      ({ at, heartbeat }) =>
        first >= 0 &&
        heartbeat >= third &&
        heartbeat < third + TRUSTED_THROUGH &&
        at - (heartbeats[heartbeat]?.at ?? 0) <= TRAVELS[regime].q &&
        at < schedule.crashAt,
    );
    const suspected = judged.find(({ says }) => says === true);
    if (suspected !== undefined) {
      const data = {
        count: suspected.heartbeat - first + 1,
        silentMs: Math.round((until - (heartbeats[first - 1]?.at ?? 0)) * plan.intervalMs),
      };
      findings.push(broken('not-trusted', [heartbeats[first], suspected], data));
    } else if (judged.length > 0) findings.push(held('recovery'));
  }
  return findings;
}

/** The heartbeats before a poll, and the poll. */
function around(poll: Poll | undefined, { heartbeats }: Watch): (Poll | undefined | { seq: number })[] {
  if (poll === undefined) return [];
  return [...heartbeats.slice(Math.max(0, poll.heartbeat - 1), poll.heartbeat + 1), poll];
}

export default { check, explain, tell } satisfies NodesChecks;
