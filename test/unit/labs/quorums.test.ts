import { Prng } from '../../../src/util/prng.ts';
import { beforeAll, expect, test } from 'vitest';
import lab from '../../../src/labs/quorums/lab.ts';
import { COMPILE_MS, labOf, type RunLab } from '../../support/labs.ts';

let run: RunLab;
beforeAll(async () => {
  run = await labOf('quorums', lab);
}, COMPILE_MS);

const PLACES = ['P', 'Q', 'both', 'down'];

/** Who wins, counted by hand: P comes first where both come. */
function winnersOf(places: readonly string[], rule: string): string {
  const all = places.length;
  const count = (...wanted: string[]): number => places.filter((place) => wanted.includes(place)).length;
  const enough = (votes: number, answers: number): boolean =>
    rule === 'majority' ? votes > all / 2 : rule === 'half' ? votes >= all / 2 : votes > answers / 2;
  const p = enough(count('P', 'both'), count('P', 'both'));
  const q = enough(count('Q'), count('Q', 'both'));
  return p && q ? 'both' : p ? 'P' : q ? 'Q' : 'neither';
}

function places(draw: Prng, size: number): string[] {
  return Array.from({ length: size }, () => draw.pick(PLACES));
}

test.each(['majority', 'half', 'answered'])('the winners are those that one counts by hand: %s', (rule) => {
  const draw = new Prng(7);
  const seen = new Set<string>();
  for (let round = 0; round < 40; round++) {
    const size = [3, 4, 5, 7][round % 4] ?? 3;
    const where = places(draw, size);
    const values = Object.fromEntries(where.map((place, index) => [`n${index + 1}`, place]));
    const { outcome } = run({ size: String(size), rule, ...values });
    seen.add(outcome.answer);
    expect([rule, where, outcome.answer]).toEqual([rule, where, winnersOf(where, rule)]);
    expect(outcome.harm !== undefined).toBe(outcome.answer === 'both');
    if (rule === 'majority') expect(outcome.answer).not.toBe('both');
  }
  expect(seen.size).toBeGreaterThanOrEqual(2);
});

test('two majorities meet, four nodes tolerate no more than three, two halves of four need not meet', () => {
  const row = (rule: string, size: string): readonly string[] | undefined =>
    run({ rule }).outcome.tables[1]?.rows.find(([nodes]) => nodes === size);
  expect(row('majority', '3')).toEqual(['3', '2', '1', '3', '1']);
  expect(row('majority', '4')).toEqual(['4', '3', '1', '4', '2']);
  expect(row('majority', '7')).toEqual(['7', '4', '3', '35', '1']);
  expect(row('half', '4')).toEqual(['4', '2', '2', '6', '0']);
});
