import { beforeAll, expect, test } from 'vitest';
import lab from '../../../src/labs/33-and-34/lab.ts';
import { COMPILE_MS, labOf, type RunLab } from '../../support/labs.ts';

let run: RunLab;
beforeAll(async () => {
  run = await labOf('33-and-34', lab);
}, COMPILE_MS);

interface Lengths {
  readonly lease: number;
  readonly late: number;
  readonly check: string;
  readonly crash: boolean;
}

/** Whose lines are in the file, by when things happen, in s: 50 ms a message, 10 ms for the disk. */
function linesOf({ lease, late, check, crash }: Lengths): string {
  const written = 2.3 + late;
  const readByB = lease + 0.4;
  const writtenByB = lease + 1.5;
  if (written < readByB) return 'both';
  const forgets = crash && written > writtenByB;
  if (check === 'disk' || (check === 'memory' && !forgets)) return 'B';
  return written < writtenByB ? 'B' : 'A';
}

test.each(['none', 'memory', 'disk'])('the file is as the lengths say, check: %s', (check) => {
  for (const cause of ['pause', 'network'])
    for (const crash of [false, true])
      for (const lease of [5, 10])
        for (const late of [0, lease - 3, lease - 2, lease - 1, lease, 20]) {
          const values = { lease, late, check, crash };
          expect({ cause, ...values, answer: run({ cause, ...values }).outcome.answer }).toEqual({
            cause,
            ...values,
            answer: linesOf(values),
          });
        }
});

test('harm is told exactly when an acknowledged line is gone', () => {
  for (const check of ['none', 'memory', 'disk'])
    for (const crash of [false, true])
      for (const late of [0, 8, 9, 12]) {
        const { outcome, run: recorded } = run({ check, crash, late });
        const saved = recorded.events.filter(
          (event) => event.kind === 'return' && event.value === 'saved',
        ).length;
        expect(outcome.harm !== undefined).toBe(saved > (outcome.answer === 'both' ? 2 : 1));
      }
});

test('a mark on disk lets no line go, however long the pause', () => {
  for (let late = 0; late <= 20; late += 2)
    expect(run({ check: 'disk', crash: true, late }).outcome.harm).toBe(undefined);
});
