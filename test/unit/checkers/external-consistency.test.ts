import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkExternalConsistency,
  type KeyValue,
  type SnapshotRead,
  type Transaction,
} from '../../../src/checkers/external-consistency.ts';
import type { Json } from '../../../src/util/canonical.ts';

interface Run {
  readonly transactions: readonly Transaction[];
  readonly reads: readonly SnapshotRead[];
}

/** `x1y2` writes or reads 1 under x and 2 under y; 0 is the initial value. */
function values(text: string): KeyValue[] {
  return (text.match(/../g) ?? []).map((pair) => {
    const value = Number(pair.slice(1));
    return { key: pair.charAt(0), value: value === 0 ? null : value };
  });
}

const commit = (
  id: number,
  startedAt: number,
  endedAt: number,
  timestamp: number,
  writes = '',
): Transaction => ({
  id,
  status: 'committed',
  startedAt,
  endedAt,
  timestamp,
  writes: values(writes),
});
const open = (id: number, startedAt: number, timestamp: number, writes: string): Transaction => ({
  id,
  status: 'open',
  startedAt,
  timestamp,
  writes: values(writes),
});
const abort = (id: number, startedAt: number, writes: string): Transaction => ({
  id,
  status: 'aborted',
  startedAt,
  writes: values(writes),
});
const read = (
  id: number,
  startedAt: number,
  endedAt: number,
  timestamp: number,
  seen = '',
): SnapshotRead => ({
  id,
  startedAt,
  endedAt,
  timestamp,
  values: values(seen),
  isStrong: true,
});
const pastRead = (id: number, timestamp: number, seen: string): SnapshotRead => ({
  ...read(id, 1_000 + id, 1_000 + id, timestamp, seen),
  isStrong: false,
});

function evidence(transactions: readonly Transaction[], reads: readonly SnapshotRead[] = []) {
  const result = checkExternalConsistency(transactions, reads);
  return result.verdict === 'ok' ? 'ok' : result.evidence;
}

function violation({ transactions, reads }: Run): string {
  const found = evidence(transactions, reads);
  return found === 'ok' ? 'ok' : found.violation;
}

/** Whether the timestamps respect real time and every read sees its snapshot, if just these transactions committed. */
function isRight(
  committed: readonly Extract<Transaction, { timestamp: number }>[],
  reads: readonly SnapshotRead[],
): boolean {
  const endOf = (each: Transaction | SnapshotRead): number => ('endedAt' in each ? each.endedAt : Infinity);
  const strong = reads.filter(({ isStrong }) => isStrong);
  if (![...committed, ...reads].every(({ timestamp }) => Number.isFinite(timestamp))) return false;
  const areOrdered =
    committed.every((a) => committed.every((b) => !(endOf(a) < b.startedAt) || a.timestamp < b.timestamp)) &&
    committed.every((a) => strong.every((b) => !(endOf(a) < b.startedAt) || a.timestamp <= b.timestamp)) &&
    strong.every((a) => committed.every((b) => !(endOf(a) < b.startedAt) || a.timestamp < b.timestamp)) &&
    strong.every((a) => strong.every((b) => !(endOf(a) < b.startedAt) || a.timestamp <= b.timestamp));
  const keysOf = ({ writes }: Transaction): string[] => writes.map(({ key }) => key);
  const areDistinct = committed.every((a) =>
    committed.every(
      (b) => a === b || a.timestamp !== b.timestamp || !keysOf(a).some((key) => keysOf(b).includes(key)),
    ),
  );
  const areSnapshots = reads.every(({ timestamp, values: seen }) => {
    const snapshot = new Map<string, Json>();
    for (const each of [...committed].sort((a, b) => a.timestamp - b.timestamp)) {
      if (each.timestamp > timestamp) continue;
      for (const { key, value } of each.writes) snapshot.set(key, value);
    }
    return seen.every(({ key, value }) => (snapshot.get(key) ?? null) === value);
  });
  return areOrdered && areDistinct && areSnapshots;
}

/** The definition: some choice of open transactions, taken for committed, makes it right. */
function byDefinition({ transactions, reads }: Run): 'ok' | 'illegal' {
  let choices: Extract<Transaction, { timestamp: number }>[][] = [[]];
  for (const each of transactions) {
    if (each.status === 'aborted') continue;
    const withIt = choices.map((choice) => [...choice, each]);
    choices = each.status === 'committed' ? withIt : [...choices, ...withIt];
  }
  return choices.some((choice) => isRight(choice, reads)) ? 'ok' : 'illegal';
}

