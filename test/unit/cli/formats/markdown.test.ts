import { expect, it } from 'vitest';
import { markdown } from '../../../../src/cli/formats/markdown.ts';
import { CLASS, classOf, hostile, ungraded } from './class.ts';
import { expectGolden } from './golden.ts';

const target = { fileName: 'results.md', environment: {}, now: '' };

it('has a table, and a part for each that did not pass', async () => {
  const { text } = markdown.write(CLASS, target);
  await expectGolden(text, 'results.md');
  expect(markdown.write(classOf(ungraded), target).text).toContain('| not graded | no grade |');
});

it('survives hostile text: nothing of theirs is a mark', () => {
  const { text } = markdown.write(classOf(hostile), target);
  const ours = text.replace(/&#\d+;/g, '');
  expect(ours).not.toMatch(/[<>`*_[\]\\~@$&]/);
  expect(ours).not.toContain('://');
  for (const id of ['- a', '+ a', '1. a', '2) a', '===', '---'])
    expect(
      markdown.write(
        classOf({
          ...hostile,
          misconception: { id: '', belief: '' },
          notes: [],
          problems: [{ code: '', message: id }],
        }),
        target,
      ).text,
    ).not.toContain(`\n${id}`);
  for (const line of ours.split('\n')) {
    if (line.startsWith('|')) expect(line.split('|')).toHaveLength(7);
    expect(line).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
  }
  expect(ours.split('\n').filter((line) => line.startsWith('#'))).toHaveLength(3);
});
