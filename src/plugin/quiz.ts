/**
 * Quizzes as they are written in lessons. A question is its text, a list of choices with `- [x]` before what is right and
 * `- [ ]` before what is not, and then the explanation. This remark plugin takes it apart and refuses what is no question.
 */
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { addAttribute, isElement, textOf, type MarkdownNode } from './markdown.ts';

const QUESTIONS_MIN = 4;
const QUESTIONS_MAX = 6;

/** Turns the content of each `<Question>` into `<Prompt>`, `<Choice>`s and `<Why>`, and tells `<Quiz>` its id. */
export function quizData(): (tree: MarkdownNode, file: { path: string }) => void {
  return (tree, { path }) => {
    let quizzes = 0;
    const visit = (node: MarkdownNode): void => {
      if (!isElement(node, 'Quiz')) return node.children?.forEach(visit);
      const where = `${path}:${node.position?.start.line ?? 1}`;
      if ((quizzes += 1) > 1) throw new Error(`${where}: a second <Quiz>. A lesson has one.`);
      const questions = (node.children ?? []).filter((child) => isElement(child, 'Question'));
      if (questions.length < QUESTIONS_MIN || questions.length > QUESTIONS_MAX)
        throw new Error(
          `${where}: a quiz has ${QUESTIONS_MIN} to ${QUESTIONS_MAX} <Question>s, this one ${questions.length}.`,
        );
      const names = questions.map((question) => ask(question, path));
      addAttribute(node, 'id', basename(path).replace(/\.mdx?$/, ''));
      addAttribute(node, 'questions', names.join(' '));
    };
    visit(tree);
  };
}

/** Takes a question apart, and gives its name: the same as long as its words are. */
function ask(question: MarkdownNode, path: string): string {
  const where = `${path}:${question.position?.start.line ?? 1}`;
  const parts = question.children ?? [];
  const at = parts.findIndex(isChoices);
  const list = parts[at];
  const prompt = parts.slice(0, at);
  const why = parts.slice(at + 1);
  if (list === undefined)
    throw new Error(`${where}: a <Question> has a list of choices, "- [x]" right and "- [ ]" wrong.`);
  const choices = list.children ?? [];
  const right = choices.flatMap(({ checked }, index) => (checked === true ? [index] : []));
  if (right.length === 0 || right.length === choices.length)
    throw new Error(
      `${where}: a <Question> has at least one right choice ("- [x]") and one wrong ("- [ ]").`,
    );
  if (prompt.length === 0) throw new Error(`${where}: a <Question> begins with its text, above the choices.`);
  if (why.length === 0)
    throw new Error(`${where}: a <Question> ends with an explanation, below the choices.`);
  const name = createHash('sha256').update(textOf(question)).digest('hex').slice(0, 8);
  addAttribute(question, 'name', name);
  addAttribute(question, 'right', right.join(' '));
  question.children = [
    element('Prompt', prompt),
    ...choices.map((choice, index) => {
      const one = element('Choice', inline(choice));
      addAttribute(one, 'index', String(index));
      return one;
    }),
    element('Why', why),
  ];
  return name;
}

function isChoices(node: MarkdownNode): boolean {
  const items = node.children ?? [];
  return (
    node.type === 'list' && items.length > 1 && items.every(({ checked }) => typeof checked === 'boolean')
  );
}

/** A choice of one paragraph stands in a label, where paragraphs may not. */
function inline({ children = [] }: MarkdownNode): MarkdownNode[] {
  return children.flatMap((child) => (child.type === 'paragraph' ? (child.children ?? []) : [child]));
}

function element(name: string, children: MarkdownNode[]): MarkdownNode {
  return { type: 'mdxJsxFlowElement', name, attributes: [], children };
}
