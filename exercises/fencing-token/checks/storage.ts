/** `stale-writes-refused` and `holder-can-write`: what the storage promises, read off the messages alone. */
import {
  canonicalJson,
  checkLinearizability,
  eventsAt,
  fencedStorage,
  isJsonObject,
  type Finding,
  type HistoryOperation,
  type Json,
  type NodeId,
  type Run,
} from 'partial-failure/kit';
import type { StorageRequest } from 'partial-failure/fencing-token';
import { STORAGE } from '../peers.ts';
import { exchangesAt, promptness, saysOk, storageRequest, Weather, type Exchange } from '../facts.ts';
import { broken, held } from './service.ts';

/** One delivery of an operation. */
interface Visit {
  readonly exchange: Exchange;
  readonly request: StorageRequest;
  /** `undefined` without an answer. */
  readonly ok: boolean | undefined;
}

const model = fencedStorage();

/** Judges the storage of a run, if the submitted program plays it. */
export function checkStorage(run: Run): Finding[] {
  if (!run.nodes.some(({ id, role }) => id === STORAGE && role === 'storage')) return [];
  const exchanges = exchangesAt(run, STORAGE);
  const visits: Visit[] = [];
  for (const exchange of exchanges) {
    const { op } = exchange.body;
    if (op !== 'write' && op !== 'read') continue;
    const request = storageRequest(exchange.body);
    // A worker that sends what the contract does not know: nothing can be said of the storage then.
    if (request === undefined) return [];
    visits.push({ exchange, request, ok: saysOk(exchange.answer?.body) });
  }
  const odd = checkAnswers(run, visits);
  if (odd !== undefined) return [odd];
  return [...checkNewest(visits), ...checkHistory(run, visits)];
}

// ---- holder-can-write

/** Every operation is answered in time, by something that the contract knows. */
function checkAnswers(run: Run, visits: readonly Visit[]): Finding | undefined {
  const weather = Weather.at(run, STORAGE);
  const stuck = weather.neverStarted();
  if (stuck !== undefined) {
    return broken('holder-can-write', 'never-started', [{ seq: stuck.seq, us: stuck.atUs }], {});
  }
  const exchanges = visits.map(({ exchange }) => exchange);
  for (const { exchange, request, ok } of visits) {
    const { answer, delivered, from: node } = exchange;
    if (answer !== undefined && ok === undefined) {
      const data = { node, op: request.op, answer: answer.body };
      return broken('holder-can-write', 'odd-answer', [delivered, answer.sent], data);
    }
    if (promptness(exchange, exchanges, weather) !== 'late') continue;
    const events = [delivered, ...(answer === undefined ? [] : [answer.sent])];
    const data = { node, op: request.op, token: request.token };
    return broken('holder-can-write', answer === undefined ? 'no-answer' : 'late-answer', events, data);
  }
  return undefined;
}

/** Who comes with a token at least as great as all that have come is told yes. */
function checkNewest(visits: readonly Visit[]): Finding[] {
  let isExercised = false;
  for (const { exchange, request, ok } of visits) {
    const { answer, delivered } = exchange;
    if (answer === undefined) continue;
    const greatest = greatestDelivered(visits, answer.sent.seq);
    if (request.token < greatest) continue;
    if (ok === false) {
      const data = { node: exchange.from, token: request.token, answer: answer.body };
      return [broken('holder-can-write', 'newest-refused', [delivered, answer.sent], data)];
    }
    isExercised = true;
  }
  return isExercised ? [held('holder-can-write')] : [];
}

function greatestDelivered(visits: readonly Visit[], beforeSeq: number): number {
  let greatest = 0;
  for (const { exchange, request } of visits) {
    if (exchange.delivered.seq > beforeSeq) break;
    greatest = Math.max(greatest, request.token);
  }
  return greatest;
}

// ---- stale-writes-refused

