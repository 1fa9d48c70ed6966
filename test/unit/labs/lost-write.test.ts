import { beforeAll, expect, test } from 'vitest';
import lab from '../../../src/labs/lost-write/lab.ts';
import { COMPILE_MS, readyLab, type ReadyLab } from '../../support/labs.ts';

let ready: ReadyLab;
beforeAll(async () => {
  ready = await readyLab('lost-write', lab);
}, COMPILE_MS);

const counts = (changed: Record<string, string>): (number | undefined)[] =>
  ready.many('skews', changed).map(({ at }) => at?.['count']);

test('with a fixed handover every write of B is kept up to 10 ms, and gone from 11 ms on', () => {
  expect(counts({})).toEqual(Array.from({ length: 31 }, (_, behind) => (behind <= 10 ? 100 : 50)));
});

test('with a drawn handover the counter falls as calculated', () => {
  for (const [behind, count] of counts({ handover: 'drawn' }).entries()) {
    const share = Math.max(0, Math.min(1, (behind - 5) / 10));
    // 50 writes of B, each lost with that chance; a reading in whole milliseconds moves the edge by up to one.
    const room = 3 * Math.sqrt(50 * share * (1 - share)) + 6;
    expect(Math.abs((count ?? 0) - (100 - 50 * share))).toBeLessThanOrEqual(room);
  }
});

test.each(['Lamport', 'hybrid'])('stamps of a %s clock lose nothing', (stamps) => {
  for (const handover of ['fixed', 'drawn'])
    expect(new Set(counts({ stamps, handover }))).toEqual(new Set([100]));
});

test('what is told is what the counter says', () => {
  for (const [behind, answer] of [
    [0, '100'],
    [20, '50'],
  ] as const) {
    const { outcome } = ready.run({ behind });
    expect(outcome.answer).toBe(answer);
    expect(outcome.harm === undefined).toBe(behind === 0);
  }
  expect(ready.run({ behind: 20 }).outcome.because[1]).toContain('0 of A’s and 50 of B’s');
});