/** Nearly right runs: timestamps lie in their transactions, reads see what is there; but for some lies. */
const runs: fc.Arbitrary<Run> = fc
  .tuple(
    fc.array(
      fc.record({
        startedAt: fc.nat(12),
        duration: fc.nat(4),
        part: fc.nat(4),
        keys: fc.constantFrom(...['x', 'y', 'xy', '']),
        fate: fc.constantFrom('committed', 'committed', 'committed', 'open', 'aborted'),
        lie: fc.nat(30),
      }),
      { maxLength: 5 },
    ),
    fc.array(
      fc.record({
        startedAt: fc.nat(15),
        duration: fc.nat(3),
        part: fc.nat(3),
        lie: fc.nat(15),
        pick: fc.nat(30),
        isStrong: fc.boolean(),
        opens: fc.nat(31),
      }),
      { maxLength: 3 },
    ),
    fc.nat(31),
  )
  .map(([drafts, readDrafts, committedOpens]): Run => {
    const transactions = drafts.map(({ startedAt, duration, part, keys, fate, lie }, id): Transaction => {
      const endedAt = startedAt + duration;
      const timestamp =
        lie === 0
          ? endedAt + 3
          : lie === 1
            ? startedAt - 3
            : lie === 2
              ? NaN
              : startedAt + Math.min(part, duration) + id / 8;
      const writes = [...keys].map((key) => ({ key, value: id + 1 }));
      if (fate === 'aborted') return { id, status: 'aborted', startedAt, writes };
      if (fate === 'open') return { id, status: 'open', startedAt, timestamp, writes };
      return {
        id,
        status: 'committed',
        startedAt,
        endedAt,
        timestamp: lie > 2 && lie < 12 ? Math.floor(timestamp) : timestamp,
        writes,
      };
    });
    const reads = readDrafts.map(
      ({ startedAt, duration, part, lie, pick, isStrong }, index): SnapshotRead => {
        const timestamp = startedAt + Math.min(part, duration) + (lie === 0 ? -3 : 0.9);
        const seen = ['x', 'y'].map((key): KeyValue => {
          const visible = transactions
            .filter((each) => each.writes.some((write) => write.key === key))
            .flatMap((each) => (each.status === 'aborted' ? [] : [each]))
            .filter((each) => each.timestamp <= timestamp)
            .filter((each) => each.status === 'committed' || (committedOpens >> each.id) % 2 === 1)
            .sort((a, b) => a.timestamp - b.timestamp);
          const truth = visible.at(-1);
          const value = lie === 1 ? pick % 7 : truth === undefined ? 0 : truth.id + 1;
          return { key, value: value === 0 ? null : value };
        });
        const base = { id: 100 + index, startedAt, endedAt: startedAt + duration, isStrong };
        return { ...base, timestamp, values: seen };
      },
    );
    return { transactions, reads };
  });

/** What proves the violation, without the rest. */
function proofOf({ transactions, reads }: Run): Run {
  const found = evidence(transactions, reads);
  if (found === 'ok') return { transactions: [], reads: [] };
  const parts: (Transaction | SnapshotRead)[] = [];
  if (found.violation === 'not-a-timestamp') parts.push(found.of);
  else if (found.violation === 'timestamp-order') parts.push(found.first, found.second);
  else if (found.violation === 'equal-timestamps') parts.push(...found.transactions);
  else parts.push(found.read);
  if ('transaction' in found) parts.push(found.transaction);
  if ('seen' in found && found.seen !== undefined) parts.push(found.seen);
  return {
    // That an open transaction had an effect is shown by a read, which is not part of the proof.
    transactions: parts.flatMap((part) => {
      if (!('writes' in part)) return [];
      return part.status === 'open' ? [{ ...part, status: 'committed' as const, endedAt: 10_000 }] : [part];
    }),
    reads: parts.flatMap((part) => ('values' in part ? [part] : [])),
  };
}

