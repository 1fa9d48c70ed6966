import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkLinearizability } from '../../../src/checkers/linearizability.ts';
import type { Operation } from '../../../src/history/operation.ts';
import { HistoryRecorder } from '../../../src/history/recorder.ts';
import { casRegister, type CasRegisterInput } from '../../../src/models/cas-register.ts';
import { fencedStorage, type FencedStorageInput } from '../../../src/models/fenced-storage.ts';
import { keyValue } from '../../../src/models/key-value.ts';
import { register } from '../../../src/models/register.ts';
import type { Json } from '../../../src/util/canonical.ts';
import { Prng } from '../../../src/util/prng.ts';
import { histories, type Shape } from './histories.ts';
import { textbookCheck } from '../../support/textbook-wgl.ts';
import { vocabularies } from './vocabularies.ts';

/** Writes histories of one register down in a line each. Instants are microseconds. */
class RegisterHistory {
  readonly recorder = new HistoryRecorder();

  write(value: Json, from: number, to: number): this {
    this.recorder.ok(this.recorder.invoke('w', { op: 'write', value }, from), null, to);
    return this;
  }

  read(value: Json, from: number, to: number): this {
    this.recorder.ok(this.recorder.invoke('r', { op: 'read' }, from), value, to);
    return this;
  }

  openWrite(value: Json, from: number): this {
    this.recorder.invoke('o', { op: 'write', value }, from);
    return this;
  }

  check(options?: { strict?: boolean; budget?: number }) {
    return checkLinearizability(register, this.recorder.operations(), options);
  }
}

const begin = (): RegisterHistory => new RegisterHistory();

describe('a register', () => {
  it('keeps real-time order: a read after two writes gives the second', () => {
    expect(begin().write(1, 0, 5).write(2, 6, 9).read(2, 10, 12).check().verdict).toBe('ok');
    expect(begin().write(1, 0, 5).write(2, 6, 9).read(1, 10, 12).check().verdict).toBe('illegal');
  });

  it('lets operations that overlap come in either order', () => {
    expect(begin().write(1, 0, 9).read(null, 1, 5).read(1, 6, 8).check().verdict).toBe('ok');
    expect(begin().write(1, 0, 9).read(1, 1, 5).read(null, 6, 8).check().verdict).toBe('illegal');
  });

  it('takes operations that touch at one instant for overlapping', () => {
    expect(begin().write(1, 0, 10).read(null, 10, 12).check().verdict).toBe('ok');
    expect(begin().write(1, 0, 10).read(null, 11, 12).check().verdict).toBe('illegal');
    expect(begin().write(1, 7, 7).write(2, 7, 7).read(1, 8, 8).check().verdict).toBe('ok');
  });

  it('lets an open write happen late or never, but not twice and not undone', () => {
    expect(begin().openWrite(1, 0).read(null, 1, 2).read(null, 3, 4).check().verdict).toBe('ok');
    expect(begin().openWrite(1, 0).read(null, 1, 2).read(1, 9, 10).check().verdict).toBe('ok');
    expect(begin().openWrite(1, 0).read(1, 1, 2).read(null, 3, 4).check().verdict).toBe('illegal');
    expect(begin().openWrite(1, 0).read(1, 1, 2).write(2, 3, 4).read(1, 5, 6).check().verdict).toBe(
      'illegal',
    );
    expect(begin().openWrite(1, 5).read(1, 1, 2).check().verdict).toBe('illegal');
  });

  it('gives a failed write no effect', () => {
    const { recorder } = begin();
    recorder.fail(recorder.invoke('w', { op: 'write', value: 1 }, 0), 5);
    recorder.ok(recorder.invoke('r', { op: 'read' }, 6), 1, 7);
    expect(checkLinearizability(register, recorder.operations()).verdict).toBe('illegal');
  });

  it('keeps a write of the value that is there for when it is needed', () => {
    // The second write of 1 must wait for the write of 2, although it could come first without changing anything.
    const history = begin().write(1, 0, 1).write(1, 2, 20).write(2, 3, 19).read(2, 4, 6).read(1, 21, 22);
    expect(history.check().verdict).toBe('ok');
    expect(begin().write(null, 0, 9).write(2, 0, 9).read(null, 10, 11).check().verdict).toBe('ok');
  });

  it('compares values, not texts or identities', () => {
    expect(
      begin()
        .write({ a: 1, b: [0] }, 0, 1)
        .read({ b: [-0], a: 1 }, 2, 3)
        .check().verdict,
    ).toBe('ok');
    expect(begin().write('1', 0, 1).read(1, 2, 3).check().verdict).toBe('illegal');
    expect(begin().write(false, 0, 1).read(null, 2, 3).check().verdict).toBe('illegal');
  });

  it('is fine without any operation', () => {
    expect(begin().check()).toEqual({ verdict: 'ok', steps: 0, parts: [] });
  });
});

