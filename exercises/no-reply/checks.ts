import { ofKind, type Finding, type NodesChecks, type Run, type Stretch } from 'partial-failure/kit';
import { calmStretches, factsOf, isOpen, type BankCall, type Call, type Facts } from './facts.ts';
import {
  CANCEL_FROM_MS,
  DEADLINE_MS,
  REQUESTS_MAX,
  ROOM_MS,
  ROUNDING_MS,
  STRETCH_JUDGED_MS,
} from './bounds.ts';
import { broken, explain, held } from './words.ts';
import { tell } from './words/story.ts';

function check(run: Run): Finding[] {
  const facts = factsOf(run);
  return [
    ...facts.calls.flatMap((call) => [
      ...answersInTime(call, facts, run),
      ...truthful(call, facts),
      ...decides(call, facts, run),
      ...restrained(call, facts),
    ]),
    ...atMostOnce(facts),
    ...strayRequests(facts),
  ];
}

const OVERDUE_MS = DEADLINE_MS + ROOM_MS + ROUNDING_MS;

function answersInTime(call: Call, facts: Facts, run: Run): Finding[] {
  const { operation, answer, settledUs, shownMs } = call;
  const at = (seq: number) => [operation.invokedSeq, seq];
  const returnedSeq = operation.returnedSeq ?? -1;
  if (operation.status === 'threw') return [broken('threw', at(returnedSeq))];
  if (operation.status !== 'ok') {
    return shownMs(run.endUs) > OVERDUE_MS ? [broken('hangs', at(overdueSeq(call, run)))] : [];
  }
  if (answer !== 'paid' && answer !== 'declined' && answer !== 'unknown')
    return [broken('no-answer', at(returnedSeq), { gave: operation.value ?? null }, 'answers-in-time')];
  const settledMs = Math.round(shownMs(settledUs));
  if (shownMs(settledUs) > OVERDUE_MS) return [broken('too-late', at(returnedSeq), { settledMs })];
  // Only a call that had to wait says something: it asked, and was not told at once.
  const waited = shownMs(settledUs) >= 1_000 && ownRequests(call, facts).length > 0;
  return waited ? [held('answers-in-time')] : [];
}

function truthful(call: Call, facts: Facts): Finding[] {
  const { answer, amount, operation, id } = call;
  if (answer !== 'paid' && answer !== 'declined') return [];
  const { calls, decisions, requests, idsOf, ownerOf } = facts;
  const returnedSeq = operation.returnedSeq ?? -1;
  const applied = decisions.filter((d) => d.result === 'applied' && d.amount === amount);
  const payments = (said: string, upTo: number): number =>
    new Set(
      calls
        .filter(
          (c) => c.answer === said && c.amount === amount && (c.operation.returnedSeq ?? Infinity) <= upTo,
        )
        .map((c) => c.id),
    ).size;
  if (answer === 'paid') {
    const moved = applied.filter(({ seq }) => seq < returnedSeq);
    const forThis = moved.filter(({ key }) => (ownerOf(key, amount) ?? id) === id);
    if (forThis.length === 0 || moved.length < payments('paid', returnedSeq)) {
      const data = { id, amount, equal: idsOf(amount).size };
      return [broken('paid-but-not-moved', evidence(call, facts, returnedSeq), data)];
    }
  } else {
    // Of the payments with this amount, those not declined may have moved money, each once.
    const allowed = idsOf(amount).size - payments('declined', Infinity);
    const last = payments('declined', returnedSeq) === payments('declined', Infinity);
    const forThis = applied.find(({ key }) => ownerOf(key, amount) === id);
    const excess = forThis ?? (last ? applied[allowed] : undefined);
    if (excess !== undefined) {
      const code = excess.seq > returnedSeq ? 'declined-then-moved' : 'declined-but-moved';
      return [broken(code, [operation.invokedSeq, returnedSeq, excess.seq], { id, amount, key: excess.key })];
    }
  }
  const asked = requests.some((r) => r.op === 'pay' && r.amount === amount && r.seq < returnedSeq);
  return asked ? [held('truthful')] : [];
}

function atMostOnce({ requests, decisions, idsOf, ownerOf }: Facts): Finding[] {
  const findings: Finding[] = [];
  for (const amount of new Set(requests.flatMap((r) => r.amount ?? []))) {
    const applied = decisions.filter((d) => d.result === 'applied' && d.amount === amount);
    const payments = idsOf(amount).size;
    const twice = [...idsOf(amount)]
      .map((id) => applied.filter(({ key }) => ownerOf(key, amount) === id))
      .find((own) => own.length > 1);
    const excess = twice ?? (applied.length > payments ? applied : undefined);
    if (excess !== undefined) {
      const data = {
        amount,
        times: excess.length,
        payments: twice === undefined ? payments : 1,
        keys: excess.map(({ key }) => key),
      };
      findings.push(broken('twice', excess, data));
    } else if (applied.length > 0 && requests.filter((r) => r.amount === amount).length > payments) {
      findings.push(held('at-most-once'));
    }
  }
  return findings;
}

