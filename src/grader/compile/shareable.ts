/**
 * Finds modules that have no state of their own, so that all nodes and restarts can use one instance of them.
 *
 * Evaluating a module anew makes new classes, and every engine must learn their shapes again: it was half of the time
 * of a short run. A module whose top level holds only functions, classes without static members, and constants cannot
 * tell whether it was evaluated once or often, unless it changes one of those functions or classes themselves.
 * What the tree shows of such changes is refused here; for what it cannot show, `share-module.ts` looks afterwards.
 */
import type * as acorn from 'acorn';
import { childrenOf, isFunctionNode, type Node } from './syntax.ts';

/** Ways from an object to its class, or to change one. Who names them gets a module for each node. */
const revealing: ReadonlySet<string> = new Set([
  'constructor',
  'prototype',
  '__proto__',
  'getPrototypeOf',
  'setPrototypeOf',
  'defineProperty',
  'defineProperties',
  '__defineGetter__',
  '__defineSetter__',
  'Reflect',
  'eval',
]);

/**
 * The names of the functions and classes at the top of a bundle, when nothing there can change from within;
 * `undefined` when something might.
 *
 * @param given names that the compiler binds to values of the harness: helpers and the runner of `async` functions
 */
export function shareableParts(program: acorn.Program, given: ReadonlySet<string>): string[] | undefined {
  const top = new TopLevel(given);
  for (const statement of program.body) if (!top.allows(statement)) return undefined;
  const { parts, records, inner, constants } = top;
  const names = new Set([...parts, ...inner, ...constants, ...records]);
  for (const statement of program.body) if (!isQuiet(statement, undefined, names, records)) return undefined;
  return parts;
}

/** What stands at the top of the module. */
class TopLevel {
  /** Functions and classes. */
  readonly parts: string[] = [];
  /** Names by which functions and classes know themselves. */
  readonly inner = new Set<string>();
  /** Values that cannot change. */
  readonly constants = new Set<string>();
  /** Objects and arrays of constants. */
  readonly records = new Set<string>();
  readonly #given: ReadonlySet<string>;

  constructor(given: ReadonlySet<string>) {
    this.#given = given;
  }

  allows(statement: Node): boolean {
    switch (statement.type) {
      case 'EmptyStatement':
      case 'ExportNamedDeclaration':
        return true;
      case 'FunctionDeclaration':
      case 'ClassDeclaration':
        if (statement.id !== null) this.parts.push(statement.id.name);
        return isPlainPart(statement);
      case 'VariableDeclaration':
        return statement.declarations.every(
          ({ id, init }) => id.type === 'Identifier' && this.#binds(id.name, init),
        );
      default:
        return false;
    }
  }

  #binds(name: string, init: acorn.Expression | null | undefined): boolean {
    if (this.#given.has(name)) return true;
    // A variable without a value is there to be given one.
    if (init === null || init === undefined) return false;
    if (isFunctionNode(init) || init.type === 'ClassExpression') {
      this.parts.push(name);
      if (init.type !== 'ArrowFunctionExpression' && init.id) this.inner.add(init.id.name);
      return isPlainPart(init);
    }
    if (init.type === 'ObjectExpression' || init.type === 'ArrayExpression') {
      this.records.add(name);
      return this.#isRecord(init);
    }
    this.constants.add(name);
    return this.#isConstant(init);
  }

  #isRecord(node: acorn.ObjectExpression | acorn.ArrayExpression): boolean {
    if (node.type === 'ArrayExpression') {
      return node.elements.every(
        (item) => item !== null && item.type !== 'SpreadElement' && this.#isConstant(item),
      );
    }
    return node.properties.every(
      (member) =>
        member.type === 'Property' &&
        !member.computed &&
        member.kind === 'init' &&
        this.#isConstant(member.value),
    );
  }

  #isConstant(node: Node): boolean {
    switch (node.type) {
      case 'Literal':
        return node.regex === undefined;
      case 'Identifier':
        return this.constants.has(node.name) || this.#given.has(node.name) || wellKnown.has(node.name);
      case 'TemplateLiteral':
        return node.expressions.every((part) => this.#isConstant(part));
      case 'UnaryExpression':
        return node.operator !== 'delete' && this.#isConstant(node.argument);
      case 'BinaryExpression':
      case 'LogicalExpression':
        return this.#isConstant(node.left) && this.#isConstant(node.right);
      case 'ConditionalExpression':
        return [node.test, node.consequent, node.alternate].every((part) => this.#isConstant(part));
      case 'MemberExpression':
        return !node.computed && node.object.type === 'Identifier' && this.#given.has(node.object.name);
      default:
        return false;
    }
  }
}

