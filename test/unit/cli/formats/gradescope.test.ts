import { expect, it } from 'vitest';
import { FormatError } from '../../../../src/cli/formats/format.ts';
import { gradescope } from '../../../../src/cli/formats/gradescope.ts';
import { CLASS, classOf, failed, hostile, passed, ungraded, unrunnable } from './class.ts';
import { expectGolden } from './golden.ts';

const target = { fileName: 'results.json', environment: {}, now: '' };
const read = (
  text: string,
): { score?: number; tests: { score: number; status: string; output_format: string }[] } => JSON.parse(text);

it('has a test for each property, which add up to the score', async () => {
  const { text } = gradescope.write(classOf(failed), target);
  await expectGolden(text, 'gradescope.json');
  const { score, tests } = read(text);
  expect(tests.reduce((sum, test) => sum + test.score, 0)).toBe(score);
  expect(tests.map(({ status }) => status)).toEqual(['failed', 'passed']);
});

it('gives 0 to what cannot be run, and no score at all when our side failed', async () => {
  expect(read(gradescope.write(classOf(unrunnable), target).text)).toMatchObject({ score: 0 });
  const { text } = gradescope.write(classOf(ungraded), target);
  await expectGolden(text, 'gradescope-grader-failed.json');
  expect(read(text).score).toBeUndefined();
  expect(read(text).tests).toEqual([]);
});

it('adds up the exercises of one student, unless one has no grade', () => {
  const again = { ...failed, exercise: 'larger' };
  expect(read(gradescope.write(classOf(failed, again), target).text)).toMatchObject({ score: 80 });
  const ours = { ...ungraded, exercise: 'larger', students: failed.students };
  expect(read(gradescope.write(classOf(failed, ours), target).text).score).toBeUndefined();
});

it('refuses the results of several students', () => {
  expect(() => gradescope.write(CLASS, target)).toThrow(FormatError);
  expect(() => gradescope.write(classOf(passed, failed), target)).toThrow(/2 results/);
  const nobodys = { ...failed, students: [] };
  expect(() => gradescope.write(classOf(nobodys, nobodys), target)).toThrow(FormatError);
});

it('survives hostile text: it stays text, and holds nothing that a terminal obeys', () => {
  const { text } = gradescope.write(classOf(hostile), target);
  for (const { output_format } of read(text).tests) expect(output_format).toBe('text');
  expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cs}\p{Bidi_Control}]/u);
});
