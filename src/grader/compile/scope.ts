/** Finds the names that a program uses and does not declare. */
import type * as acorn from 'acorn';
import { childrenOf, isFunctionNode, type FunctionNode, type Node } from './syntax.ts';

/** A use of a name that nothing in the program declares. */
export interface FreeReference {
  readonly name: string;
  readonly node: acorn.Identifier;
  /** `typeof name` asks without reading; `{ name }` has to be spelled out when it is replaced. */
  readonly role: 'read' | 'write' | 'typeof' | 'shorthand';
  /** The `typeof` expression, where the role is that. */
  readonly whole: Node;
}

/** Free names of a program, and every identifier in it, so that ours differ. */
export interface Names {
  readonly free: readonly FreeReference[];
  readonly all: ReadonlySet<string>;
}

class Scope {
  readonly names = new Set<string>();
  readonly parent: Scope | undefined;
  readonly isFunction: boolean;
  constructor(parent: Scope | undefined, isFunction: boolean) {
    this.parent = parent;
    this.isFunction = isFunction;
  }
  get hoist(): Scope {
    return this.isFunction || this.parent === undefined ? this : this.parent.hoist;
  }
  knows(name: string): boolean {
    return this.names.has(name) || (this.parent?.knows(name) ?? false);
  }
}

/** Walks a module and resolves its names. Sees function parameters and body as one scope. */
export function findNames(program: acorn.Program): Names {
  const references: { scope: Scope; reference: FreeReference }[] = [];
  const all = new Set<string>();

  const refer = (
    scope: Scope,
    node: acorn.Identifier,
    role: FreeReference['role'],
    whole: Node = node,
  ): void => {
    all.add(node.name);
    references.push({ scope, reference: { name: node.name, node, role, whole } });
  };

  /** A pattern that declares names. */
  const declare = (pattern: acorn.Pattern, target: Scope, scope: Scope): void => {
    switch (pattern.type) {
      case 'Identifier':
        all.add(pattern.name);
        target.names.add(pattern.name);
        break;
      case 'ObjectPattern':
        for (const property of pattern.properties) {
          if (property.type === 'RestElement') declare(property.argument, target, scope);
          else {
            if (property.computed) visit(property.key, scope);
            declare(property.value, target, scope);
          }
        }
        break;
      case 'ArrayPattern':
        for (const element of pattern.elements) if (element !== null) declare(element, target, scope);
        break;
      case 'RestElement':
        declare(pattern.argument, target, scope);
        break;
      case 'AssignmentPattern':
        declare(pattern.left, target, scope);
        visit(pattern.right, scope);
        break;
      case 'MemberExpression':
        visit(pattern, scope);
        break;
    }
  };

  /** A pattern that assigns to names declared elsewhere. */
  const assign = (pattern: Node, scope: Scope): void => {
    switch (pattern.type) {
      case 'Identifier':
        refer(scope, pattern, 'write');
        break;
      case 'ObjectPattern':
        for (const property of pattern.properties) {
          if (property.type === 'RestElement') assign(property.argument, scope);
          else {
            if (property.computed) visit(property.key, scope);
            assign(property.value, scope);
          }
        }
        break;
      case 'ArrayPattern':
        for (const element of pattern.elements) if (element !== null) assign(element, scope);
        break;
      case 'RestElement':
        assign(pattern.argument, scope);
        break;
      case 'AssignmentPattern':
        assign(pattern.left, scope);
        visit(pattern.right, scope);
        break;
      default:
        visit(pattern, scope);
    }
  };

  const visitFunction = (node: FunctionNode, scope: Scope): void => {
    const inner = new Scope(scope, true);
    if (node.type !== 'ArrowFunctionExpression') inner.names.add('arguments');
    if (node.type === 'FunctionExpression' && node.id) declare(node.id, inner, inner);
    for (const parameter of node.params) declare(parameter, inner, inner);
    if (node.body.type === 'BlockStatement') for (const statement of node.body.body) visit(statement, inner);
    else visit(node.body, inner);
  };

  const visitChildren = (node: Node, scope: Scope): void => {
    for (const child of childrenOf(node)) visit(child, scope);
  };

  function visit(node: Node, scope: Scope): void {
    if (isFunctionNode(node)) {
      if (node.type === 'FunctionDeclaration' && node.id) declare(node.id, scope, scope);
      visitFunction(node, scope);
      return;
    }
    switch (node.type) {
      case 'Identifier':
        refer(scope, node, 'read');
        break;
      case 'UnaryExpression':
        if (node.operator === 'typeof' && node.argument.type === 'Identifier') {
          refer(scope, node.argument, 'typeof', node);
        } else visit(node.argument, scope);
        break;
      case 'AssignmentExpression':
        assign(node.left, scope);
        visit(node.right, scope);
        break;
      case 'UpdateExpression':
        assign(node.argument, scope);
        break;
      case 'VariableDeclaration':
        for (const declarator of node.declarations) {
          declare(declarator.id, node.kind === 'var' ? scope.hoist : scope, scope);
          if (declarator.init) visit(declarator.init, scope);
        }
        break;
      case 'ClassDeclaration':
      case 'ClassExpression': {
        if (node.type === 'ClassDeclaration' && node.id) declare(node.id, scope, scope);
        const inner = new Scope(scope, false);
        if (node.id) declare(node.id, inner, inner);
        if (node.superClass) visit(node.superClass, inner);
        visit(node.body, inner);
        break;
      }
      case 'MethodDefinition':
      case 'PropertyDefinition':
        if (node.computed) visit(node.key, scope);
        if (node.value) visit(node.value, scope);
        break;
      case 'StaticBlock': {
        const inner = new Scope(scope, true);
        for (const statement of node.body) visit(statement, inner);
        break;
      }
      case 'Property':
        if (node.shorthand && node.value.type === 'Identifier') refer(scope, node.value, 'shorthand');
        else {
          if (node.computed) visit(node.key, scope);
          visit(node.value, scope);
        }
        break;
      case 'MemberExpression':
        visit(node.object, scope);
        if (node.computed) visit(node.property, scope);
        break;
      case 'LabeledStatement':
        visit(node.body, scope);
        break;
      case 'BreakStatement':
      case 'ContinueStatement':
      case 'MetaProperty':
        break;
      case 'BlockStatement':
      case 'ForStatement':
      case 'SwitchStatement':
        visitChildren(node, new Scope(scope, false));
        break;
      case 'ForInStatement':
      case 'ForOfStatement': {
        const inner = new Scope(scope, false);
        if (node.left.type === 'VariableDeclaration') visit(node.left, inner);
        else assign(node.left, inner);
        visit(node.right, inner);
        visit(node.body, inner);
        break;
      }
      case 'CatchClause': {
        const inner = new Scope(scope, false);
        if (node.param) declare(node.param, inner, inner);
        visit(node.body, inner);
        break;
      }
      case 'ExportNamedDeclaration':
        if (node.declaration) visit(node.declaration, scope);
        else
          for (const { local } of node.specifiers)
            if (local.type === 'Identifier') refer(scope, local, 'read');
        break;
      default:
        visitChildren(node, scope);
    }
  }

  const top = new Scope(undefined, true);
  for (const statement of program.body) visit(statement, top);
  const free = references.filter(({ scope, reference }) => !scope.knows(reference.name));
  return { free: free.map(({ reference }) => reference), all };
}
