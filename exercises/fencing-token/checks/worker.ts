/** `no-lost-job` and `finishes`: what the worker promises. */
import {
  deepEqualJson,
  eventsAt,
  isJsonObject,
  type Finding,
  type Json,
  type Mark,
  type Operation,
  type Run,
} from 'partial-failure/kit';
import { AUDITOR, LOCK, STORAGE, TTL_MS } from '../peers.ts';
import {
  askedBy,
  exchangesAt,
  saysOk,
  storageRequest,
  tokenIn,
  Weather,
  type Asked,
  type Exchange,
} from '../facts.ts';
import { broken, held } from './service.ts';

/** A run that is alone in good weather ends by then. */
const ALONE_US = 5_000_000;
/** Every run ends within this time of its beginning and of the last fault. */
const SETTLES_US = 30_000_000;
/** A lease may be taken for lost after 95 % of it, by a clock that may run 1 % fast; with room. */
const LOST_US = TTL_MS * 930;

/** Judges the workers of a run that the submitted program plays. */
export function checkWorkers(run: Run): Finding[] {
  const findings: Finding[] = [];
  const isHeld = { 'no-lost-job': false, finishes: false };
  for (const { id, role } of run.nodes) {
    if (role !== 'worker') continue;
    const stuck = Weather.at(run, id).neverStarted();
    if (stuck !== undefined) {
      findings.push(broken('finishes', 'never-started', [{ seq: stuck.seq, us: stuck.atUs }], { node: id }));
    }
    const asked = askedBy(run, id);
    for (const operation of run.operations) {
      if (operation.node !== id || operation.method !== 'run' || operation.invokedSeq < 0) continue;
      const job = jobOf(operation.args[0]);
      const verdict = checkRun(run, operation, job, asked);
      findings.push(...verdict);
      if (operation.status === 'ok' && operation.value === 'done')
        isHeld['no-lost-job'] = isHeld.finishes = true;
    }
  }
  for (const property of ['no-lost-job', 'finishes'] as const) {
    if (isHeld[property] && !findings.some((finding) => finding.property === property))
      findings.push(held(property));
  }
  return findings;
}

interface Job {
  readonly id: string;
  readonly writes: readonly { readonly key: string; readonly value: Json }[];
}

function jobOf(arg: Json | undefined): Job {
  if (!isJsonObject(arg) || !Array.isArray(arg['writes'])) return { id: '', writes: [] };
  const writes: { key: string; value: Json }[] = [];
  for (const write of arg['writes']) {
    if (isJsonObject(write) && write['value'] !== undefined)
      writes.push({ key: String(write['key']), value: write['value'] });
  }
  return { id: String(arg['id']), writes };
}

function checkRun(run: Run, operation: Operation, job: Job, asked: readonly Asked[]): Finding[] {
  const { status, value, returnedSeq = -1, returnedUs = Infinity, node } = operation;
  const began: Mark = { seq: operation.invokedSeq, us: operation.invokedUs };
  const ended: Mark = { seq: returnedSeq, us: returnedUs };
  const data = { node, job: job.id };
  if (status === 'threw') return [broken('finishes', 'rejected', [ended], data)];
  const findings: Finding[] = [];
  if (status === 'ok' && value === 'done') {
    findings.push(...checkDone(run, operation, job, asked));
  } else if (status === 'ok' && value === 'lost-lock') {
    findings.push(...checkLost(run, operation, job, asked));
  } else if (status === 'ok') {
    return [broken('finishes', 'odd-outcome', [ended], { ...data, value: value ?? null })];
  }
  if (findings.some(({ property }) => property === 'finishes') || (status !== 'ok' && status !== 'open'))
    return findings;
  const isDone = status === 'ok' && value === 'done';
  if (isAlone(run, operation) && !(isDone && returnedUs <= began.us + ALONE_US)) {
    const code = status === 'open' || returnedUs > began.us + ALONE_US ? 'alone-slow' : 'alone-lost';
    return [...findings, broken('finishes', code, [began, ...(status === 'ok' ? [ended] : [])], data)];
  }
  const dueUs = Math.max(began.us, run.faultsOverUs) + SETTLES_US;
  if (Math.min(returnedUs, run.endUs) > dueUs) {
    findings.push(broken('finishes', 'never-ends', [began, ...(status === 'ok' ? [ended] : [])], data));
  }
  return findings;
}

/** Whether nobody else wanted the lock for five seconds, and no fault was under way. */
function isAlone(run: Run, { node, invokedUs, returnedUs = Infinity }: Operation): boolean {
  const untilUs = Math.min(returnedUs, invokedUs + ALONE_US);
  if (run.endUs < invokedUs + ALONE_US) return false;
  const isCalm = run.faults.length === 0 || run.faultsOverUs <= invokedUs;
  return (
    isCalm &&
    !eventsAt(run, LOCK).some(
      (event) =>
        event.kind === 'deliver' &&
        event.message.from !== node &&
        event.atUs > invokedUs - 2_500_000 &&
        event.atUs < untilUs,
    )
  );
}

/** Requests of this run, by what they ask. */
function within(operation: Operation, asked: readonly Asked[]): Asked[] {
  const { invokedSeq, returnedSeq = Infinity, incarnation } = operation;
  return asked.filter(
    ({ sent, incarnation: of }) => of === incarnation && sent.seq > invokedSeq && sent.seq < returnedSeq,
  );
}

