import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkCausality,
  type BadPattern,
  type CausalityEvidence,
  type CausalLevel,
} from '../../../src/checkers/causality.ts';
import type { Operation } from '../../../src/history/operation.ts';
import type { Json } from '../../../src/util/canonical.ts';
import { satisfiesAxioms, satisfiesSerialisations } from './causal-brute-force.ts';

const levels: readonly CausalLevel[] = ['causal', 'causal-memory', 'causal-convergence'];

interface Draft {
  readonly process: string;
  readonly key: string;
  readonly wrote?: Json;
  readonly read?: Json;
  readonly open?: boolean;
}

function record(drafts: readonly Draft[]): Operation[] {
  return drafts.map(({ process, key, wrote, read, open }, id): Operation => {
    const input: Json = wrote === undefined ? { op: 'read', key } : { op: 'write', key, value: wrote };
    const base = { id, process, input, invokedAt: 10 * id };
    return open
      ? { ...base, status: 'info' }
      : { ...base, status: 'ok', output: read ?? null, returnedAt: 10 * id + 10 };
  });
}

/** Sessions such as `a: x=1 y?2 z?0`: a writes 1 under x, reads 2 under y and the initial value under z. `x~1` is open. */
function sessions(...texts: readonly string[]): Operation[] {
  return record(
    texts.flatMap((text) => {
      const [process = '', accesses = ''] = text.split(': ');
      return accesses.split(' ').map((access): Draft => {
        const key = access.slice(0, 1);
        const value = Number(access.slice(2));
        if (access[1] === '?') return { process, key, read: value === 0 ? null : value };
        return { process, key, wrote: value, open: access[1] === '~' };
      });
    }),
  );
}

function evidence(history: readonly Operation[], level: CausalLevel = 'causal'): CausalityEvidence {
  const result = checkCausality(history, { level });
  if (result.verdict === 'ok') throw new Error('expected a violation');
  return result.evidence;
}

function violation(history: readonly Operation[], level: CausalLevel = 'causal'): BadPattern | 'ok' {
  const result = checkCausality(history, { level });
  return result.verdict === 'ok' ? 'ok' : result.evidence.violation;
}

const ids = (operations: readonly Operation[]): number[] => operations.map(({ id }) => id);

interface Shape {
  readonly operations: number;
  readonly processes: number;
  readonly keys: number;
}

/** Histories of unique writes; most reads give a value of their key that was written before, some any, a few none. */
function histories({ operations, processes, keys }: Shape, open: number): fc.Arbitrary<Operation[]> {
  const draft = fc.record({
    process: fc.nat(processes - 1).map((n) => `p${n}`),
    key: fc.nat(keys - 1).map((n) => 'xyz'.charAt(n)),
    writes: fc.nat(9).map((n) => n < 4),
    open: fc.nat(9).map((n) => n < open),
    pick: fc.nat(20),
  });
  return fc.array(draft, { minLength: operations - 2, maxLength: operations }).map((drafts) => {
    const valuesOf = (key: string, end: number): Json[] =>
      drafts.slice(0, end).flatMap((each, id) => (each.writes && each.key === key ? [id + 1] : []));
    return record(
      drafts.map(({ process, key, writes, open: isOpen, pick }, id) => {
        if (writes) return { process, key, wrote: id + 1, open: isOpen };
        const values = valuesOf(key, pick < 17 ? id : drafts.length);
        const initial = pick % 4 === 0 ? 1 : 0;
        const read = pick === 20 ? 'nobody wrote this' : (values[pick % (values.length + initial)] ?? null);
        return { process, key, read, open: isOpen && pick % 2 === 0 };
      }),
    );
  });
}

/** Around `write-hb-init-read`, which takes seven operations: two of one session change places, reads give this or that. */
const nearImpossibleView: fc.Arbitrary<Operation[]> = fc
  .tuple(fc.nat(3), fc.nat(6), fc.nat(2), fc.nat(3), fc.nat(3))
  .map(([swapA, swapB, x, y, z]) => {
    const a = swapped(['z=1', 'x=1', 'y=1'], swapA);
    const b = swapped(['x=2', z === 0 ? 'z?1' : 'z?0', y === 0 ? 'y?0' : 'y?1', `x?${2 - x}`], swapB);
    return sessions(`a: ${a.join(' ')}`, `b: ${b.join(' ')}`);
  });

/** Two elements change places: the first with another, or two of the others; or none does. */
function swapped(accesses: readonly string[], which: number): string[] {
  const [a = 0, b = 0] = [[], [0, 1], [0, 2], [1, 2], [0, 3], [1, 3], [2, 3]][which] ?? [];
  const of = (index: number): string => accesses[index] ?? '';
  return accesses.map((access, index) => (index === a ? of(b) : index === b ? of(a) : access));
}

