import { measured, type Finding, type Measure, type NodesChecks, type Run } from 'partial-failure/kit';
import {
  ANSWERED_SHARE,
  ATTEMPTS_BESIDES,
  ATTEMPTS_PER_CALL,
  DELAYED_MS,
  JUDGED_FROM_MS,
  JUDGED_UNTIL_MS,
  LATEST_MS,
  RECOVERED_SHARE,
  RECOVERED_SHARE_DRAWN,
  WAVE_SHARE,
  WINDOW_MS,
} from './bounds.ts';
import { callsOf, type Attempt, type Call } from './facts.ts';
import type { Outage, Plan } from './peers.ts';
import { broken, explain, held, tell } from './words.ts';

function check(run: Run): Finding[] {
  const { calls, strays } = callsOf(run);
  const plan = run.case as Plan;
  const { outages } = plan;
  const findings = [
    ...answersInTime(calls, run),
    ...afterInvalid(calls),
    ...strays.slice(0, 1).map((stray) => broken('stray', [stray])),
    ...succeeds(plan, calls),
    ...outages.flatMap((outage) => budget(outage, calls, run)),
    ...recovers(plan, calls, run),
    ...spread(plan, calls),
  ];
  return works(calls, outages) ? findings : findings.filter(({ status }) => status === 'broken');
}

/** Whether the clients do anything for those who call: what does nothing keeps no property. */
function works(calls: readonly Call[], outages: readonly Outage[]): boolean {
  const before = calls.filter(({ operation: { invokedUs } }) =>
    outages.every(({ fromMs }) => invokedUs / 1000 < fromMs),
  );
  return 2 * before.filter(({ end }) => end === 'answered').length >= before.length;
}

function answersInTime(calls: readonly Call[], run: Run): Finding[] {
  for (const call of calls) {
    const { operation, id, end, tookMs } = call;
    const places = [operation.invokedSeq, operation.returnedSeq];
    if (end === 'threw') return [broken('threw', places, { id })];
    if (end === 'other') return [broken('other-answer', places, { id })];
    if (tookMs <= LATEST_MS) continue;
    if (end === 'open') return [broken('hangs', [operation.invokedSeq, run.trace.at(-1)], { id })];
    return [broken('too-late', places, { id, tookMs: Math.round(tookMs) })];
  }
  return calls.some(({ end }) => end !== 'open') ? [held('answers-in-time')] : [];
}

function afterInvalid(calls: readonly Call[]): Finding[] {
  const refused = calls.filter(({ refusedSeq }) => refusedSeq !== undefined);
  for (const { id, refusedSeq = Infinity, attempts, operation } of refused) {
    const again = attempts.find(({ seq }) => seq > refusedSeq);
    if (again !== undefined)
      return [broken('after-invalid', [operation.invokedSeq, refusedSeq, again], { id })];
  }
  for (const { id, end, operation, refusedSeq } of refused)
    if (end === 'gave-up')
      return [broken('not-said', [operation.invokedSeq, refusedSeq, operation.returnedSeq], { id })];
  return refused.length > 0 ? [held('budget')] : [];
}

function budget(outage: Outage, calls: readonly Call[], run: Run): Finding[] {
  const during = calls.filter((call) => call.outage === outage);
  const attempts = during.flatMap((call) => call.attempts).sort((a, b) => a.seq - b.seq);
  const max = ATTEMPTS_PER_CALL * during.length + ATTEMPTS_BESIDES;
  const beyond = attempts[max];
  const measure = {
    value: attempts.length / Math.max(1, during.length),
    bound: max / Math.max(1, during.length),
    side: 'at-most',
    unit: 'attempts a call',
  } as const;
  if (beyond === undefined) return attempts.length > 0 ? [measured(held('budget'), measure)] : [];
  const most = during.reduce((one, other) => (other.attempts.length > one.attempts.length ? other : one));
  const data = {
    how: happened(outage, run) ? outage.how : 'no-fault',
    calls: during.length,
    max,
    most: most.attempts.length,
    id: most.id,
  };
  const places = [most.operation.invokedSeq, ...most.attempts.slice(0, 3), beyond];
  return [measured(broken('over-budget', places, data), measure)];
}

