import { assert } from '../util/assert.ts';
import { canonicalJson, type Json } from '../util/canonical.ts';

/** One key with the value written to it or read from it. */
export interface KeyValue {
  readonly key: string;
  readonly value: Json;
}

interface Timed {
  /** Unique among all transactions and reads of a run. */
  readonly id: number;
  /** Virtual time of the call, in integer microseconds. */
  readonly startedAt: number;
}

/**
 * A transaction that writes.
 *
 * - `committed`: its client was told so, at `endedAt`.
 * - `open`: it has its timestamp, and nobody was told: it may be committed or not. Leave out one without timestamp.
 * - `aborted`: it certainly had no effect; its timestamp, if any, does not count.
 *
 * A timestamp is the program's own, in whatever unit; timestamps are only compared. One that is not finite is wrong.
 */
export type Transaction = Timed & { readonly writes: readonly KeyValue[] } & (
    | { readonly status: 'committed'; readonly timestamp: number; readonly endedAt: number }
    | { readonly status: 'open'; readonly timestamp: number }
    | { readonly status: 'aborted' }
  );

/** A transaction that only reads, with the timestamp at which it read and all that it saw. Leave out open ones. */
export interface SnapshotRead extends Timed {
  readonly endedAt: number;
  readonly timestamp: number;
  /** `null` where nothing was written. */
  readonly values: readonly KeyValue[];
  /**
   * Whether it promises to see all that was committed before it started. Otherwise its timestamp is the reader's own
   * choice, perhaps long past, and real time does not bind it.
   */
  readonly isStrong: boolean;
}

/**
 * What is wrong.
 *
 * - `not-a-timestamp`: that of `transaction` or `read` is not a finite number.
 * - `timestamp-order`: `first` ended before `second` started, and its timestamp is not smaller as it must be.
 * - `equal-timestamps`: both transactions write `key`, and no timestamp says which write is the later.
 * - `thin-air-read`: `read` saw under `key` what nobody wrote.
 * - `aborted-read`: it saw what `transaction` wrote, which was aborted.
 * - `future-read`: it saw what `transaction` wrote, whose timestamp is greater than that of the read.
 * - `missed-write`: it saw an older value than the one that `transaction` wrote, whose timestamp is not greater than
 *   that of the read; `seen` wrote the older one, absent if it is the initial one.
 */
export type ExternalConsistencyEvidence =
  | { readonly violation: 'not-a-timestamp'; readonly of: Transaction | SnapshotRead }
  | {
      readonly violation: 'timestamp-order';
      readonly first: Transaction | SnapshotRead;
      readonly second: Transaction | SnapshotRead;
    }
  | {
      readonly violation: 'equal-timestamps';
      readonly key: string;
      readonly transactions: readonly [Transaction, Transaction];
    }
  | { readonly violation: 'thin-air-read'; readonly key: string; readonly read: SnapshotRead }
  | {
      readonly violation: 'aborted-read' | 'future-read';
      readonly key: string;
      readonly read: SnapshotRead;
      readonly transaction: Transaction;
    }
  | {
      readonly violation: 'missed-write';
      readonly key: string;
      readonly read: SnapshotRead;
      readonly transaction: Transaction;
      readonly seen?: Transaction;
    };

export type ExternalConsistencyResult =
  | { readonly verdict: 'ok' }
  | { readonly verdict: 'illegal'; readonly evidence: ExternalConsistencyEvidence };

/** A transaction that may have had an effect. */
type Stamped = Extract<Transaction, { timestamp: number }>;