/** The reasons of a witness are true, and what it claims about its roles too. */
function expectSound({
  violation: pattern,
  steps,
  write,
  overwrite,
  read,
  operations,
}: CausalityEvidence): void {
  const keyOf = ({ input }: Operation): Json =>
    typeof input === 'object' && input !== null && 'key' in input ? (input['key'] ?? null) : null;
  const wroteAndRead = (w: Operation, r: Operation): boolean =>
    keyOf(w) === keyOf(r) &&
    typeof w.input === 'object' &&
    w.input !== null &&
    'value' in w.input &&
    r.status === 'ok' &&
    w.input['value'] === r.output;
  for (const [index, { from, to, by, via }] of steps.entries()) {
    if (by === 'session') expect(from.process === to.process && from.id < to.id).toBe(true);
    if (by === 'reads-from') expect(wroteAndRead(from, to)).toBe(true);
    if (by === 'overwritten') {
      if (via === undefined) throw new Error('no read shows it');
      expect(wroteAndRead(to, via) && keyOf(from) === keyOf(to) && from !== to).toBe(true);
      expect(ids(operations)).toContain(via.id);
    }
    const previous = steps[index - 1];
    if (previous !== undefined) expect(previous.to).toBe(from);
    expect(ids(operations)).toEqual(expect.arrayContaining([from.id, to.id]));
  }
  if (pattern.startsWith('cyclic')) {
    expect(steps.at(-1)?.to).toBe(steps[0]?.from);
  } else if (pattern === 'thin-air-read') {
    expect(operations).toEqual([read]);
  } else {
    expect([steps[0]?.from, steps.at(-1)?.to]).toEqual([write, read]);
  }
  if (pattern === 'write-co-read') {
    if (write === undefined || read === undefined || overwrite === undefined)
      throw new Error('a role is missing');
    expect(wroteAndRead(write, read) && keyOf(overwrite) === keyOf(write)).toBe(true);
    expect(steps.some(({ from }) => from === overwrite)).toBe(true);
  }
}

/** The operations of a witness are wrong by themselves; without any one, and the reads of its value, they are right. */
function expectSmallest(
  { operations }: CausalityEvidence,
  isRight: (history: readonly Operation[]) => boolean,
): void {
  expect(isRight(operations)).toBe(false);
  for (const left of operations) {
    const { input } = left;
    const value =
      typeof input === 'object' && input !== null && 'value' in input ? input['value'] : undefined;
    const rest = operations.filter(
      (other) => other !== left && (value === undefined || other.status !== 'ok' || other.output !== value),
    );
    expect(isRight(rest)).toBe(true);
  }
}

describe('checkCausality against the axioms', () => {
  it.each([
    { operations: 5, processes: 3, keys: 2, open: 0, seed: 101 },
    { operations: 5, processes: 2, keys: 1, open: 0, seed: 102 },
    { operations: 5, processes: 3, keys: 2, open: 3, seed: 103 },
  ])('with $processes processes, $keys keys and $open of ten open', ({ seed, open, ...shape }) => {
    const seen = { ok: 0, illegal: 0 };
    fc.assert(
      fc.property(histories(shape, open), fc.constantFrom(...levels), (history, level) => {
        const result = checkCausality(history, { level });
        seen[result.verdict]++;
        expect(result.verdict).toBe(satisfiesAxioms(history, level) ? 'ok' : 'illegal');
      }),
      { seed, numRuns: 400 },
    );
    expect(Math.min(seen.ok, seen.illegal)).toBeGreaterThan(40);
  });
});

describe('checkCausality against serialisations', () => {
  it('gives the same verdicts, with witnesses that are sound and smallest', () => {
    const seen = new Map<BadPattern | 'ok', number>();
    const sources: readonly fc.Arbitrary<Operation[]>[] = [
      histories({ operations: 7, processes: 2, keys: 1 }, 0),
      histories({ operations: 7, processes: 2, keys: 2 }, 1),
      histories({ operations: 8, processes: 3, keys: 2 }, 0),
      histories({ operations: 7, processes: 3, keys: 1 }, 2),
      nearImpossibleView,
    ];
    for (const [index, source] of sources.entries()) {
      fc.assert(
        fc.property(source, (history) => {
          for (const level of levels) {
            const result = checkCausality(history, { level });
            const isRight = (part: readonly Operation[]): boolean => satisfiesSerialisations(part, level);
            expect(result.verdict).toBe(isRight(history) ? 'ok' : 'illegal');
            const kind = result.verdict === 'ok' ? 'ok' : result.evidence.violation;
            seen.set(kind, (seen.get(kind) ?? 0) + 1);
            if (result.verdict === 'ok') continue;
            expectSound(result.evidence);
            expectSmallest(result.evidence, isRight);
          }
        }),
        { seed: 110 + index, numRuns: 700 },
      );
    }

    expect([...seen.keys()].sort()).toEqual([
      'cyclic-cf',
      'cyclic-co',
      'cyclic-hb',
      'ok',
      'thin-air-read',
      'write-co-init-read',
      'write-co-read',
      'write-hb-init-read',
    ]);
  });
});