function succeeds(
  { outages, wellFromMs = outages.length === 0 ? 0 : undefined }: Plan,
  calls: readonly Call[],
): Finding[] {
  if (wellFromMs === undefined) return [];
  const valid = calls.filter(
    ({ valid: isValid, end, operation: { invokedUs } }) =>
      isValid && end !== 'open' && invokedUs / 1000 >= wellFromMs,
  );
  const missed = valid.filter(({ end }) => end !== 'answered');
  if (valid.length === 0) return [];
  const measure = shareOf(valid.length - missed.length, valid.length, ANSWERED_SHARE);
  const [first] = missed;
  if (first === undefined || missed.length <= (1 - ANSWERED_SHARE) * valid.length)
    return [measured(held('succeeds'), measure)];
  const { operation, attempts, id } = first;
  const data = { calls: valid.length, missed: missed.length, id, attempts: attempts.length };
  const places = [operation.invokedSeq, ...attempts.slice(0, 3), operation.returnedSeq];
  return [measured(broken('missed', places, data), measure)];
}

function recovers({ outages, traffic }: Plan, calls: readonly Call[], run: Run): Finding[] {
  const over = outages.at(-1);
  if (over === undefined || run.endUs / 1000 < over.untilMs + JUDGED_UNTIL_MS) return [];
  const share = traffic === undefined ? RECOVERED_SHARE_DRAWN : RECOVERED_SHARE;
  const judged = calls.filter(({ valid, operation: { invokedUs } }) => {
    const sinceMs = invokedUs / 1000 - over.untilMs;
    return valid && sinceMs >= JUDGED_FROM_MS && sinceMs < JUDGED_UNTIL_MS;
  });
  const missed = judged.filter(({ end }) => end !== 'answered');
  const answered = judged.length - missed.length;
  if (judged.length === 0) return [];
  const measure = shareOf(answered, judged.length, share);
  const [first] = missed;
  if (first === undefined || answered >= share * judged.length) return [measured(held('recovers'), measure)];
  const { operation, attempts, id } = first;
  const data = {
    how: happened(over, run) ? over.how : 'no-fault',
    calls: judged.length,
    answered,
    percent: Math.round(share * 100),
    id,
    attempts: attempts.length,
  };
  const places = [operation.invokedSeq, ...attempts.slice(0, 3), operation.returnedSeq ?? run.trace.at(-1)];
  return [measured(broken('stays-down', places, data), measure)];
}

/** How many of all, in per cent, beside the share that there must be. */
function shareOf(count: number, all: number, share: number): Measure {
  return { value: (100 * count) / all, bound: 100 * share, side: 'at-least', unit: '%' };
}

/** Whether an outage is in the run: a silent one may have been shrunk away. */
function happened({ how, fromMs }: Outage, { faults }: Run): boolean {
  return (
    how !== 'silent' ||
    faults.some((fault) => fault.kind === 'crash' && 'atMs' in fault.at && fault.at.atMs === fromMs)
  );
}

function spread({ wave }: Plan, calls: readonly Call[]): Finding[] {
  if (wave === undefined) return [];
  const inWave = calls.filter(({ operation: { invokedUs } }) => invokedUs === wave.atMs * 1000);
  const delayed = inWave
    .flatMap(({ operation: { invokedUs }, attempts }) =>
      attempts.filter(({ atUs }, i) => i > 0 || atUs > invokedUs + DELAYED_MS * 1000),
    )
    .sort((a, b) => a.atUs - b.atUs || a.seq - b.seq);
  const max = WAVE_SHARE * inWave.length;
  const [from, until] = densest(delayed);
  const count = until - from;
  const first = delayed[from];
  const last = delayed[until - 1];
  const measure = { value: count, bound: max, side: 'at-most', unit: 'attempts in 10 ms' } as const;
  if (count <= max || first === undefined || last === undefined) return [measured(held('spread'), measure)];
  const afterMs = Math.round(first.atUs / 1000 - wave.atMs);
  return [measured(broken('together', [first, last], { calls: inWave.length, count, afterMs }), measure)];
}

/** The window with the most attempts: indices of the first in it and of the first after it. */
function densest(attempts: readonly Attempt[]): readonly [number, number] {
  let best: readonly [number, number] = [0, 0];
  let from = 0;
  attempts.forEach(({ atUs }, i) => {
    while ((attempts[from]?.atUs ?? atUs) < atUs - WINDOW_MS * 1000) from++;
    if (i + 1 - from > best[1] - best[0]) best = [from, i + 1];
  });
  return best;
}

export default { check, explain, tell } satisfies NodesChecks;
