/** All mechanical mutants of a program. */
import ts from 'typescript';
import { applyMutation, type Mutation } from './mutation.ts';
import { ownMutations } from './own-mutations.ts';
import { strykerMutations } from './stryker-mutations.ts';

/** What follows this line is as the starter has it. */
const GIVEN = '// ---- as the starter has them';

/** Changes of what a program only says: its log, and the texts of its errors. */
const SAYS = /(?:^|\.)log\s*\(|^(?:new )?\w*Error\s*\(/;

/**
 * The changes of a program, each giving another text, in the order of their places. Changes inside `node.log(…)` are
 * left out: nothing that is judged depends on them.
 */
export async function mutationsOf(source: string): Promise<Mutation[]> {
  // What the starter hands out is not the learner's to get right.
  const given = source.indexOf(GIVEN);
  const silent = [...saidIn(source), ...(given === -1 ? [] : [{ start: given, end: source.length }])];
  const seen = new Set([source]);
  return [...(await strykerMutations(source)), ...ownMutations(source)]
    .filter((one) => !silent.some(({ start, end }) => one.start >= start && one.end <= end))
    .filter((one) => {
      const text = applyMutation(source, one);
      if (seen.has(text)) return false;
      seen.add(text);
      return true;
    })
    .sort((a, b) => a.start - b.start || a.end - b.end);
}

function saidIn(source: string): { start: number; end: number }[] {
  const file = ts.createSourceFile('program.ts', source, ts.ScriptTarget.ES2022, true);
  const spans: { start: number; end: number }[] = [];
  const visit = (node: ts.Node): void => {
    const says =
      (ts.isCallExpression(node) || ts.isNewExpression(node)) &&
      SAYS.test(node.getText(file).split('(', 1)[0] + '(');
    if (says)
      spans.push({
        start: (ts.isExpressionStatement(node.parent) ? node.parent : node).getStart(file),
        end: (ts.isExpressionStatement(node.parent) ? node.parent : node).getEnd(),
      });
    ts.forEachChild(node, visit);
  };
  visit(file);
  return spans;
}