function decides(call: Call, facts: Facts, run: Run): Finding[] {
  const { operation, amount, answer, instantUs, shownMs, id } = call;
  if (operation.status === 'open' && shownMs(run.endUs) <= OVERDUE_MS) return [];
  const judged = STRETCH_JUDGED_MS * 1000;
  const cancelFromUs = instantUs(CANCEL_FROM_MS - ROUNDING_MS);
  const long = calmStretches(call, facts.troubles).filter(
    ({ fromUs, untilUs }) => untilUs - fromUs >= judged,
  );
  const early = long.find(({ fromUs }) => cancelFromUs - fromUs >= judged);
  const stretch = early ?? long[0];
  if (stretch === undefined) return [];
  const events = evidence(call, facts, operation.returnedSeq ?? overdueSeq(call, run), stretch);
  const data = {
    id,
    fromMs: Math.ceil(shownMs(stretch.fromUs)),
    untilMs: Math.floor(shownMs(stretch.untilUs)),
    covered: facts.covered(amount),
    answer: answer ?? null,
  };
  if (answer === undefined) return [broken('no-answer', events, data, 'decides')];
  if (answer === 'unknown') return [broken('unknown', events, data)];
  if (early !== undefined) {
    const right = facts.covered(amount)
      ? answer === 'paid' || wasCancelled(call, facts)
      : answer === 'declined';
    if (!right) return [broken('not-the-banks', events, data)];
  }
  return [held('decides')];
}

/**
 * Whether a cancel that an earlier call sent has struck a key of the payment. One of this very call is no excuse: after
 * a good stretch the bank has decided before the seven seconds are over.
 */
function wasCancelled(call: Call, { decisions, amountsOf }: Facts): boolean {
  return decisions.some(
    ({ result, key, askedSeq }) =>
      result === 'cancelled' && amountsOf(key).has(call.amount) && askedSeq < call.operation.invokedSeq,
  );
}

function restrained(call: Call, facts: Facts): Finding[] {
  const { operation } = call;
  const own = ownRequests(call, facts);
  const [tooMany] = own.slice(REQUESTS_MAX);
  if (tooMany !== undefined)
    return [broken('too-many', [operation.invokedSeq, tooMany], { id: call.id, requests: own.length })];
  return operation.status === 'ok' && own.length >= 2 ? [held('restraint')] : [];
}

/** Requests at a time when they may not be sent, and more of them than all calls together may send. */
function strayRequests(facts: Facts): Finding[] {
  const { calls, requests } = facts;
  const findings: Finding[] = [];
  for (const request of requests) {
    const { op, seq, atUs } = request;
    const open = calls.filter((call) => mayOwn(call, request, facts) && isOpen(call, request));
    if (open.length === 0) {
      findings.push(broken('after-the-call', [seq]));
    } else if (op === 'cancel' && open.every((call) => call.shownMs(atUs) < CANCEL_FROM_MS - ROUNDING_MS)) {
      const sinceMs = Math.max(...open.map((call) => call.shownMs(atUs)));
      findings.push(broken('early-cancel', [seq], { sinceMs: Math.round(sinceMs) }));
    }
  }
  const [tooMany] = requests.slice(REQUESTS_MAX * calls.length);
  if (tooMany !== undefined) {
    const data = { requests: requests.length, calls: calls.length };
    findings.push(broken('too-many-in-all', [tooMany], data));
  }
  return findings.slice(0, 1);
}

/**
 * Requests that can belong to no other call: those for its payment, and those on keys that were never used to pay
 * while no other call was open. Payments with equal amounts are counted together, by `too-many-in-all`.
 */
function ownRequests(call: Call, facts: Facts): BankCall[] {
  return facts.requests.filter((request) => {
    if (!mayOwn(call, request, facts) || !isOpen(call, request)) return false;
    return facts.calls.every(
      (other) => other === call || !mayOwn(other, request, facts) || !isOpen(other, request),
    );
  });
}

function mayOwn({ amount }: Call, request: BankCall, { amountsOf }: Facts): boolean {
  const amounts = amountsOf(request.key);
  return amounts.size === 0 || amounts.has(amount);
}

/** The call, its first requests (within a stretch) with their answers, and where it ended. */
function evidence(call: Call, facts: Facts, endSeq: number, within?: Stretch): number[] {
  const { operation, amount } = call;
  const requests = facts.requests
    .filter((request) => facts.amountsOf(request.key).has(amount) && isOpen(call, request))
    .filter(({ atUs }) => within === undefined || (atUs >= within.fromUs && atUs <= within.untilUs))
    .slice(0, 3);
  const seqs = requests.flatMap((request) => [request.seq, facts.answeredSeq(request) ?? -1]);
  return [operation.invokedSeq, ...seqs.filter((seq) => seq < endSeq), endSeq].filter((seq) => seq >= 0);
}

function overdueSeq({ operation }: Call, run: Run): number {
  const note = run.trace
    .filter(ofKind('note'))
    .find(({ name, data }) => name === 'overdue' && data === operation.id);
  return note?.seq ?? -1;
}

export default { check, explain, tell } satisfies NodesChecks;
