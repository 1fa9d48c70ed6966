import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isChanged, isSame, list, tellChange, tellOutcome } from '../../../src/components/Faults/change.ts';
import { numbersOf, withNumber } from '../../../src/components/Faults/numbers.ts';
import { readLink, writeLink } from '../../../src/components/Playground/link.ts';
import { tellOffer } from '../../../src/components/Playground/words.ts';
import type { Fault } from '../../../src/sim/fault.ts';
import { parseFaults } from '../../../src/sim/parse-fault.ts';

const drop: Fault = { kind: 'drop', message: 'reply request a>b 0.0' };
const pause: Fault = { kind: 'pause', at: { node: 'a', incarnation: 0, step: 3 }, forMs: 300 };
const crash: Fault = { kind: 'crash', at: { node: 'r1', atMs: 20 }, restartAfterMs: 500 };
const step: Fault = { kind: 'clock-step', at: { node: 'a', atMs: 20 }, byMs: -1000 };
const cut: Fault = { kind: 'partition', fromMs: 10, untilMs: 60, links: ['a>b', 'b>a'] };
const burst: Fault = { kind: 'burst-loss', fromMs: 0, untilMs: 9, links: ['a>b'], percent: 50 };
const all: readonly Fault[] = [
  drop,
  pause,
  crash,
  step,
  cut,
  burst,
  { kind: 'delay', message: 'send a>b 0.1', byMs: 40 },
  { kind: 'duplicate', message: 'send a>b 0.1', afterMs: 4 },
  { kind: 'small-inbox', node: 'a', fromMs: 1, untilMs: 2, capacity: 3 },
  { kind: 'slow-disk', node: 'a', fromMs: 1, untilMs: 2, byMs: 3 },
  { kind: 'crash', at: { node: 'a', atMs: 4 }, restartAfterMs: null },
];

describe('the numbers of a fault', () => {
  test('are those that a reader can change', () => {
    expect(
      all.slice(0, 5).map((fault) => numbersOf(fault).map(({ field, value }) => `${field} ${value}`)),
    ).toEqual([
      [],
      ['forMs 300'],
      ['atMs 20', 'restartAfterMs 500'],
      ['atMs 20', 'byMs -1000'],
      ['fromMs 10', 'untilMs 60'],
    ]);
  });

  test('stay within their bounds, and leave a fault that can be read back', () => {
    fc.assert(
      fc.property(fc.constantFrom(...all), fc.nat(9), fc.double({ noNaN: true }), (fault, nth, value) => {
        const numbers = numbersOf(fault);
        const number = numbers[nth % Math.max(1, numbers.length)];
        if (number === undefined) return;
        const changed = withNumber(fault, number.field, value);
        expect(parseFaults(JSON.parse(JSON.stringify([changed])))).toEqual(
          JSON.parse(JSON.stringify([changed])),
        );
        const now = numbersOf(changed).find(({ field }) => field === number.field)?.value ?? NaN;
        expect(now).toBeGreaterThanOrEqual(number.min ?? -Infinity);
        expect(now).toBeLessThanOrEqual(number.max ?? Infinity);
      }),
      { seed: 5, numRuns: 300 },
    );
  });

  test('that are none change nothing', () => {
    expect(withNumber(drop, 'byMs', 5)).toBe(drop);
    expect(withNumber(pause, 'forMs', NaN)).toBe(pause);
  });
});

describe('a change', () => {
  const edit = (original: Fault, fault = original, out = false) => ({ original, fault, out });

  test('is told with what was taken away and what is otherwise', () => {
    expect(
      tellChange([edit(drop, drop, true), edit(pause, withNumber(pause, 'forMs', 200)), edit(crash)]),
    ).toBe(
      'Without the loss of the reply to the first request of a to b, and with the pause of a for 200 ms instead of 300 ms',
    );
    expect(
      [edit(drop), edit(drop, drop, true), edit(pause, withNumber(pause, 'forMs', 1))].map(isChanged),
    ).toEqual([false, true, true]);
  });

  test('says what became of the promises', () => {
    expect(tellOutcome(['x'], [])).toBe('every promise kept');
    expect(tellOutcome(['x', 'y'], ['y', 'z'])).toBe('y still broken, z broken too');
    expect(tellOutcome(['x'], ['z'])).toBe('z broken now');
    expect(list(['a', 'b', 'c'])).toBe('a, b and c');
  });

  test('of nothing leaves the same fault', () => {
    expect(isSame(crash, JSON.parse(JSON.stringify(crash)) as Fault)).toBe(true);
    expect(isSame(crash, withNumber(crash, 'atMs', 21))).toBe(false);
  });
});

test('offers say what to do', () => {
  expect([drop, pause, crash, step, cut].map(tellOffer)).toEqual([
    'Lose this message',
    'Pause a just before this for 300 ms',
    'Crash r1, restart 500 ms later',
    'Step the clock of a back by 1 s',
    'Cut the link between a and b for 50 ms',
  ]);
});

describe('a link', () => {
  test('gives back what it was made of, whatever the program', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (code) => {
        const link = { token: 'pf1_abc-_', program: 'own', code } as const;
        const fragment = writeLink(link);
        expect(fragment).toMatch(/^[\w=&-]*$/);
        expect(readLink(`#${fragment}`)).toEqual(link);
      }),
      { seed: 6, numRuns: 100 },
    );
  });

  test('of a program of the course holds its name alone', () => {
    for (const program of ['starter', 'solution', 'mutant-no-timeout'] as const)
      expect(readLink(writeLink({ token: 't', program }))).toEqual({ token: 't', program });
  });

  test('that is cut or strange is none', () => {
    for (const text of [
      '',
      '#',
      'run=t',
      'run=t&program=own',
      'run=t&program=other',
      'run=t&program=own&code=!',
    ])
      expect(readLink(text)).toBeUndefined();
  });
});