it('does not take a configuration with more open operations used for one with fewer', () => {
  // Legal: cas, write 2, open write null, read. Tried earlier: ways to the same state that use both open writes.
  const recorder = new HistoryRecorder();
  const call = (input: CasRegisterInput): number => recorder.invoke('p', input, 0);
  recorder.ok(call({ op: 'write', value: 2 }), null, 1);
  recorder.ok(call({ op: 'cas', from: null, to: 3 }), true, 1);
  call({ op: 'write', value: 2 });
  call({ op: 'write', value: null });
  recorder.ok(recorder.invoke('p', { op: 'read' }, 2), null, 2);
  expect(checkLinearizability(casRegister, recorder.operations()).verdict).toBe('ok');
});

describe('evidence', () => {
  it('names the operation that no order gets past, what led there, and what was possible', () => {
    const result = begin().write(1, 0, 5).write(2, 2, 8).read(3, 6, 9).read(1, 10, 11).check();
    expect(result).toMatchObject({
      verdict: 'illegal',
      evidence: {
        order: [
          { operation: { id: 0 }, stateAfter: '1' },
          { operation: { id: 1 }, stateAfter: '2' },
        ],
        blocked: { id: 2, output: 3 },
        unplaced: [{ id: 2 }],
        possibleStates: ['2', '1'],
      },
    });
  });

  it('shows an order for what is linearizable', () => {
    const result = begin().openWrite(1, 0).write(2, 1, 9).read(1, 3, 4).read(2, 5, 6).check();
    expect(result).toMatchObject({
      verdict: 'ok',
      parts: [{ order: [0, 2, 1, 3].map((id) => ({ operation: { id } })) }],
    });
  });

  it('names the part that is broken', () => {
    const recorder = new HistoryRecorder();
    recorder.ok(recorder.invoke('a', { op: 'put', key: 'x', value: 1 }, 0), null, 1);
    recorder.ok(recorder.invoke('b', { op: 'put', key: 'y', value: 1 }, 0), null, 1);
    recorder.ok(recorder.invoke('a', { op: 'get', key: 'x' }, 2), 1, 3);
    recorder.ok(recorder.invoke('b', { op: 'get', key: 'y' }, 2), 2, 3);
    expect(checkLinearizability(keyValue, recorder.operations())).toMatchObject({
      verdict: 'illegal',
      evidence: { part: 'y', blocked: { id: 3 }, possibleStates: ['{"y":1}'] },
    });
  });
});