describe('checkCausality', () => {
  it('accepts the empty history and a session that reads its own writes', () => {
    for (const level of levels) {
      expect(violation([], level)).toBe('ok');
      expect(violation(sessions('a: x?0 x=1 x?1 x=2 x?2'), level)).toBe('ok');
    }
  });

  it('lets processes that know nothing of each other see writes late or never', () => {
    expect(violation(sessions('a: x=1 x=2', 'b: x?0', 'c: x?1', 'd: x?2'), 'causal-memory')).toBe('ok');
  });

  it('finds a value that nobody wrote, or that only a failed write did', () => {
    const history = sessions('a: x=1', 'b: y?1');
    expect(evidence(history).violation).toBe('thin-air-read');
    expect(ids(evidence(history).operations)).toEqual([1]);
    const [write, read] = sessions('a: x=1', 'b: x?1');
    if (write === undefined || read === undefined) throw new Error('two operations');
    const failed: Operation = { ...write, status: 'fail', returnedAt: write.invokedAt };
    expect(violation([failed, read])).toBe('thin-air-read');
  });

  it('finds a read of what is written later in the session, and circles through several', () => {
    expect(evidence(sessions('a: x?1 x=1')).steps.map(({ by }) => by)).toEqual(['session', 'reads-from']);
    expect(violation(sessions('a: x?1 y=1', 'b: y?1 x=1'))).toBe('cyclic-co');
  });

  it('finds the initial value read after a write became known', () => {
    const found = evidence(sessions('a: x=1 y=1', 'b: z?0 y?1 z?0 x?0'));
    expect(found.violation).toBe('write-co-init-read');
    expect([found.write?.id, found.read?.id]).toEqual([0, 5]);
    expect(ids(found.operations)).toEqual([0, 1, 3, 5]);
    expect(found.steps.map(({ by }) => by)).toEqual(['session', 'reads-from', 'session']);
  });

  it('finds a read of what is known to be overwritten', () => {
    const found = evidence(sessions('a: x=1', 'b: x?1 x=2 y=1', 'c: y?1 x?1'));
    expect(found.violation).toBe('write-co-read');
    expect([found.write?.id, found.overwrite?.id, found.read?.id]).toEqual([0, 2, 5]);
    expect(violation(sessions('a: x=1 x=2', 'b: x?2 x?1'))).toBe('write-co-read');
  });

  it('finds two processes that see two writes in opposite orders, which only convergence forbids', () => {
    const history = sessions('a: x=1 x?2', 'b: x=2 x?1');
    expect(levels.map((level) => violation(history, level))).toEqual(['ok', 'ok', 'cyclic-cf']);
    expect(evidence(history, 'causal-convergence').steps.map(({ by }) => by)).toEqual([
      'overwritten',
      'overwritten',
    ]);
  });

  it('finds a process whose own reads fit no order, which convergence may allow', () => {
    // b has read x=2 after it knew of x=1, so to b the write of z came before its own and it cannot read nothing there.
    const initial = sessions('a: z=1 x=1 y=1', 'b: x=2 z?0 y?1 x?2');
    expect(levels.map((level) => violation(initial, level))).toEqual(['ok', 'write-hb-init-read', 'ok']);
    expect(evidence(initial, 'causal-memory').observer).toBe('b');
    // To and fro: b sees 1, then 2, then 1 again.
    const circle = sessions('a: x=1', 'b: x=2', 'c: x?1 x?2 x?1');
    expect(levels.map((level) => violation(circle, level))).toEqual(['ok', 'cyclic-hb', 'cyclic-cf']);
    expect(evidence(circle, 'causal-memory').observer).toBe('c');
  });

  it('follows what reads show of the order of writes through several rounds', () => {
    // To c, x=1 came before x=2, which it knows only in the end; hence y=1 before y=2; hence k=1 before it read k.
    const history = sessions('a: k=1 y=1 x=1 u=1', 'b: x=2 v=1', 'd: y=2 s=1', 'c: s?1 k?0 v?1 y?2 u?1 x?2');
    expect(satisfiesSerialisations(history, 'causal-memory')).toBe(false);
    expect(violation(history)).toBe('ok');
    const found = evidence(history, 'causal-memory');
    expect(found.violation).toBe('write-hb-init-read');
    expectSound(found);
    expectSmallest(found, (part) => satisfiesSerialisations(part, 'causal-memory'));
    expect(found.operations).toHaveLength(history.length);
    const harmless = history.filter(({ id }) => id !== 13);
    expect(satisfiesSerialisations(harmless, 'causal-memory')).toBe(true);
    expect(violation(harmless, 'causal-memory')).toBe('ok');
  });

  it('lets an open write come late, or never, but after what its process did before', () => {
    expect(violation(sessions('a: x~1 y=1', 'b: y?1 x?0'))).toBe('ok');
    expect(violation(sessions('a: x~1 y=1', 'b: y?1 x?0', 'c: x?1'))).toBe('ok');
    expect(violation(sessions('a: y=1 x~1', 'b: x?1 y?0'))).toBe('write-co-init-read');
    expect(violation(sessions('a: x~1', 'b: x?1 x?0'))).toBe('write-co-init-read');
  });

  it('speaks the words of the key-value model and of the plain register too', () => {
    const put: Operation = {
      id: 0,
      process: 'a',
      input: { op: 'put', key: 'x', value: { deep: [1] } },
      invokedAt: 0,
      status: 'ok',
      output: null,
      returnedAt: 1,
    };
    const get: Operation = {
      ...put,
      id: 1,
      input: { op: 'get', key: 'x' },
      invokedAt: 1,
      output: { deep: [1] },
    };
    const stale: Operation = { ...get, id: 2, output: null, returnedAt: 2 };
    expect(violation([put, { ...get, returnedAt: 1 }])).toBe('ok');
    expect(violation([put, { ...get, returnedAt: 1 }, stale])).toBe('write-co-init-read');
    const write: Operation = { ...put, input: { op: 'write', value: 1 } };
    expect(violation([write, { ...stale, input: { op: 'read' } }])).toBe('write-co-init-read');
  });

  it('refuses histories that it cannot judge', () => {
    expect(() => checkCausality(sessions('a: x=1', 'b: x=1'))).toThrow('written twice');
    expect(() => checkCausality(record([{ process: 'a', key: 'x', wrote: null }]))).toThrow(
      'null is written',
    );
    const [first, second] = sessions('a: x=1 x=2');
    if (first === undefined || second === undefined) throw new Error('two operations');
    expect(() => checkCausality([first, { ...second, invokedAt: 5 }])).toThrow('One at a time');
    expect(() => checkCausality([{ ...first, input: { op: 'swap' } }])).toThrow('no operation');
  });
});