function checkHistory(run: Run, visits: readonly Visit[]): Finding[] {
  const highest = checkHighest(visits);
  if (highest !== undefined) return [highest];
  // The plainest mistake is looked for first: where everything is let in, the search for an order takes long.
  const stale = checkStale(visits.filter(({ ok }) => ok === true));
  if (stale !== undefined) return [stale];
  const crashesUs = new Map<number, number>();
  for (const event of eventsAt(run, STORAGE)) {
    if (event.kind === 'crash') crashesUs.set(event.incarnation, event.atUs);
  }
  // A refusal has no effect anywhere, so it may name a mark that a crash takes back; `checkHighest` has looked at it.
  const history = visits.flatMap((visit, id) =>
    visit.ok === false ? [] : [operationOf(visit, id, crashesUs)],
  );
  const result = checkLinearizability(model, history, { strict: true });
  if (result.verdict === 'unknown') return [{ property: 'stale-writes-refused', status: 'unknown' }];
  if (result.verdict === 'illegal') return [diagnose(visits, crashesUs, result.evidence.blocked.id)];
  const isExercised = visits.some(({ ok }) => ok === true) && visits.some(({ ok }) => ok === false);
  return isExercised ? [held('stale-writes-refused')] : [];
}

function operationOf(
  { exchange, request }: Visit,
  id: number,
  crashesUs: ReadonlyMap<number, number>,
): HistoryOperation {
  const { from: process, delivered, answer, incarnation } = exchange;
  const invoked = { id, process, input: request, invokedAt: delivered.us };
  if (answer !== undefined)
    return { ...invoked, status: 'ok', output: answer.body, returnedAt: answer.sent.us };
  const crashUs = crashesUs.get(incarnation);
  return { ...invoked, status: 'info', ...(crashUs !== undefined && { mustTakeEffectBefore: crashUs }) };
}

/** A refusal names the mark: a token that has come, above the refused one, not below what was answered ok before. */
function checkHighest(visits: readonly Visit[]): Finding | undefined {
  for (const { exchange, request, ok } of visits) {
    const { answer, delivered } = exchange;
    if (ok !== false || answer === undefined) continue;
    const highest = isJsonObject(answer.body) ? answer.body['highest'] : undefined;
    let least = request.token + 1;
    let hasCome = false;
    for (const other of visits) {
      if (other.exchange.delivered.seq > answer.sent.seq) break;
      if (other.request.token === highest) hasCome = true;
      const isBefore = other.exchange.answer !== undefined && other.exchange.answer.sent.us < delivered.us;
      if (other.ok === true && isBefore) least = Math.max(least, other.request.token);
    }
    if (typeof highest === 'number' && hasCome && highest >= least) continue;
    // Refused although nothing greater had come: `holder-can-write` says so.
    if (request.token >= greatestDelivered(visits, answer.sent.seq)) continue;
    const data = { node: exchange.from, token: request.token, highest: highest ?? null, least };
    return broken('stale-writes-refused', 'wrong-highest', [delivered, answer.sent], data);
  }
  return undefined;
}

// ---- why a history has no order, in the words of the lesson

/** An operation let in after one with a newer token had been answered: no order of the history has both. */
function checkStale(accepted: readonly Visit[]): Finding | undefined {
  for (const late of accepted) {
    const newer = accepted.find(
      (visit) => visit.request.token > late.request.token && answeredUs(visit) < late.exchange.delivered.us,
    );
    if (newer === undefined) continue;
    const events = [sentOf(newer), late.exchange.delivered, sentOf(late)];
    return broken('stale-writes-refused', codeOfStale(newer, late), events, dataOf(newer, late));
  }
  return undefined;
}

function diagnose(
  visits: readonly Visit[],
  crashesUs: ReadonlyMap<number, number>,
  blocked: number,
): Finding {
  const name = 'stale-writes-refused';
  const accepted = visits.filter(({ ok }) => ok === true);
  for (const late of accepted) {
    const seen = seenLater(late, visits, crashesUs);
    if (seen === undefined) continue;
    const { newer, read } = seen;
    const events = [newer.exchange.delivered, sentOf(late), sentOf(read)].sort((a, b) => a.seq - b.seq);
    return broken(name, 'value-without-mark', events, dataOf(newer, late));
  }
  for (const read of accepted) {
    if (read.request.op !== 'read') continue;
    const wrong = wrongRead(read, visits);
    if (wrong !== undefined) return wrong;
  }
  const last = visits[blocked];
  const events = last === undefined ? [] : [last.exchange.delivered, sentOf(last)];
  const data = last === undefined ? {} : { node: last.exchange.from, ...wordsOf('', last) };
  return broken(name, 'no-order', events, data);
}

