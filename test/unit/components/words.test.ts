import { describe, expect, test } from 'vitest';
import { counted, instant, span, tellCoverage } from '../../../src/components/Workshop/verdict/words.ts';
import { nameFault, tellFault } from '../../../src/components/Faults/words.ts';

test('numbers have separators and units', () => {
  expect(counted(1, 'run')).toBe('1 run');
  expect(counted(1204, 'run')).toBe('1,204 runs');
  expect([0.5, 999, 2500, 90_000, 3_600_000].map(span)).toEqual([
    '0.5 ms',
    '999 ms',
    '2.5 s',
    '1.5 min',
    '1 h',
  ]);
  expect([0, 12.34, 1204.6].map(instant)).toEqual(['0 ms', '12.3 ms', '1,205 ms']);
});

test('coverage is a sentence, without what was not tried', () => {
  expect(
    tellCoverage({
      runs: 1204,
      directed: 84,
      sampled: 620,
      swept: 500,
      exhausted: 0,
      commanded: 0,
      events: 90_000,
    }),
  ).toBe('1,204 runs: 84 directed, 620 sampled, 500 with one fault at every decision. 90,000 events in all.');
  expect(
    tellCoverage({ runs: 1, directed: 1, sampled: 0, swept: 0, exhausted: 0, commanded: 0, events: 12 }),
  ).toBe('1 run: 1 directed. 12 events in all.');
});

describe('tellFault', () => {
  test('names a message by its key', () => {
    expect(tellFault({ kind: 'drop', message: 'reply request a>bank 0.3' })).toBe(
      'The reply to the fourth request of a to bank is lost.',
    );
    expect(tellFault({ kind: 'delay', message: 'send a>b 1.0', byMs: 2500 })).toBe(
      'The first message of a to b after its restart takes 2.5 s longer.',
    );
    expect(tellFault({ kind: 'duplicate', message: 'request a>b 0.21', afterMs: 40 })).toBe(
      'The 22nd request of a to b arrives twice, the second time 40 ms later.',
    );
  });

  test('names moments of nodes', () => {
    expect(
      tellFault({ kind: 'crash', at: { node: 'a', incarnation: 0, step: 4 }, restartAfterMs: null }),
    ).toBe('a crashes just before its step 5 and does not come back.');
    expect(tellFault({ kind: 'pause', at: { node: 'a', atMs: 1500 }, forMs: 30_000 })).toBe(
      'a is paused at 1,500 ms for 30 s.',
    );
    expect(tellFault({ kind: 'clock-step', at: { node: 'a', atMs: 10 }, byMs: -3_600_000 })).toBe(
      'The time-of-day clock of a steps back by 1 h at 10 ms.',
    );
  });

  test('names links', () => {
    expect(tellFault({ kind: 'partition', fromMs: 0, untilMs: 900, links: ['a>b', 'b>a'] })).toBe(
      'From 0 ms to 900 ms no message gets through between a and b.',
    );
  });
});

test('nameFault names a fault as a thing that can be taken away', () => {
  expect(nameFault({ kind: 'drop', message: 'reply request a>bank 0.3' })).toBe(
    'the loss of the reply to the fourth request of a to bank',
  );
  expect(nameFault({ kind: 'pause', at: { node: 'a', atMs: 1 }, forMs: 3 })).toBe('the pause of a');
  expect(nameFault({ kind: 'partition', fromMs: 0, untilMs: 9, links: ['a>b', 'b>a'] })).toBe(
    'the cut between a and b',
  );
});
