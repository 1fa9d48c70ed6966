import { beforeAll, expect, test } from 'vitest';
import lab from '../../../src/labs/33-and-34/lab.ts';
import { labOf, type RunLab } from '../../support/labs.ts';

let run: RunLab;
beforeAll(async () => {
  run = await labOf('33-and-34', lab);
});

/** When A's write comes, in s, and what B does, from the lengths alone: 50 ms a message, 10 ms for the disk. */
function expected({ lease, late, check, crash }: { lease: number; late: number; check: string; crash: boolean }): string {
  const write = 2.3 + late;
  const readByB = lease + 0.4;
  const writtenByB = lease + 1.5;
  if (write < readByB) return 'both';
  const remembers = check === 'disk' || (check === 'memory' && !(crash && write > writtenByB));
  if (remembers) return 'B';
  return write < writtenByB ? 'B' : 'A';
}

test('the file at the end is as the lengths say', () => {
  const seen = new Set<string>();
  for (const cause of ['pause', 'network'])
    for (const check of ['none', 'memory', 'disk'])
      for (const crash of [false, true])
        for (const lease of [5, 9, 10, 11, 20])
          for (let late = 0; late <= 20; late++) {
            const values = { lease, late, check, crash };
            const { outcome } = run({ ...values, cause });
            seen.add(outcome.answer);
            expect([cause, values, outcome.answer]).toEqual([cause, values, expected(values)]);
          }
  expect([...seen].sort()).toEqual(['A', 'B', 'both']);
});

test('prints', () => {
  const { outcome, run: r } = run();
  console.log(JSON.stringify(outcome, null, 1), r.events.length);
});
