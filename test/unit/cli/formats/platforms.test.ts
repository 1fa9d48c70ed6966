/** The files of platforms that run the grader for one student at a time. */
import { describe, expect, it } from 'vitest';
import { classroom50 } from '../../../../src/cli/formats/classroom50.ts';
import { FormatError, type Target } from '../../../../src/cli/formats/format.ts';
import { prairielearn } from '../../../../src/cli/formats/prairielearn.ts';
import { CLASS, classOf, failed, hostile, passed, refused, ungraded, unrunnable } from './class.ts';
import { expectGolden } from './golden.ts';

const target: Target = {
  fileName: 'results.json',
  now: '2026-11-03T21:12:00Z',
  environment: {
    CLASSROOM: 'ds-2026',
    ASSIGNMENT: 'counter',
    SUBMISSION_TAG: 'submit/2026-11-03T21-10-00Z-a1b2c3d',
    COMMIT_URL: 'https://github.com/example/counter/commit/a1b2c3d',
    RELEASE_URL: 'https://github.com/example/counter/releases/tag/x',
  },
};

describe('prairielearn', () => {
  interface Results {
    readonly gradable: boolean;
    readonly score?: number;
    readonly format_errors?: readonly string[];
    readonly tests?: readonly {
      readonly points: number;
      readonly max_points: number;
      readonly output: string;
    }[];
  }
  const read = (text: string): Results => JSON.parse(text);

  it('has a score from 0 to 1 and a test for each property', async () => {
    const { text } = prairielearn.write(classOf(failed), target);
    await expectGolden(text, 'prairielearn.json');
    expect(read(text)).toMatchObject({ gradable: true, score: 0.4 });
    expect(read(text).tests?.map(({ points, max_points }) => [points, max_points])).toEqual([
      [0, 60],
      [40, 40],
    ]);
    expect(read(prairielearn.write(classOf(passed), target).text).score).toBe(1);
  });

  it('takes no attempt for what cannot be run, nor for what our side failed to grade, and says which', async () => {
    for (const result of [unrunnable, refused]) {
      const theirs = read(prairielearn.write(classOf(result), target).text);
      expect(theirs).toMatchObject({ gradable: false });
      expect(theirs.format_errors?.[0]).toMatch(/^Cannot be run/);
      expect(theirs.score).toBeUndefined();
    }
    const { text } = prairielearn.write(classOf(ungraded), target);
    await expectGolden(text, 'prairielearn-grader-failed.json');
    expect(read(text)).toMatchObject({ gradable: false });
    expect(read(text).format_errors?.[0]).toMatch(/^Not graded, through no fault of the program/);
    expect(read(text).score).toBeUndefined();
  });

  it('stays below 1 MB', () => {
    const [first] = failed.failures;
    if (first === undefined) throw new Error('It has a failure.');
    const long = 'x🙂'.repeat(100_000);
    const failures = [{ ...first, summary: long, story: first.story.map((one) => ({ ...one, text: long })) }];
    const { text } = prairielearn.write(classOf({ ...failed, failures }), target);
    expect(new TextEncoder().encode(text).length).toBeLessThanOrEqual(1_000_000);
    expect(read(text)).toMatchObject({ gradable: true, score: 0.4 });
    expect(read(text).tests?.[0]?.output).toContain('cut');
  });

  it('refuses a class, and survives hostile text', () => {
    expect(() => prairielearn.write(CLASS, target)).toThrow(FormatError);
    const { text } = prairielearn.write(classOf(hostile), target);
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cs}\p{Bidi_Control}]/u);
    expect(JSON.stringify(read(text))).not.toMatch(/\\u00(?!22)[01]/);
  });
});

describe('classroom50', () => {
  interface Result {
    readonly score: number;
    readonly 'max-score': number;
    readonly tests: readonly { readonly score: number; readonly 'max-score': number }[];
  }
  const read = (text: string): Result => JSON.parse(text);

  it('has whole numbers that add up', async () => {
    const { text } = classroom50.write(classOf(failed), target);
    await expectGolden(text, 'classroom50.json');
    expect(read(text)).toMatchObject({ score: 40, 'max-score': 100 });
    const parts = failed.properties.map((property) => ({ ...property, points: 12.5, maxPoints: 33.4 }));
    const broken = read(classroom50.write(classOf({ ...failed, score: 25, properties: parts }), target).text);
    for (const { score } of [broken, ...broken.tests]) expect(Number.isInteger(score)).toBe(true);
    expect(broken.score).toBe(broken.tests.reduce((sum, test) => sum + test.score, 0));
  });

  it('gives 0 to what cannot be run, and writes nothing when our side failed', () => {
    expect(read(classroom50.write(classOf(unrunnable), target).text)).toMatchObject({
      score: 0,
      'max-score': 100,
    });
    expect(() => classroom50.write(classOf(ungraded), target)).toThrow(/no fault of the program/);
  });

  it('refuses a class, and survives hostile text', () => {
    expect(() => classroom50.write(CLASS, target)).toThrow(FormatError);
    const { text } = classroom50.write(classOf(hostile), target);
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cs}\p{Bidi_Control}]/u);
  });
});
