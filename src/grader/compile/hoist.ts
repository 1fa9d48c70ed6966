/**
 * Finds lowered `async` functions whose generator can be made once instead of at every call.
 *
 * Engines set a generator function up anew for each closure (2.4 µs in V8, half of a call to an `async` function), and
 * V8 keeps all that such a closure refers to until a full garbage collection. What differs between calls is handed
 * over: the parameters, and those variables of the functions around it that have their final value when it is called.
 * One in a class stays within it, for the private names.
 */
import type * as acorn from 'acorn';
import type { Binding } from './scope.ts';
import { childrenOf, isFunctionNode, type FunctionNode, type Node } from './syntax.ts';

/** One generator to move. */
export interface Hoistable {
  readonly generator: acorn.FunctionExpression;
  /** The class in whose body it must stay; none: the module. */
  readonly home: acorn.ClassBody | undefined;
  /** The `null` to replace by a list of variables, which the generator then takes itself. */
  readonly handOver: { readonly at: Node; readonly names: readonly string[] } | undefined;
}

/** Where the walk is. */
interface Place {
  readonly home: acorn.ClassBody | undefined;
  /** Where the innermost function declaration around begins; such a one can be called before what stands above it has run. */
  readonly declaredAt: number;
}

/**
 * All hoistable generators of a bundle, inner ones first; `asyncNames` are the names of the compiler's helper.
 *
 * @param bindings what the names mean (`findNames`)
 */
export function findHoistable(
  program: acorn.Program,
  asyncNames: ReadonlySet<string>,
  bindings: ReadonlyMap<acorn.Identifier, Binding>,
): Hoistable[] {
  const found: Hoistable[] = [];

  const visit = (node: Node, place: Place): void => {
    if (node.type === 'ClassDeclaration' || node.type === 'ClassExpression') {
      // A class within a function is made again and again, and its generators would have to be too.
      if (place.home !== undefined || place.declaredAt >= 0) return;
      for (const member of node.body.body) {
        if (member.type !== 'StaticBlock' && member.value) {
          visit(member.value, { home: node.body, declaredAt: member.start });
        }
      }
      return;
    }
    // So would those of a loop at the top of the module.
    if (place.declaredAt < 0 && loops.has(node.type)) return;
    if (!isFunctionNode(node)) {
      for (const child of childrenOf(node)) visit(child, place);
      return;
    }
    const isFirst = place.declaredAt < 0;
    const inner =
      node.type === 'FunctionDeclaration' || isFirst ? { home: place.home, declaredAt: node.start } : place;
    for (const child of childrenOf(node)) visit(child, inner);
    const hoistable = asHoistable(node, inner, asyncNames, bindings);
    if (hoistable !== undefined) found.push(hoistable);
  };
  for (const statement of program.body) visit(statement, { home: undefined, declaredAt: -1 });
  return found;
}

function asHoistable(
  node: FunctionNode,
  { home, declaredAt }: Place,
  asyncNames: ReadonlySet<string>,
  bindings: ReadonlyMap<acorn.Identifier, Binding>,
): Hoistable | undefined {
  if (node.generator === true) return undefined;
  const call = soleResult(node);
  if (call?.type !== 'CallExpression' || call.callee.type !== 'Identifier') return undefined;
  const [, args, generator] = call.arguments;
  if (!asyncNames.has(call.callee.name) || args === undefined || generator?.type !== 'FunctionExpression') {
    return undefined;
  }
  const names = new Set<string>();
  for (const [name, binding] of namesIn(generator, bindings)) {
    if (binding.isTop) continue;
    const { node: declaration } = binding;
    const at = declaration?.start ?? -1;
    if (declaration !== undefined && at >= generator.start && at < generator.end) continue;
    // Its own: lowered code never mentions that of the function around it.
    if (binding.kind === 'arguments') continue;
    if (binding.kind === 'inner' && home !== undefined && at < home.start) continue;
    const isOwn = binding.kind === 'param' && at >= node.start && at < node.end;
    if (!isOwn && !isSettled(binding, node, declaredAt)) return undefined;
    names.add(name);
  }
  if (names.size === 0) return { generator, home, handOver: undefined };
  const isNull = args.type === 'Literal' && args.value === null;
  if (!isNull || generator.params.length > 0) return undefined;
  return { generator, home, handOver: { at: args, names: [...names] } };
}

const loops: ReadonlySet<string> = new Set([
  'ForStatement',
  'ForInStatement',
  'ForOfStatement',
  'WhileStatement',
  'DoWhileStatement',
]);

/** Whether a variable around a function has its final value whenever that function is called. */
function isSettled(
  { kind, node, settledAt, writes }: Binding,
  user: FunctionNode,
  declaredAt: number,
): boolean {
  if (node === undefined || writes > 0) return false;
  if (kind === 'param' || kind === 'catch') return true;
  if (kind !== 'const' && kind !== 'let') return false;
  return settledAt < user.start && node.start > declaredAt;
}

/** Every name in a part of the tree that refers to something declared. */
function* namesIn(
  node: Node,
  bindings: ReadonlyMap<acorn.Identifier, Binding>,
): Generator<[string, Binding]> {
  if (node.type === 'Identifier') {
    const binding = bindings.get(node);
    if (binding !== undefined) yield [node.name, binding];
    return;
  }
  for (const child of childrenOf(node)) yield* namesIn(child, bindings);
}

/** What a function returns, if returning is all it does. */
function soleResult({ body }: FunctionNode): Node | undefined {
  if (body.type !== 'BlockStatement') return body;
  const [only, more] = body.body;
  return only?.type === 'ReturnStatement' && more === undefined ? (only.argument ?? undefined) : undefined;
}