describe('checkExternalConsistency against the definition', () => {
  it('gives the same verdicts, with proofs that are wrong by themselves', () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(runs, (run) => {
        const kind = violation(run);
        seen.set(kind, (seen.get(kind) ?? 0) + 1);
        expect(kind === 'ok' ? 'ok' : 'illegal').toBe(byDefinition(run));
        if (kind === 'ok') return;
        const proof = proofOf(run);
        expect(byDefinition(proof)).toBe('illegal');
        expect(proof.transactions.length + proof.reads.length).toBeLessThanOrEqual(3);
      }),
      { seed: 601, numRuns: 6_000 },
    );
    expect([...seen.keys()].sort()).toEqual([
      'aborted-read',
      'equal-timestamps',
      'future-read',
      'missed-write',
      'not-a-timestamp',
      'ok',
      'thin-air-read',
      'timestamp-order',
    ]);
    expect(Math.min(...seen.values())).toBeGreaterThan(10);
    expect(seen.get('ok')).toBeGreaterThan(1_500);
  });
});

describe('checkExternalConsistency', () => {
  it('accepts nothing, and timestamps in real time order', () => {
    expect(evidence([])).toBe('ok');
    expect(evidence([commit(1, 0, 10, 5), commit(2, 11, 20, 5.5)])).toBe('ok');
  });

  it('finds a later transaction with a smaller or equal timestamp', () => {
    const first = commit(1, 0, 10, 12);
    for (const timestamp of [11, 12, -3]) {
      const second = commit(2, 11, 20, timestamp);
      expect(evidence([second, first])).toEqual({ violation: 'timestamp-order', first, second });
    }
  });

  it('lets transactions that overlap or touch have any order', () => {
    expect(evidence([commit(1, 0, 10, 12), commit(2, 10, 20, 11)])).toBe('ok');
    expect(evidence([commit(1, 0, 30, 12), commit(2, 10, 20, 11)])).toBe('ok');
    expect(evidence([commit(1, 5, 5, 2), commit(2, 5, 5, 1)])).toBe('ok');
  });

  it('looks behind one that is in order', () => {
    const [a, b, c] = [commit(1, 0, 5, 30), commit(2, 1, 6, 10), commit(3, 7, 9, 20)];
    expect(evidence([a, b, c])).toEqual({ violation: 'timestamp-order', first: a, second: c });
  });

  it('binds strong reads to real time, others not', () => {
    const before = commit(1, 0, 10, 12, 'x1');
    expect(evidence([before], [read(2, 11, 12, 11)])).toMatchObject({ violation: 'timestamp-order' });
    expect(evidence([before], [read(2, 11, 12, 12, 'x1')])).toBe('ok');
    expect(evidence([before], [{ ...read(2, 11, 12, 11, 'x0'), isStrong: false }])).toBe('ok');
    expect(evidence([commit(1, 5, 9, 3)], [read(2, 0, 4, 3)])).toMatchObject({
      violation: 'timestamp-order',
    });
    expect(evidence([], [read(1, 0, 1, 5), read(2, 2, 3, 5)])).toBe('ok');
    expect(evidence([], [read(1, 0, 1, 5), read(2, 2, 3, 4)])).toMatchObject({
      violation: 'timestamp-order',
    });
  });

  it('finds two writes of one key whose order nobody can tell', () => {
    const [a, b] = [commit(1, 0, 5, 3, 'x1y1'), commit(2, 0, 5, 3, 'y2')];
    expect(evidence([b, a])).toEqual({ violation: 'equal-timestamps', key: 'y', transactions: [a, b] });
    expect(evidence([a, commit(2, 0, 5, 3, 'z2')])).toBe('ok');
  });

  it('lets a read see the writes up to its timestamp, that of equal timestamp too', () => {
    const all = [commit(1, 0, 5, 3, 'x1'), commit(2, 0, 5, 4, 'x2y2')];
    for (const [timestamp, seen] of [
      [2, 'x0y0'],
      [3, 'x1y0'],
      [3.5, 'x1y0'],
      [4, 'x2y2'],
      [9, 'x2y2'],
    ] as const) {
      expect(evidence(all, [pastRead(9, timestamp, seen)])).toBe('ok');
    }
    expect(evidence(all, [pastRead(9, 3.5, 'x2')])).toMatchObject({ violation: 'future-read' });
    expect(evidence(all, [pastRead(9, 4, 'x1')])).toMatchObject({
      violation: 'missed-write',
      transaction: all[1],
      seen: all[0],
    });
    const initial = evidence(all, [pastRead(9, 3, 'x0')]);
    expect(initial).toMatchObject({ violation: 'missed-write', transaction: all[0] });
    expect(initial).not.toHaveProperty('seen');
  });

  it('finds half of a transaction', () => {
    const whole = commit(1, 0, 5, 3, 'x1y1');
    expect(evidence([whole], [pastRead(9, 3, 'x1y0')])).toMatchObject({
      violation: 'missed-write',
      key: 'y',
    });
  });

  it('finds values of aborted transactions and of nobody', () => {
    expect(evidence([abort(1, 0, 'x1')], [pastRead(9, 3, 'x1')])).toMatchObject({
      violation: 'aborted-read',
    });
    expect(evidence([], [pastRead(9, 3, 'x1')])).toMatchObject({ violation: 'thin-air-read' });
  });

  it('takes an open transaction for committed once a read saw it', () => {
    const maybe = open(1, 0, 3, 'x1y1');
    expect(evidence([maybe], [pastRead(8, 9, 'x0'), pastRead(9, 9, 'x0')])).toBe('ok');
    expect(evidence([maybe], [pastRead(8, 9, 'x1'), pastRead(9, 9, 'x0')])).toMatchObject({
      violation: 'missed-write',
      transaction: maybe,
    });
    const before = commit(2, 0, 4, 5);
    const late = open(3, 5, 4, 'x3');
    expect(evidence([before, late])).toBe('ok');
    expect(evidence([before, late], [pastRead(9, 9, 'x3')])).toEqual({
      violation: 'timestamp-order',
      first: before,
      second: late,
    });
  });

  it('takes what is no number for wrong, unless it had no effect', () => {
    expect(evidence([commit(1, 0, 1, NaN)])).toMatchObject({ violation: 'not-a-timestamp' });
    expect(evidence([], [read(1, 0, 1, Infinity)])).toMatchObject({ violation: 'not-a-timestamp' });
    expect(evidence([open(1, 0, NaN, 'x1')])).toBe('ok');
  });

  it('refuses what is not recorded well', () => {
    expect(() => evidence([commit(1, 0, 1, 1), commit(1, 0, 1, 1)])).toThrow('taken');
    expect(() => evidence([commit(1, 2, 1, 1)])).toThrow('microseconds');
    expect(() => evidence([commit(1, 0, 1, 1, 'x1'), commit(2, 0, 1, 2, 'x1')])).toThrow('written twice');
    expect(() => evidence([commit(1, 0, 1, 1, 'x1x2')])).toThrow('a key twice');
    expect(() => evidence([commit(1, 0, 1, 1, 'x0')])).toThrow('null');
  });
});

