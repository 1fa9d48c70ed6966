/**
 * Changes that matter for programs on unreliable nodes and that Stryker does not make: a dropped `await`, two statements
 * exchanged, a statement left out, a guard lost, a number off by one, doubled or halved.
 */
import ts from 'typescript';
import type { Mutation } from './mutation.ts';

/** All such changes of a TypeScript source, in the order of the text. */
export function ownMutations(source: string): Mutation[] {
  const file = ts.createSourceFile('program.ts', source, ts.ScriptTarget.ES2022, true);
  const found: Mutation[] = [];
  const add = (kind: string, node: ts.Node, replacement: string, end = node.getEnd()): void => {
    found.push({ kind, start: node.getStart(file), end, replacement });
  };

  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isImportDeclaration(node)) return;
    if (ts.isAwaitExpression(node)) add('await dropped', node, node.expression.getText(file));
    if (ts.isNumericLiteral(node)) for (const text of otherNumbers(node.text)) add('number', node, text);
    if (ts.isBlock(node) || ts.isSourceFile(node) || ts.isCaseOrDefaultClause(node))
      statements(node.statements);
    ts.forEachChild(node, visit);
  };

  const statements = (list: ts.NodeArray<ts.Statement>): void => {
    list.forEach((statement, i) => {
      if (isGuard(statement)) add('guard lost', statement, '');
      else if (ts.isExpressionStatement(statement) || ts.isReturnStatement(statement))
        add('statement left out', statement, '');
      const next = list[i + 1];
      if (next === undefined || !isMovable(statement) || !isMovable(next)) return;
      const swapped = `${next.getText(file)}\n${statement.getText(file)}`;
      add('statements exchanged', statement, swapped, next.getEnd());
    });
  };

  visit(file);
  return found;
}

/** An `if` without `else` whose only effect is to leave. */
function isGuard(statement: ts.Statement): boolean {
  if (!ts.isIfStatement(statement) || statement.elseStatement !== undefined) return false;
  const { thenStatement: body } = statement;
  const last = ts.isBlock(body) ? body.statements.at(-1) : body;
  return (
    last !== undefined &&
    (ts.isReturnStatement(last) ||
      ts.isContinueStatement(last) ||
      ts.isBreakStatement(last) ||
      ts.isThrowStatement(last))
  );
}

/** What can change places with its neighbour and still mean something. */
function isMovable(statement: ts.Statement): boolean {
  return (
    ts.isExpressionStatement(statement) || ts.isIfStatement(statement) || ts.isVariableStatement(statement)
  );
}

function otherNumbers(text: string): string[] {
  const value = Number(text);
  if (!Number.isFinite(value)) return [];
  const others = value === 0 ? [1] : [value + 1, value - 1, value * 2, value / 2];
  return [...new Set(others)].filter((other) => other >= 0).map(String);
}
