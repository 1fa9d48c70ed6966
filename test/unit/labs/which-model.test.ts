import { beforeAll, expect, test } from 'vitest';
import lab from '../../../src/labs/which-model/lab.ts';
import { ofKind } from '../../../src/sim/trace.ts';
import { COMPILE_MS, readyLab, type ReadyLab } from '../../support/labs.ts';

let ready: ReadyLab;
beforeAll(async () => {
  ready = await readyLab('which-model', lab);
}, COMPILE_MS);

/** The worst end of each of the nine worlds, row by row: crash-stop, crash-recovery, a liar. */
function worst(program: string): string[] {
  const ends = ready.many('worlds', { program }).map(({ end }) => end ?? '');
  return Array.from({ length: 9 }, (_, i) => {
    const cell = ends.slice(12 * i, 12 * i + 12);
    return ['wrong', 'unfinished', 'well'].find((end) => cell.includes(end)) ?? '';
  });
}

test('where each program is right, does not finish, is wrong', () => {
  const [wrong, waits] = ['wrong', 'unfinished'];
  const liar = [wrong, wrong, wrong];
  expect(worst('a fixed time')).toEqual(['well', wrong, wrong, wrong, wrong, wrong, ...liar]);
  expect(worst('everybody')).toEqual([waits, waits, waits, waits, waits, waits, ...liar]);
  expect(worst('ballots in memory')).toEqual(['well', 'well', waits, wrong, wrong, wrong, ...liar]);
  expect(worst('ballots on disk')).toEqual(['well', 'well', waits, 'well', 'well', waits, ...liar]);
});

test('what is told of a program is how many of its worlds have no wrong run', () => {
  for (const [program, answer] of [
    ['a fixed time', '1'],
    ['everybody', '6'],
    ['ballots in memory', '3'],
    ['ballots on disk', '6'],
  ] as const)
    expect([program, ready.run({ program }).outcome.answer]).toEqual([program, answer]);
});

test('a run is wrong exactly where honest decisions differ or are nobody’s', () => {
  for (const program of ['ballots in memory', 'ballots on disk'])
    for (const { spec, end } of ready.many('worlds', { program })) {
      if (spec.values?.['timing'] !== 'bounded') continue;
      const { events } = ready.run({ program, ...spec.values }).run;
      const decided = events
        .filter(ofKind('log'))
        .filter(({ text }) => text.startsWith('decides'))
        .map(({ text }) => text.slice(8));
      const bad = new Set(decided).size > 1 || decided.some((value) => !['5', '3', '8'].includes(value));
      expect([program, spec, end === 'wrong']).toEqual([program, spec, bad]);
    }
});