describe('strictness at crashes', () => {
  /** A write of key x under token 2 is open when the storage crashes at 10 µs; then come the others, one by one. */
  function afterCrash(...later: [FencedStorageInput, Json][]): Operation[] {
    const recorder = new HistoryRecorder();
    recorder.crash(recorder.invoke('a', { op: 'write', key: 'x', value: 5, token: 2 }, 0), 10);
    for (const [index, [input, output]] of later.entries()) {
      recorder.ok(recorder.invoke('b', input, 20 + 2 * index), output, 21 + 2 * index);
    }
    return recorder.operations();
  }
  const verdicts = (history: Operation[]): string[] =>
    [false, true].map((strict) => checkLinearizability(fencedStorage(), history, { strict }).verdict);
  const staleWrite: [FencedStorageInput, Json] = [
    { op: 'write', key: 'y', value: 1, token: 1 },
    { ok: true },
  ];
  const read = (value: Json): [FencedStorageInput, Json] => [
    { op: 'read', key: 'x', token: 2 },
    { ok: true, value },
  ];

  it('catches a storage that saves the value before the mark: only strictness does', () => {
    expect(verdicts(afterCrash(staleWrite, read(5)))).toEqual(['ok', 'illegal']);
  });

  it('accepts what was lost as a whole, or kept as a whole, or left only the mark', () => {
    expect(verdicts(afterCrash(staleWrite, read(null)))).toEqual(['ok', 'ok']);
    expect(verdicts(afterCrash(read(5)))).toEqual(['ok', 'ok']);
    const refused: [FencedStorageInput, Json] = [staleWrite[0], { ok: false, highest: 2 }];
    expect(verdicts(afterCrash(refused, read(null)))).toEqual(['ok', 'ok']);
  });

  it('keeps in mind the latest call of all that came before, not that of the last', () => {
    // One order makes sense: write 2, cas 2 to 1, open cas 1 to 9, read 9. The write is called after the crash.
    const recorder = new HistoryRecorder();
    const call = (input: CasRegisterInput, at: number): number => recorder.invoke('p', input, at);
    recorder.ok(call({ op: 'cas', from: 2, to: 1 }, 0), true, 30);
    recorder.crash(call({ op: 'cas', from: 1, to: 9 }, 0), 5);
    recorder.ok(call({ op: 'read' }, 0), 9, 40);
    recorder.ok(call({ op: 'write', value: 2 }, 10), null, 20);
    const history = recorder.operations();
    expect(checkLinearizability(casRegister, history).verdict).toBe('ok');
    expect(checkLinearizability(casRegister, history, { strict: true }).verdict).toBe('illegal');
  });

  it('lets an operation called at the instant of the crash come first', () => {
    const recorder = new HistoryRecorder();
    recorder.crash(recorder.invoke('a', { op: 'write', value: 1 }, 0), 10);
    recorder.ok(recorder.invoke('b', { op: 'read' }, 10), null, 12);
    recorder.ok(recorder.invoke('b', { op: 'read' }, 13), 1, 14);
    const history = recorder.operations();
    // The first read takes effect at 10, the write after it at 10, and the second read sees it.
    expect(checkLinearizability(register, history, { strict: true }).verdict).toBe('ok');
    const later = history.map((operation) =>
      operation.id === 1 ? { ...operation, invokedAt: 11 } : operation,
    );
    expect(checkLinearizability(register, later, { strict: true }).verdict).toBe('illegal');
    expect(checkLinearizability(register, later).verdict).toBe('ok');
  });
});

describe('size', () => {
  const values = new Prng('many at once').shuffle(Array.from({ length: 70 }, (_, i) => i));

  it('has room for more finished operations at once than a machine word has bits', () => {
    const history = begin();
    for (const value of values) history.write(value, 0, 1000);
    for (const [index, value] of values.entries()) history.read(69 - value, 10 * index, 10 * index + 5);
    expect(history.check().verdict).toBe('ok');
    const twins = begin();
    for (let i = 0; i < 70; i++) twins.write(7, 0, 1000);
    expect(twins.read(7, 1001, 1002).check().verdict).toBe('ok');
    expect(twins.read(8, 1003, 1004).check().verdict).toBe('illegal');
  });

  it('has room for more open operations than a machine word has bits', () => {
    const history = begin();
    for (const value of values) history.openWrite(value, 0);
    for (const [index, value] of values.entries()) history.read(69 - value, 10 * index, 10 * index + 5);
    expect(history.check().verdict).toBe('ok');
    expect(history.read(69 - (values[0] ?? 0), 1000, 1005).check().verdict).toBe('illegal');
  });

  it('has room for long histories', () => {
    const history = begin();
    for (let i = 0; i < 20_000; i++) history.write(i % 7, 3 * i, 3 * i + 4).read(i % 7, 3 * i + 2, 3 * i + 4);
    expect(history.check()).toMatchObject({ verdict: 'ok' });
  });
});

