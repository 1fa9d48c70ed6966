import { deepEqualJson, type Finding, type Json, type NodesChecks, type Run } from 'partial-failure/kit';
import { READY_MS } from './bounds.ts';
import { factsOf, type Append, type Facts, type Read } from './facts.ts';
import { broken, explain, held, tell } from './words.ts';

function check(run: Run): Finding[] {
  const facts = factsOf(run);
  return [...durable(facts), ...noGhosts(facts), ...prefix(facts), ...recovers(facts), ...accepts(facts)];
}

const listOf = (value: Json): readonly Json[] | undefined =>
  Array.isArray(value) ? (value as readonly Json[]) : undefined;

/** An acknowledged record is at its index in every read that was called after. */
function durable({ appends, reads }: Facts): Finding[] {
  let exercised = false;
  for (const { operation, record, life } of appends) {
    if (operation.status !== 'ok') continue;
    const index = operation.value;
    for (const read of reads) {
      if (read.operation.invokedSeq < (operation.returnedSeq ?? Infinity)) continue;
      if (read.life > life) exercised = true;
      const list = listOf(read.value) ?? [];
      const found = typeof index === 'number' ? list[index] : undefined;
      if (found !== undefined && deepEqualJson(found, record)) continue;
      const elsewhere = list.findIndex((one) => deepEqualJson(one, record));
      const events = [operation.invokedSeq, operation.returnedSeq, read.seq];
      return [
        broken('lost', events, {
          record,
          index: index ?? null,
          length: list.length,
          restarts: read.life - life,
          ...(elsewhere >= 0 && { elsewhere }),
          ...(found !== undefined && { found }),
        }),
      ];
    }
  }
  return exercised ? [held('durable')] : [];
}

/** What is read was appended before, each record once. */
function noGhosts({ appends, reads }: Facts): Finding[] {
  let exercised = false;
  for (const { value, seq, operation, life } of reads) {
    const list = listOf(value);
    if (list === undefined) return [broken('no-list', [seq], { value })];
    const known = appends.filter((append) => append.operation.invokedSeq < operation.invokedSeq);
    if (life > 0 && list.length > 0) exercised = true;
    for (const [index, record] of list.entries()) {
      if (!known.some((append) => deepEqualJson(append.record, record)))
        return [broken('ghost', [seq], { record, index })];
      const first = list.findIndex((one) => deepEqualJson(one, record));
      if (first < index) return [broken('twice', [seq], { record, first, index })];
    }
  }
  return exercised ? [held('no-ghosts')] : [];
}

/** Each read is made of beginnings of the lives, and what a later life has shown of an earlier one stays. */
function prefix({ appends, reads, lives }: Facts): Finding[] {
  /** How many records of a life are there for good, and which read fixed that. */
  const fixed = new Map<number, { count: number; seq: number }>();
  let exercised = false;
  for (const read of [...reads].sort((a, b) => a.seq - b.seq)) {
    const places = placesOf(read, appends);
    if (places === undefined) return [];
    const counts = new Map<number, number>();
    let last = 0;
    for (const { life, place, record } of places) {
      const count = counts.get(life) ?? 0;
      if (life < last || place !== count)
        return [broken('out-of-order', [read.seq], { record, life, place, count })];
      last = life;
      counts.set(life, count + 1);
    }
    for (const { life } of lives) {
      if (life >= read.life) continue;
      const count = counts.get(life) ?? 0;
      const before = fixed.get(life);
      if (before === undefined) fixed.set(life, { count, seq: read.seq });
      else if (before.count !== count)
        return [broken('changed', [before.seq, read.seq], { life, before: before.count, now: count })];
      else if (count > 0) exercised = true;
    }
  }
  return exercised ? [held('prefix')] : [];
}

/** Whose records a read shows; `undefined` where one is nobody's. */
function placesOf({ value, operation }: Read, appends: readonly Append[]): Append[] | undefined {
  const found = (listOf(value) ?? []).map((record) =>
    appends.find(
      (append) => append.operation.invokedSeq < operation.invokedSeq && deepEqualJson(append.record, record),
    ),
  );
  return found.every((append) => append !== undefined) ? found : undefined;
}

/** Each life that is not cut short is ready in time. */
function recovers({ lives, untilUs, lastSeq, appends }: Facts): Finding[] {
  let exercised = false;
  for (const { life, bootUs, bootSeq, startedUs, endUs } of lives) {
    const dueUs = bootUs + READY_MS * 1000;
    if ((startedUs ?? Infinity) <= dueUs)
      exercised ||= appends.some((append) => append.life < life && append.operation.status === 'ok');
    else if ((endUs ?? Infinity) > dueUs && untilUs > dueUs)
      return [broken('not-ready', [bootSeq, lastSeq], { life })];
  }
  return exercised ? [held('recovers')] : [];
}

/** Each append that no crash cuts settles in time, with an index. */
function accepts({ appends, untilUs, lastSeq }: Facts): Finding[] {
  for (const { operation, record } of appends) {
    const { invokedUs, invokedSeq, returnedUs, returnedSeq, status, value, cutUs } = operation;
    const dueUs = invokedUs + READY_MS * 1000;
    if (status === 'threw') return [broken('threw', [invokedSeq, returnedSeq], { record })];
    if (status === 'ok' && (!Number.isSafeInteger(value) || Number(value) < 0))
      return [broken('no-index', [invokedSeq, returnedSeq], { record, value: value ?? null })];
    const endUs = returnedUs ?? cutUs ?? Infinity;
    if (endUs > dueUs && untilUs > dueUs) return [broken('not-accepted', [invokedSeq, lastSeq], { record })];
  }
  return appends.some(({ operation }) => operation.status === 'ok') ? [held('accepts')] : [];
}

export default { check, explain, tell } satisfies NodesChecks;
