import { beforeAll, expect, test } from 'vitest';
import lab from '../../../src/labs/gauntlet/lab.ts';
import { COMPILE_MS, readyLab, type ReadyLab } from '../../support/labs.ts';

let ready: ReadyLab;
beforeAll(async () => {
  ready = await readyLab('gauntlet', lab);
}, COMPILE_MS);

/** How many of the twenty runs of each tile go wrong. */
function found(): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { spec, end } of ready.many('all'))
    counts.set(spec.tile ?? '', (counts.get(spec.tile ?? '') ?? 0) + (end === 'wrong' ? 1 : 0));
  return counts;
}

test('with all safeguards no run goes wrong; placed faults find each that is missing, storms hardly one', () => {
  const counts = [...found()];
  const of = (part: (tile: string) => boolean): number[] =>
    counts.flatMap(([tile, count]) => (part(tile) ? [count] : []));
  expect(counts).toHaveLength(7 * 6);
  expect(new Set(of((tile) => tile.startsWith('without nothing')))).toEqual(new Set([0]));
  const placed = of((tile) => tile.endsWith('placed') && !tile.startsWith('without nothing'));
  expect(placed).toEqual(placed.map(() => 20));
  // What the lesson tells: storms find the missing check, and none of the five subtler ones.
  expect(of((tile) => tile.startsWith('without the check') && tile.endsWith('messages'))[0]).toBeGreaterThan(
    3,
  );
  expect(
    of((tile) => !tile.endsWith('placed') && !tile.startsWith('without the check')).every((n) => n === 0),
  ).toBe(true);
});

test('a run is wrong exactly where a write of an earlier grant comes after one of a later', () => {
  for (const without of ['nothing', 'the check', 'the mark on disk'])
    for (const storm of ['messages', 'placed']) {
      const { run, outcome } = ready.run({ without, storm, lot: 3 });
      const grants = outcome.tables[0]?.rows.map(([, , grant]) => Number(grant)) ?? [];
      const sorted = [...grants].sort((a, b) => a - b);
      expect([without, storm, outcome.harm === undefined]).toEqual([
        without,
        storm,
        JSON.stringify(grants) === JSON.stringify(sorted),
      ]);
      expect(run.events.some(({ kind }) => kind === 'error')).toBe(false);
    }
});