describe('the budget', () => {
  /** Ten writes at once and a value that nobody wrote: every subset is tried in vain. */
  function hopeless(): RegisterHistory {
    const history = begin();
    for (let value = 0; value < 10; value++) history.write(value, 0, 100);
    return history.read('never written', 101, 102);
  }

  it('ends the search with "unknown", never with a guess', () => {
    const result = hopeless().check({ budget: 1000 });
    expect(result).toMatchObject({ verdict: 'unknown', undecidedParts: [''] });
    expect(result.steps).toBeGreaterThan(1000);
    expect(result.steps).toBeLessThan(1100);
  });

  it('decides when there is enough of it', () => {
    expect(hopeless().check({ budget: 100_000 }).verdict).toBe('illegal');
  });

  it('is shared: a hard part does not keep a broken one from being found', () => {
    const recorder = new HistoryRecorder();
    for (let value = 0; value < 10; value++) {
      recorder.ok(recorder.invoke(`w${value}`, { op: 'put', key: 'hard', value }, 0), null, 100);
    }
    recorder.ok(recorder.invoke('r', { op: 'get', key: 'hard' }, 101), 'never written', 102);
    expect(checkLinearizability(keyValue, recorder.operations(), { budget: 1000 })).toMatchObject({
      verdict: 'unknown',
      undecidedParts: ['hard'],
    });
    recorder.ok(recorder.invoke('r', { op: 'get', key: 'broken' }, 200), 'never written', 201);
    expect(checkLinearizability(keyValue, recorder.operations(), { budget: 1000 })).toMatchObject({
      verdict: 'illegal',
      evidence: { part: 'broken' },
    });
  });
});

describe('laws', () => {
  const shape: Shape = { maxOperations: 20, lastCall: 25, longest: 6, lies: 1, open: 2 };
  const random = histories(casRegister, vocabularies.casRegister, shape);
  const seeded = { seed: 100, numRuns: 400 };

  it('agrees with the textbook on longer histories', () => {
    const seen = { ok: 0, illegal: 0, unknown: 0 };
    fc.assert(
      fc.property(random, (history) => {
        const { verdict } = checkLinearizability(casRegister, history);
        seen[verdict]++;
        expect(verdict).toBe(textbookCheck(casRegister, history));
      }),
      seeded,
    );
    expect(Math.min(seen.ok, seen.illegal)).toBeGreaterThan(50);
  });

  it('does not depend on the order in which operations are listed, their ids, or the hour', () => {
    fc.assert(
      fc.property(random, fc.integer(), fc.boolean(), (history, seed, strict) => {
        const shifted = new Prng(seed).shuffle(history).map((operation, id): Operation => {
          const moved = { ...operation, id, invokedAt: operation.invokedAt + 3_600_000_000 };
          if (moved.status !== 'info') return { ...moved, returnedAt: moved.returnedAt + 3_600_000_000 };
          if (moved.mustTakeEffectBefore === undefined) return moved;
          return { ...moved, mustTakeEffectBefore: moved.mustTakeEffectBefore + 3_600_000_000 };
        });
        const { verdict } = checkLinearizability(casRegister, history, { strict });
        expect(checkLinearizability(casRegister, shifted, { strict }).verdict).toBe(verdict);
      }),
      seeded,
    );
  });

  it('is the same twice, and strict is stricter', () => {
    fc.assert(
      fc.property(random, (history) => {
        const result = checkLinearizability(casRegister, history, { strict: true });
        expect(checkLinearizability(casRegister, history, { strict: true })).toEqual(result);
        if (result.verdict === 'ok') expect(checkLinearizability(casRegister, history).verdict).toBe('ok');
      }),
      seeded,
    );
  });

  it("refuses a malformed history: that is our fault, nobody else's", () => {
    const [operation] = begin().write(1, 5, 9).recorder.operations();
    if (operation?.status !== 'ok') throw new Error('not recorded');
    const early: Operation = { ...operation, returnedAt: 2 };
    expect(() => checkLinearizability(register, [early])).toThrow('before its call');
    expect(() => checkLinearizability(register, [operation, operation])).toThrow('the id is taken');
  });
});