function checkDone(run: Run, operation: Operation, job: Job, asked: readonly Asked[]): Finding[] {
  const { node, returnedSeq = Infinity, returnedUs = Infinity } = operation;
  const ended: Mark = { seq: returnedSeq, us: returnedUs };
  const mine = within(operation, asked);
  for (const { key, value } of job.writes) {
    const attempts = mine.filter(({ to, body }) => {
      const request = to === STORAGE ? storageRequest(body) : undefined;
      return request?.op === 'write' && request.key === key && deepEqualJson(request.value, value);
    });
    const acknowledged = attempts.filter(
      ({ answer }) =>
        answer !== undefined && answer.arrived.seq < returnedSeq && saysOk(answer.body) === true,
    );
    const data = { node, job: job.id, key };
    if (acknowledged.length === 0) {
      const refused = attempts.find(({ answer }) => answer !== undefined && saysOk(answer.body) === false);
      const last = attempts.at(-1);
      const code =
        attempts.length === 0 ? 'done-unsent' : refused === undefined ? 'done-unanswered' : 'done-refused';
      const before = refused?.answer?.arrived ?? last?.sent;
      return [broken('no-lost-job', code, [...(before === undefined ? [] : [before]), ended], data)];
    }
    const token = Math.max(...acknowledged.map(({ body }) => tokenIn(body) ?? 0));
    const lost = overwritten(run, key, value, token);
    if (lost !== undefined) {
      const { event, shown } = lost;
      return [broken('no-lost-job', 'overwritten', [ended, event], { ...data, value, shown, token })];
    }
  }
  return [];
}

/** What the last read of a key shows, if that is neither the job's value nor one written under a greater token. */
function overwritten(
  run: Run,
  key: string,
  value: Json,
  token: number,
): { event: Mark; shown: Json } | undefined {
  const read = askedBy(run, AUDITOR)
    .filter(({ body, to }) => to === STORAGE && body['op'] === 'read' && body['key'] === key)
    .at(-1);
  const { answer } = read ?? {};
  if (answer === undefined || !isJsonObject(answer.body) || saysOk(answer.body) !== true) return undefined;
  const shown = answer.body['value'] ?? null;
  if (deepEqualJson(shown, value)) return undefined;
  const isNewer = ({ body }: Exchange): boolean => {
    const request = storageRequest(body);
    return (
      request?.op === 'write' &&
      request.key === key &&
      request.token > token &&
      deepEqualJson(request.value, shown)
    );
  };
  const writes = exchangesAt(run, STORAGE);
  if (writes.some(isNewer)) return undefined;
  // The write that did it, if there is one to be seen.
  const culprit = writes.filter(({ body }) => body['op'] === 'write' && body['key'] === key).at(-1);
  return { event: culprit?.answer?.sent ?? answer.arrived, shown };
}

function checkLost(run: Run, operation: Operation, job: Job, asked: readonly Asked[]): Finding[] {
  const { node, invokedSeq, returnedSeq = Infinity, returnedUs = Infinity, incarnation } = operation;
  const ended: Mark = { seq: returnedSeq, us: returnedUs };
  const data = { node, job: job.id };
  const arrivedIn = ({ answer, incarnation: of }: Asked): boolean =>
    answer !== undefined &&
    of === incarnation &&
    answer.arrived.seq > invokedSeq &&
    answer.arrived.seq < returnedSeq;
  const mine = within(operation, asked).filter(arrivedIn);
  const grants = mine.filter(
    ({ to, body, answer }) => to === LOCK && body['op'] === 'acquire' && saysOk(answer?.body) === true,
  );
  if (grants.length === 0) return [broken('finishes', 'lost-unheld', [ended], data)];
  const isRefused = mine.some(
    ({ body, answer }) =>
      ['write', 'read', 'renew'].includes(String(body['op'])) && saysOk(answer?.body) === false,
  );
  const isOver = grants.some(({ body }) => {
    const first = asked.find(
      ({ sent, body: other }) => sent.seq > invokedSeq && other['attempt'] === body['attempt'],
    );
    return first !== undefined && returnedUs - askedForUs(run, operation, first, asked) >= LOST_US;
  });
  if (isRefused || isOver) return [];
  const grant = grants.at(-1)?.answer?.arrived;
  return [broken('finishes', 'lost-early', [...(grant === undefined ? [] : [grant]), ended], data)];
}

/**
 * The earliest instant from which a worker may count a lease: it read its clock before it asked. In good weather that
 * was in the same turn; if it was paused meanwhile, it was at any time since the answer before, or since the run began.
 */
function askedForUs(
  run: Run,
  { node, invokedUs, invokedSeq }: Operation,
  first: Asked,
  asked: readonly Asked[],
): number {
  const answers = asked.flatMap(({ answer, to }) =>
    answer !== undefined && to === LOCK ? [answer.arrived] : [],
  );
  const before = answers.filter(({ seq }) => seq > invokedSeq && seq < first.sent.seq).at(-1);
  const sinceUs = before?.us ?? invokedUs;
  return Weather.at(run, node).isGood(sinceUs, first.sent.us) ? first.turnUs : sinceUs;
}
