/** Resolves a program's names: which are declared where, and which are not declared at all. */
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

/** How a name came to be. `inner`: a class or function knows itself by it. */
export type BindingKind =
  'param' | 'const' | 'let' | 'var' | 'function' | 'class' | 'inner' | 'catch' | 'arguments';

/** A declared name. */
export interface Binding {
  readonly kind: BindingKind;
  /** The identifier that declares it; none for `arguments`. */
  readonly node: acorn.Identifier | undefined;
  /** Declared at the top of the module. */
  readonly isTop: boolean;
  /** The place after which it has a value; infinite if that depends on the way there. */
  readonly settledAt: number;
  /** Assignments, its declaration not counted. */
  writes: number;
}

/** Free names of a program, what its other names mean, and every identifier in it, so that ours differ. */
export interface Names {
  readonly free: readonly FreeReference[];
  /** By the identifier that refers to it. */
  readonly bindings: ReadonlyMap<acorn.Identifier, Binding>;
  readonly all: ReadonlySet<string>;
}

class Scope {
  readonly names = new Map<string, Binding>();
  readonly parent: Scope | undefined;
  readonly isFunction: boolean;
  /** Its variables can be in reach without having a value: another case may have been jumped to. */
  readonly isSwitch: boolean;
  constructor(parent: Scope | undefined, isFunction: boolean, isSwitch = false) {
    this.parent = parent;
    this.isFunction = isFunction;
    this.isSwitch = isSwitch;
  }
  get hoist(): Scope {
    return this.isFunction || this.parent === undefined ? this : this.parent.hoist;
  }
  find(name: string): Binding | undefined {
    return this.names.get(name) ?? this.parent?.find(name);
  }
  declare(node: acorn.Identifier, kind: BindingKind, settledAt: number): void {
    const isTop = this.parent === undefined;
    // Declared twice: a variable of the whole function, whatever else it is.
    const again = this.names.has(node.name);
    this.names.set(node.name, {
      kind: again ? 'var' : kind,
      node,
      isTop,
      settledAt: this.isSwitch ? Infinity : settledAt,
      writes: 0,
    });
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
  const declare = (
    pattern: acorn.Pattern,
    target: Scope,
    scope: Scope,
    kind: BindingKind,
    settledAt = pattern.end,
  ): void => {
    switch (pattern.type) {
      case 'Identifier':
        all.add(pattern.name);
        target.declare(pattern, kind, settledAt);
        break;
      case 'ObjectPattern':
        for (const property of pattern.properties) {
          if (property.type === 'RestElement') declare(property.argument, target, scope, kind, settledAt);
          else {
            if (property.computed) visit(property.key, scope);
            declare(property.value, target, scope, kind, settledAt);
          }
        }
        break;
      case 'ArrayPattern':
        for (const element of pattern.elements)
          if (element !== null) declare(element, target, scope, kind, settledAt);
        break;
      case 'RestElement':
        declare(pattern.argument, target, scope, kind, settledAt);
        break;
      case 'AssignmentPattern':
        declare(pattern.left, target, scope, kind, settledAt);
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
    if (node.type !== 'ArrowFunctionExpression') {
      inner.names.set('arguments', {
        kind: 'arguments',
        node: undefined,
        isTop: false,
        settledAt: 0,
        writes: 0,
      });
    }
    if (node.type === 'FunctionExpression' && node.id) declare(node.id, inner, inner, 'inner');
    for (const parameter of node.params) declare(parameter, inner, inner, 'param');
    if (node.body.type === 'BlockStatement') for (const statement of node.body.body) visit(statement, inner);
    else visit(node.body, inner);
  };

  const visitChildren = (node: Node, scope: Scope): void => {
    for (const child of childrenOf(node)) visit(child, scope);
  };

  /** @param isLoop of a declaration: a loop gives its variables their values */
  function visit(node: Node, scope: Scope, isLoop = false): void {
    if (isFunctionNode(node)) {
      if (node.type === 'FunctionDeclaration' && node.id) declare(node.id, scope, scope, 'function');
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
          const target = node.kind === 'var' ? scope.hoist : scope;
          const kind = node.kind === 'const' || node.kind === 'let' ? node.kind : 'var';
          declare(declarator.id, target, scope, kind, isLoop || declarator.init ? declarator.end : Infinity);
          if (declarator.init) visit(declarator.init, scope);
        }
        break;
      case 'ClassDeclaration':
      case 'ClassExpression': {
        if (node.type === 'ClassDeclaration' && node.id) declare(node.id, scope, scope, 'class');
        const inner = new Scope(scope, false);
        if (node.id) declare(node.id, inner, inner, 'inner');
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
        visitChildren(node, new Scope(scope, false));
        break;
      case 'SwitchStatement':
        visitChildren(node, new Scope(scope, false, true));
        break;
      case 'ForInStatement':
      case 'ForOfStatement': {
        const inner = new Scope(scope, false);
        if (node.left.type === 'VariableDeclaration') visit(node.left, inner, true);
        else assign(node.left, inner);
        visit(node.right, inner);
        visit(node.body, inner);
        break;
      }
      case 'CatchClause': {
        const inner = new Scope(scope, false);
        if (node.param) declare(node.param, inner, inner, 'catch');
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
  const free: FreeReference[] = [];
  const bindings = new Map<acorn.Identifier, Binding>();
  for (const { scope, reference } of references) {
    const binding = scope.find(reference.name);
    if (binding === undefined) {
      free.push(reference);
      continue;
    }
    bindings.set(reference.node, binding);
    if (reference.role === 'write') binding.writes++;
  }
  return { free, bindings, all };
}
