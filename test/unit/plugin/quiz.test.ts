import { describe, expect, test } from 'vitest';
import { textOf, type MarkdownNode } from '../../../src/plugin/markdown.ts';
import { quizData } from '../../../src/plugin/quiz.ts';

const text = (value: string): MarkdownNode => ({ type: 'paragraph', children: [{ type: 'text', value }] });
const choice = (value: string, checked: boolean | null): MarkdownNode => ({
  type: 'listItem',
  checked,
  children: [text(value)],
});
const list = (...children: MarkdownNode[]): MarkdownNode => ({ type: 'list', children });
const jsx = (name: string, children: MarkdownNode[], line = 1): MarkdownNode => ({
  type: 'mdxJsxFlowElement',
  name,
  attributes: [],
  children,
  position: { start: { line } },
});
const good = (words: string): MarkdownNode =>
  jsx('Question', [
    text(words),
    list(choice('no', false), choice('yes', true), choice('too', true)),
    text('Why.'),
  ]);

const quizOf = (...questions: MarkdownNode[]): MarkdownNode => jsx('Quiz', questions, 9);
const run = (...children: MarkdownNode[]): MarkdownNode => {
  const tree = { type: 'root', children };
  quizData()(tree, { path: 'docs/clocks.mdx' });
  return tree;
};
const attributes = (node: MarkdownNode | undefined): Record<string, unknown> =>
  Object.fromEntries((node?.attributes ?? []).map(({ name = '', value }) => [name, value]));

describe('quizData', () => {
  test('takes questions apart and names the quiz after its lesson', () => {
    const quiz = run(quizOf(good('One?'), good('Two?'), good('Three?'), good('Four?'))).children?.[0];
    const first = quiz?.children?.[0];
    expect(attributes(quiz)['id']).toBe('clocks');
    expect(String(attributes(quiz)['questions']).split(' ')).toHaveLength(4);
    expect(attributes(first)['right']).toBe('1 2');
    expect(first?.children?.map(({ name, children = [] }) => [name, children.map(textOf).join('')])).toEqual([
      ['Prompt', 'One?'],
      ['Choice', 'no'],
      ['Choice', 'yes'],
      ['Choice', 'too'],
      ['Why', 'Why.'],
    ]);
    // A label holds no paragraph.
    expect(JSON.stringify(first?.children?.[1])).not.toContain('paragraph');
  });

  test('a question has the same name until its words change', () => {
    const namesOf = (words: string): unknown =>
      attributes(run(quizOf(good(words), good('Two?'), good('Three?'), good('Four?'))).children?.[0])[
        'questions'
      ];
    expect(namesOf('One?')).toBe(namesOf('One?'));
    expect(namesOf('One?')).not.toBe(namesOf('Another one?'));
  });

  test.each([
    [
      'three questions',
      [good('1'), good('2'), good('3')],
      /clocks\.mdx:9: a quiz has 4 to 6 <Question>s, this one 3/,
    ],
    ['no list', [jsx('Question', [text('Well?'), text('Why.')], 5)], /clocks\.mdx:5: .* list of choices/],
    [
      'nothing right',
      [jsx('Question', [text('?'), list(choice('a', false), choice('b', false)), text('Why.')])],
      /at least one right choice/,
    ],
    [
      'nothing wrong',
      [jsx('Question', [text('?'), list(choice('a', true), choice('b', true)), text('Why.')])],
      /and one wrong/,
    ],
    [
      'no text',
      [jsx('Question', [list(choice('a', true), choice('b', false)), text('Why.')])],
      /begins with its text/,
    ],
    [
      'no explanation',
      [jsx('Question', [text('?'), list(choice('a', true), choice('b', false))])],
      /ends with an explanation/,
    ],
  ])('refuses a quiz with %s', (_what, questions, message) => {
    const padded = questions.length > 1 ? questions : [...questions, good('2'), good('3'), good('4')];
    expect(() => run(quizOf(...padded))).toThrow(message);
  });

  test('refuses a second quiz', () => {
    const four = (): MarkdownNode[] => ['1', '2', '3', '4'].map(good);
    expect(() => run(quizOf(...four()), quizOf(...four()))).toThrow(/a second <Quiz>/);
  });
});