const wellKnown: ReadonlySet<string> = new Set(['undefined', 'Infinity', 'NaN']);

/** Whether a function or class has nothing of its own that could change: no static members, no computed names. */
function isPlainPart(part: Node): boolean {
  if (part.type !== 'ClassDeclaration' && part.type !== 'ClassExpression') return true;
  const { superClass, body } = part;
  if (superClass !== null && superClass !== undefined && superClass.type !== 'Identifier') return false;
  return body.body.every((member) => {
    if (member.type === 'StaticBlock' || member.computed) return false;
    if (!member.static) return true;
    return member.type === 'MethodDefinition' && !mentionsThis(member.value);
  });
}

function mentionsThis(node: Node): boolean {
  return node.type === 'ThisExpression' || node.type === 'Super' || childrenOf(node).some(mentionsThis);
}

/** Whether nothing in the tree gives a new value to what stands at the top, or reaches for what reveals a class. */
function isQuiet(
  node: Node,
  parent: Node | undefined,
  names: ReadonlySet<string>,
  records: ReadonlySet<string>,
): boolean {
  switch (node.type) {
    case 'Identifier':
      if (revealing.has(node.name)) return isConstructorOfClass(node, parent);
      // An object at the top may be read member by member, and in no other way.
      return !records.has(node.name) || isOnlyNamed(node, parent) || parent?.type === 'MemberExpression';
    case 'Literal':
      return typeof node.value !== 'string' || !revealing.has(node.value);
    case 'AssignmentExpression':
      if (targets(node.left, names)) return false;
      break;
    case 'UpdateExpression':
      if (targets(node.argument, names)) return false;
      break;
    case 'UnaryExpression':
      if (node.operator === 'delete' && targets(node.argument, names)) return false;
      break;
    case 'ForInStatement':
    case 'ForOfStatement':
      if (node.left.type !== 'VariableDeclaration' && targets(node.left, names)) return false;
      break;
    case 'CallExpression':
      // A method of an object at the top could change it; a function may be given what it then changes.
      if (isMemberOf(node.callee, records)) return false;
      break;
  }
  return childrenOf(node).every((child) => isQuiet(child, node, names, records));
}

/** Whether an assignment to this would change something at the top of the module, a member of it included. */
function targets(node: Node, names: ReadonlySet<string>): boolean {
  switch (node.type) {
    case 'Identifier':
      return names.has(node.name);
    case 'MemberExpression':
      return targets(node.object, names);
    case 'ChainExpression':
      return targets(node.expression, names);
    case 'ObjectPattern':
    case 'ArrayPattern':
    case 'AssignmentPattern':
    case 'RestElement':
    case 'Property':
      return childrenOf(node).some((child) => targets(child, names));
    default:
      return false;
  }
}

function isMemberOf(node: Node, names: ReadonlySet<string>): boolean {
  return node.type === 'MemberExpression' && node.object.type === 'Identifier' && names.has(node.object.name);
}

/** `constructor` as the name of a class's own constructor. */
function isConstructorOfClass(node: Node, parent: Node | undefined): boolean {
  return parent?.type === 'MethodDefinition' && parent.kind === 'constructor' && parent.key === node;
}

/** An identifier that names something and reads nothing: a declaration, a key, an export. */
function isOnlyNamed(node: Node, parent: Node | undefined): boolean {
  switch (parent?.type) {
    case 'VariableDeclarator':
      return parent.id === node;
    case 'Property':
      return parent.key === node && !parent.shorthand;
    case 'MethodDefinition':
    case 'PropertyDefinition':
      return parent.key === node && !parent.computed;
    default:
      return false;
  }
}