function codeOfStale(newer: Visit, late: Visit): string {
  if (newer.exchange.incarnation !== late.exchange.incarnation) return 'mark-forgotten';
  if (late.request.op === 'read') return 'stale-read';
  if (newer.request.op === 'read') return 'read-without-mark';
  return newer.request.key === late.request.key ? 'stale-accepted' : 'stale-other-key';
}

/** A write that a crash cut, whose value is seen afterwards, although an older token was let in between. */
function seenLater(
  late: Visit,
  visits: readonly Visit[],
  crashesUs: ReadonlyMap<number, number>,
): { newer: Visit; read: Visit } | undefined {
  for (const newer of visits) {
    if (newer.request.op !== 'write' || newer.request.token <= late.request.token) continue;
    const crashUs = crashesUs.get(newer.exchange.incarnation);
    if (newer.exchange.answer !== undefined || crashUs === undefined) continue;
    if (crashUs > late.exchange.delivered.us) continue;
    const text = canonicalJson(newer.request.value);
    const read = visits.find(
      (visit) =>
        visit.exchange.delivered.us > crashUs &&
        visit.request.key === newer.request.key &&
        readText(visit) === text &&
        isOnlyWriter(newer, text, visits),
    );
    if (read !== undefined) return { newer, read };
  }
  return undefined;
}

function isOnlyWriter(writer: Visit, text: string, visits: readonly Visit[]): boolean {
  return !visits.some(
    ({ request, exchange }) =>
      exchange.key !== writer.exchange.key &&
      request.op === 'write' &&
      request.key === writer.request.key &&
      canonicalJson(request.value) === text,
  );
}

/** A read that does not show what it must. */
function wrongRead(read: Visit, visits: readonly Visit[]): Finding | undefined {
  const text = readText(read);
  if (text === undefined) {
    const data = { node: read.exchange.from, key: read.request.key };
    return broken('stale-writes-refused', 'no-value', [sentOf(read)], data);
  }
  const isBefore = (visit: Visit): boolean => answeredUs(visit) < read.exchange.delivered.us;
  const earlier = visits.filter(
    (visit) => visit.request.key === read.request.key && visit.ok === true && isBefore(visit),
  );
  const last = earlier.reduce<Visit | undefined>(
    (best, visit) => (best === undefined || answeredUs(visit) > answeredUs(best) ? visit : best),
    undefined,
  );
  if (last === undefined) return undefined;
  const shown = last.request.op === 'write' ? canonicalJson(last.request.value) : readText(last);
  const isOverwritten = visits.some(
    ({ request, exchange }) =>
      request.op === 'write' &&
      request.key === read.request.key &&
      canonicalJson(request.value) === text &&
      (exchange.answer?.sent.us ?? Infinity) >= last.exchange.delivered.us,
  );
  if (shown === undefined || shown === text || isOverwritten) return undefined;
  const data = { node: read.exchange.from, key: read.request.key, before: shown, now: text };
  const code = last.request.op === 'write' ? 'write-lost' : 'value-vanished';
  return broken('stale-writes-refused', code, [sentOf(last), sentOf(read)], data);
}

/** The value that a read showed, as text. */
function readText({ request, exchange, ok }: Visit): string | undefined {
  const body = exchange.answer?.body;
  if (request.op !== 'read' || ok !== true || !isJsonObject(body)) return undefined;
  const { value } = body;
  return value === undefined ? undefined : canonicalJson(value);
}

function answeredUs({ exchange }: Visit): number {
  return exchange.answer?.sent.us ?? Infinity;
}

function sentOf({ exchange }: Visit) {
  return exchange.answer?.sent ?? exchange.delivered;
}

function dataOf(newer: Visit, late: Visit): Record<string, Json> {
  return { ...wordsOf('newer', newer), ...wordsOf('late', late) };
}

function wordsOf(prefix: string, { request, exchange }: Visit): Record<string, Json> {
  const node: NodeId = exchange.from;
  const name = (word: string): string => (prefix === '' ? word : `${prefix}-${word}`);
  return {
    [name('node')]: node,
    [name('op')]: request.op,
    [name('key')]: request.key,
    [name('token')]: request.token,
  };
}