/**
 * Whether commit timestamps respect real time, and reads at a timestamp see exactly the writes up to it (Corbett and
 * others, *Spanner: Google's globally-distributed database*, OSDI 2012, sections 1 and 4.1.2; external consistency:
 * Gifford, 1981).
 *
 * - If a transaction ended before another started, its timestamp is smaller. Strictly before: of two that touch at one
 *   instant nobody can say which was first. Strong reads are in that order too, a read coming after the writes with its
 *   own timestamp: a commit that ended before the read started is not greater than it, one that started after the read
 *   ended is greater; of two reads one after the other the timestamps do not fall.
 * - A read, strong or not, gives for every key the write with the greatest timestamp that is not greater than its own,
 *   or `null`. Writes to one key have different timestamps.
 * - An open transaction is taken for committed exactly when a read saw a write of it, since that is what it must be;
 *   else for aborted, which it may be. As it has no end, nothing need come after it.
 *
 * Told is the first of `not-a-timestamp`, `timestamp-order`, `equal-timestamps` and what reads show, in each the first
 * by time of start and id; a `timestamp-order` by its `second`, with the `first` of the greatest timestamp. O(n log n)
 * in transactions, reads and what they write and see. The verdict is never `unknown`.
 *
 * @throws AssertionError for malformed ids or instants, a value written twice under a key, two writes of one
 *   transaction to one key, or `null` written.
 */
export function checkExternalConsistency(
  transactions: readonly Transaction[],
  reads: readonly SnapshotRead[] = [],
): ExternalConsistencyResult {
  assertRecorded(transactions, reads);
  const readsInOrder = [...reads].sort(byStart);
  const seen = new Set(reads.flatMap(({ values }) => values.map(nameOf)));
  const inOrder = [...transactions].sort(byStart);
  const effective = inOrder.filter(
    (each): each is Stamped =>
      each.status === 'committed' ||
      (each.status === 'open' && each.writes.some((write) => seen.has(nameOf(write)))),
  );
  const evidence =
    findNoTimestamp(effective, readsInOrder) ??
    findWrongOrder(effective, readsInOrder) ??
    findEqualTimestamps(effective) ??
    findWrongRead(effective, inOrder, readsInOrder);
  return evidence === undefined ? { verdict: 'ok' } : { verdict: 'illegal', evidence };
}

function byStart(a: Timed, b: Timed): number {
  return a.startedAt - b.startedAt || a.id - b.id;
}

function assertRecorded(transactions: readonly Transaction[], reads: readonly SnapshotRead[]): void {
  const ids = new Set<number>();
  for (const timed of [...transactions, ...reads]) {
    const { id, startedAt } = timed;
    const endedAt = 'endedAt' in timed ? timed.endedAt : startedAt;
    assert(!ids.has(id), () => `external consistency: the id ${id} is taken. Give everything its own.`);
    ids.add(id);
    assert(
      Number.isSafeInteger(startedAt) && Number.isSafeInteger(endedAt) && startedAt <= endedAt,
      () => `external consistency: ${id} lasts from ${startedAt} to ${endedAt}. Use integer microseconds.`,
    );
  }
  const written = new Set<string>();
  for (const { id, writes, status } of transactions) {
    const keys = new Set(writes.map(({ key }) => key));
    assert(
      keys.size === writes.length,
      () => `external consistency: ${id} writes a key twice. Keep the last.`,
    );
    if (status === 'aborted') continue;
    for (const write of writes) {
      const text = nameOf(write);
      assert(write.value !== null, 'external consistency: null is written, but means "never written".');
      assert(!written.has(text), () => `external consistency: ${text} is written twice. Let writes differ.`);
      written.add(text);
    }
  }
}

/** Names a value under its key. */
function nameOf({ key, value }: KeyValue): string {
  return canonicalJson([key, value]);
}

function findNoTimestamp(
  effective: readonly Stamped[],
  reads: readonly SnapshotRead[],
): ExternalConsistencyEvidence | undefined {
  const of = [...effective, ...reads].find(({ timestamp }) => !Number.isFinite(timestamp));
  return of === undefined ? undefined : { violation: 'not-a-timestamp', of };
}