describe('laws of checkExternalConsistency', () => {
  it('the order of the lists does not matter', () => {
    fc.assert(
      fc.property(runs, ({ transactions, reads }) => {
        const turned = evidence([...transactions].reverse(), [...reads].reverse());
        expect(turned).toEqual(evidence(transactions, reads));
      }),
      { seed: 602, numRuns: 500 },
    );
  });

  it('a stranger that overlaps everything, with a key of its own, changes nothing', () => {
    fc.assert(
      fc.property(runs, fc.integer({ min: -5, max: 20 }), ({ transactions, reads }, timestamp) => {
        const stranger = commit(50, 0, 10_000, timestamp, 'q1');
        expect(evidence([...transactions, stranger], reads)).toEqual(evidence(transactions, reads));
      }),
      { seed: 603, numRuns: 500 },
    );
  });

  it('names of keys and the zero of either time do not matter', () => {
    fc.assert(
      fc.property(runs, ({ transactions, reads }) => {
        const key = (each: KeyValue): KeyValue => ({ ...each, key: each.key === 'x' ? 'y' : 'x' });
        const shifted: Run = {
          transactions: transactions.map((each): Transaction => {
            const common = { id: each.id, startedAt: each.startedAt + 7, writes: each.writes.map(key) };
            if (each.status === 'aborted') return { ...common, status: 'aborted' };
            const timestamp = each.timestamp - 64;
            if (each.status === 'open') return { ...common, status: 'open', timestamp };
            return { ...common, status: 'committed', timestamp, endedAt: each.endedAt + 7 };
          }),
          reads: reads.map((each) => ({
            ...each,
            startedAt: each.startedAt + 7,
            endedAt: each.endedAt + 7,
            timestamp: each.timestamp - 64,
            values: each.values.map(key),
          })),
        };
        expect(violation(shifted)).toBe(violation({ transactions, reads }));
      }),
      { seed: 604, numRuns: 500 },
    );
  });
});
