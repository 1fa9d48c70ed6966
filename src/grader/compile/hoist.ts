/**
 * Finds lowered `async` functions whose generator can be made once instead of at every call.
 *
 * Engines set a generator function up anew for each closure (2.4 µs in V8, half of a call to an `async` function). The
 * generator of a function that stands in no other function, block or loop refers to nothing that differs between
 * calls but its parameters; those are handed over. One in a class stays within it, for the private names.
 */
import type * as acorn from 'acorn';
import { childrenOf, isFunctionNode, type FunctionNode, type Node } from './syntax.ts';

/** One generator to move. */
export interface Hoistable {
  readonly generator: acorn.FunctionExpression;
  /** The class in whose body it must stay; none: the module. */
  readonly home: acorn.ClassBody | undefined;
  /** The `null` to replace by a list of the parameters, which the generator then takes itself. */
  readonly handOver: { readonly at: Node; readonly names: readonly string[] } | undefined;
}

/** All hoistable generators of a bundle; `asyncNames` are the names of the compiler's helper. */
export function findHoistable(program: acorn.Program, asyncNames: ReadonlySet<string>): Hoistable[] {
  const found: Hoistable[] = [];

  const visit = (node: Node, home: acorn.ClassBody | undefined): void => {
    if (isFunctionNode(node)) {
      const hoistable = asHoistable(node, home, asyncNames);
      if (hoistable !== undefined) found.push(hoistable);
      return;
    }
    switch (node.type) {
      case 'BlockStatement':
      case 'StaticBlock':
      case 'ForStatement':
      case 'ForInStatement':
      case 'ForOfStatement':
      case 'WhileStatement':
      case 'DoWhileStatement':
      case 'SwitchStatement':
      case 'TryStatement':
      case 'LabeledStatement':
        return;
      case 'ClassDeclaration':
      case 'ClassExpression':
        for (const member of node.body.body) {
          // A field's value is made for each instance; only a function that is the value itself qualifies.
          if (member.type !== 'StaticBlock' && member.value && isFunctionNode(member.value)) {
            visit(member.value, node.body);
          }
        }
        return;
      default:
        for (const child of childrenOf(node)) visit(child, home);
    }
  };
  for (const statement of program.body) visit(statement, undefined);
  return found;
}

function asHoistable(
  node: FunctionNode,
  home: acorn.ClassBody | undefined,
  asyncNames: ReadonlySet<string>,
): Hoistable | undefined {
  // A function expression's own name is known within it only.
  if (node.generator === true || (node.type === 'FunctionExpression' && node.id)) return undefined;
  const call = soleResult(node);
  if (call?.type !== 'CallExpression' || call.callee.type !== 'Identifier') return undefined;
  const [, args, generator] = call.arguments;
  if (!asyncNames.has(call.callee.name) || args === undefined || generator?.type !== 'FunctionExpression') {
    return undefined;
  }
  const names: string[] = [];
  for (const parameter of node.params) {
    const target = parameter.type === 'RestElement' ? parameter.argument : parameter;
    if (target.type !== 'Identifier') return undefined;
    names.push(target.name);
  }
  const used = names.some((name) => mentions(generator, name));
  if (!used) return { generator, home, handOver: undefined };
  const isNull = args.type === 'Literal' && args.value === null;
  const simple = node.params.every(({ type }) => type === 'Identifier');
  if (!isNull || !simple || generator.params.length > 0) return undefined;
  return { generator, home, handOver: { at: args, names } };
}

/** What a function returns, if returning is all it does. */
function soleResult({ body }: FunctionNode): Node | undefined {
  if (body.type !== 'BlockStatement') return body;
  const [only, more] = body.body;
  return only?.type === 'ReturnStatement' && more === undefined ? (only.argument ?? undefined) : undefined;
}

function mentions(node: Node, name: string): boolean {
  return (
    (node.type === 'Identifier' && node.name === name) ||
    childrenOf(node).some((child) => mentions(child, name))
  );
}