/** Goes through real time and keeps the greatest timestamp of what has ended. */
function findWrongOrder(
  effective: readonly Stamped[],
  reads: readonly SnapshotRead[],
): ExternalConsistencyEvidence | undefined {
  const bound = [...effective, ...reads.filter(({ isStrong }) => isStrong)].sort(byStart);
  const ended = bound
    .flatMap((what) => ('endedAt' in what ? [{ what, endedAt: what.endedAt }] : []))
    .sort((a, b) => a.endedAt - b.endedAt || byStart(a.what, b.what));
  let next = 0;
  let greatest: Stamped | SnapshotRead | undefined;
  for (const second of bound) {
    for (let end = ended[next]; end !== undefined && end.endedAt < second.startedAt; end = ended[++next]) {
      if (greatest === undefined || compareTimestamps(end.what, greatest) > 0) greatest = end.what;
    }
    if (greatest === undefined) continue;
    const difference = compareTimestamps(greatest, second);
    // Two reads may share a timestamp, two commits one after the other may not.
    if (difference < 0 || (difference === 0 && isRead(second))) continue;
    return { violation: 'timestamp-order', first: greatest, second };
  }
  return undefined;
}

/** By timestamp; a read comes after the writes with its own. */
function compareTimestamps(a: Stamped | SnapshotRead, b: Stamped | SnapshotRead): number {
  if (a.timestamp !== b.timestamp) return a.timestamp < b.timestamp ? -1 : 1;
  return Number(isRead(a)) - Number(isRead(b));
}

function isRead(what: Stamped | SnapshotRead): what is SnapshotRead {
  return 'isStrong' in what;
}

function findEqualTimestamps(effective: readonly Stamped[]): ExternalConsistencyEvidence | undefined {
  const writers = new Map<string, Map<number, Stamped>>();
  for (const transaction of effective) {
    for (const { key } of transaction.writes) {
      const ofKey = writers.get(key) ?? new Map<number, Stamped>();
      writers.set(key, ofKey);
      const other = ofKey.get(transaction.timestamp);
      if (other !== undefined) {
        return { violation: 'equal-timestamps', key, transactions: [other, transaction] };
      }
      ofKey.set(transaction.timestamp, transaction);
    }
  }
  return undefined;
}

function findWrongRead(
  effective: readonly Stamped[],
  all: readonly Transaction[],
  reads: readonly SnapshotRead[],
): ExternalConsistencyEvidence | undefined {
  const versions = new Map<string, Stamped[]>();
  const writers = new Map<string, Stamped>();
  const aborted = new Map<string, Transaction>();
  for (const transaction of [...effective].sort((a, b) => a.timestamp - b.timestamp)) {
    for (const write of transaction.writes) {
      writers.set(nameOf(write), transaction);
      const ofKey = versions.get(write.key);
      if (ofKey === undefined) versions.set(write.key, [transaction]);
      else ofKey.push(transaction);
    }
  }
  for (const transaction of all) {
    if (transaction.status !== 'aborted') continue;
    for (const write of transaction.writes) {
      const name = nameOf(write);
      if (!aborted.has(name)) aborted.set(name, transaction);
    }
  }
  for (const read of reads) {
    for (const value of read.values) {
      const { key } = value;
      const seen = writers.get(nameOf(value));
      if (seen === undefined && value.value !== null) {
        const transaction = aborted.get(nameOf(value));
        return transaction === undefined
          ? { violation: 'thin-air-read', key, read }
          : { violation: 'aborted-read', key, read, transaction };
      }
      if (seen !== undefined && seen.timestamp > read.timestamp) {
        return { violation: 'future-read', key, read, transaction: seen };
      }
      const transaction = lastUpTo(versions.get(key) ?? [], read.timestamp);
      if (transaction === undefined || transaction === seen) continue;
      const evidence = { violation: 'missed-write', key, read, transaction } as const;
      return seen === undefined ? evidence : { ...evidence, seen };
    }
  }
  return undefined;
}

/** Of transactions in order of timestamps, the last that is not greater than `timestamp`, by halving. */
function lastUpTo(versions: readonly Stamped[], timestamp: number): Stamped | undefined {
  let low = 0;
  let high = versions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((versions[middle]?.timestamp ?? Infinity) <= timestamp) low = middle + 1;
    else high = middle;
  }
  return versions[low - 1];
}
