import { beforeAll, expect, test } from 'vitest';
import lab from '../../../src/labs/bad-clock/lab.ts';
import { COMPILE_MS, readyLab, type ReadyLab } from '../../support/labs.ts';

let ready: ReadyLab;
beforeAll(async () => {
  ready = await readyLab('bad-clock', lab);
}, COMPILE_MS);

const HONEST = [
  [-4, 6],
  [-1, 5],
  [2, 6],
  [3, 7],
] as const;

/** Both ends of what more than half of five share, on a grid of half milliseconds. */
function bruteForce(intervals: readonly (readonly [number, number])[]): [number, number] | undefined {
  const shared = Array.from({ length: 241 }, (_, i) => (i - 120) / 2).filter(
    (x) => intervals.filter(([offset, error]) => Math.abs(x - offset) <= error).length >= 3,
  );
  return shared.length === 0 ? undefined : [Math.min(...shared), Math.max(...shared)];
}

test('the majority’s answer is what more than half share, for every lie of one, two and three', () => {
  for (const liars of [1, 2, 3])
    for (const { spec, at } of ready.many('lies', { liars })) {
      const x = Number(spec.values?.['lie']);
      // A liar keeps its own delay: what it says is shifted.
      const all = [...HONEST, [0, 5] as const].map(([offset, error], i) =>
        i >= 5 - liars ? ([offset + x, error] as const) : ([offset, error] as const),
      );
      expect([liars, x, at?.['earliest'], at?.['latest']]).toEqual([
        liars,
        x,
        ...(bruteForce(all) ?? [undefined, undefined]),
      ]);
    }
});

test('a liar an hour off changes nothing for a majority, and a lot for a mean', () => {
  expect(ready.run().outcome.answer).toBe('beside');
  expect(ready.run({ rule: 'mean' }).outcome.answer).toBe('hour');
  expect(ready.run({ hour: true }).outcome.harm).toBeUndefined();
  expect(ready.run({ hour: true, rule: 'mean' }).outcome.harm).toBeDefined();
});

test('three who agree are believed', () => {
  expect(ready.run({ liars: 3, lie: 20 }).outcome.harm).toBeDefined();
});

test('an exchange gives the offset and its bound', () => {
  const rows = ready.run({ lie: 0 }).outcome.tables[0]?.rows.map(([, offset, error]) => [offset, error]);
  expect(rows).toEqual([
    ['−4 ms', '6 ms'],
    ['−1 ms', '5 ms'],
    ['2 ms', '6 ms'],
    ['3 ms', '7 ms'],
    ['0 ms', '5 ms'],
  ]);
});