describe('laws of checkCausality', () => {
  const shape: Shape = { operations: 10, processes: 3, keys: 2 };

  it('names of processes and the order of the list do not matter', () => {
    fc.assert(
      fc.property(histories(shape, 1), fc.constantFrom(...levels), (history, level) => {
        const renamed = [...history]
          .reverse()
          .map((each) => ({ ...each, process: each.process === 'p0' ? 'z' : `a${each.process}` }));
        const [before, after] = [checkCausality(history, { level }), checkCausality(renamed, { level })];
        expect(after.verdict).toBe(before.verdict);
        if (before.verdict === 'ok' || after.verdict === 'ok') return;
        expect(after.evidence.violation).toBe(before.evidence.violation);
        expect(ids(after.evidence.operations)).toEqual(ids(before.evidence.operations));
      }),
      { seed: 121, numRuns: 500 },
    );
  });

  it('a stranger with a key of its own changes nothing', () => {
    fc.assert(
      fc.property(histories(shape, 1), fc.constantFrom(...levels), fc.nat(100), (history, level, at) => {
        const stranger: Operation[] = sessions('q: q?0 q=1 q?1').map((each) => ({
          ...each,
          id: each.id + 1000,
          invokedAt: at + each.id,
          ...(each.status === 'ok' ? { returnedAt: at + each.id } : {}),
        }));
        expect(checkCausality([...stranger, ...history], { level })).toEqual(
          checkCausality(history, { level }),
        );
      }),
      { seed: 122, numRuns: 500 },
    );
  });

  it('a part that lacks no write of its reads is right when the whole is', () => {
    fc.assert(
      fc.property(histories(shape, 1), fc.constantFrom(...levels), fc.nat(10), (history, level, length) => {
        if (checkCausality(history, { level }).verdict === 'illegal') return;
        const part = history.filter(
          ({ input, id }) => id < length || (typeof input === 'object' && input !== null && 'value' in input),
        );
        expect(violation(part, level)).toBe('ok');
      }),
      { seed: 123, numRuns: 500 },
    );
  });

  it('memory and convergence are stronger than causality', () => {
    fc.assert(
      fc.property(histories(shape, 1), fc.constantFrom(...levels), (history, level) => {
        const weak = violation(history);
        if (weak !== 'ok') expect(violation(history, level)).not.toBe('ok');
      }),
      { seed: 124, numRuns: 500 },
    );
  });
});
