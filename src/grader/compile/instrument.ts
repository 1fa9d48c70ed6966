/**
 * One pass over the bundle's syntax tree: adds the step counter, the depth counter and the current line, binds the
 * globals as constants, and replaces names that programs do not have by an error that says what to use.
 *
 * What it adds, for a function on line 3 and a statement on line 4 (`$m` is the `Meter`):
 *
 *     function f(a) {const $l=$m.line;$m.depth++;try{$m.line=3;if(++$m.steps>$m.maxSteps||$m.depth>$m.maxDepth)$m.over();
 *       $m.line=4;return a.b;
 *     }catch($e){$m.threw($e);throw $e}finally{$m.depth--;$m.line=$l}}
 *
 * A generator gives its depth back while it is suspended (`$k` says whether it counts). The bodies of lowered `async`
 * functions are generators too; they need none of this, since their runner does it.
 */
import * as acorn from 'acorn';
import MagicString from 'magic-string';
import { findHoistable } from './hoist.ts';
import { globalNames, missingName } from './names.ts';
import { ProblemFound } from './result.ts';
import { findNames, type FreeReference, type Names } from './scope.ts';
import {
  childrenOf,
  containsOutsideFunctions,
  isFunctionNode,
  type FunctionNode,
  type Node,
} from './syntax.ts';
import { isRefused, plainText } from './refused-text.ts';
import { refusedPattern } from './regexp.ts';

/** What {@link instrument} is told about the bundle. */
export interface InstrumentOptions {
  /** The learner's line and column of a place in the bundle (line from 1, column from 0), if it comes from there. */
  readonly origin: (line: number, column: number) => { line: number; column: number } | undefined;
  /** The free name by which the bundle's virtual module reaches the helpers. */
  readonly helpersName: string;
}

/** What {@link instrument} gives. */
export interface Instrumented {
  readonly code: string;
  readonly exports: readonly string[];
}

/** Names that the added code uses. */
interface OwnNames {
  readonly env: string;
  readonly meter: string;
  readonly line: string;
  readonly error: string;
  readonly counted: string;
  readonly temporary: string;
  readonly delegate: string;
  readonly missing: string;
  readonly hoisted: string;
}

const notAModule =
  'Hand in with export: write export in front of the class or function, not module.exports, exports or export =.';
const known: ReadonlySet<string> = new Set<string>([...globalNames, 'Promise']);

/** Rewrites the bundle. Throws {@link ProblemFound} for what only the tree shows. */
export function instrument(built: string, options: InstrumentOptions): Instrumented {
  const comments: acorn.Comment[] = [];
  const program = parse(built, comments, options);
  const bundle = withoutComments(built, comments);
  const text = new MagicString(bundle);
  const names = findNames(program);
  const own = ownNames(names.all);
  const pass = new Pass(bundle, text, own, options);
  const globals = pass.replaceFree(names.free);
  pass.statements(program.body, true);
  pass.hoist(program, names.bindings);
  const exports = pass.exportsOf(program);
  const { env, meter, hoisted } = own;
  // Computed: as a plain key, an export called __proto__ would be the prototype.
  const returned = exports.map(({ exported, local }) => `[${JSON.stringify(exported)}]:${local}`);
  text.prepend(
    [
      `((${env})=>{"use strict";`,
      `const ${hoisted}=[],${meter}=${env}.meter,${options.helpersName}=${env}.helpers`,
      globals.has('Promise') ? `,Promise=${env}.Promise;` : ';',
      globals.has('console') ? `const console=${env}.console;` : '',
      `const {${[...globals].filter((name) => name !== 'Promise' && name !== 'console').join(',')}}=${env}.globals;`,
      missingFunction(own),
      delegateFunction(own),
      '\n',
    ].join(''),
  );
  text.append(`\nreturn {${['__proto__:null', ...returned].join(',')}};\n})`);
  const code = text.toString();
  if (isRefused(code)) {
    throw new ProblemFound({
      code: 'refused-text',
      message:
        'The code contains "import(", "eval(" or an HTML comment mark in a tagged template or after a backslash, which the sandbox refuses. Write it in another way.',
    });
  }
  return { code, exports: exports.map(({ exported }) => exported) };
}

/** esbuild lets some things through that no engine takes, such as a wrong regular expression. */
function parse(code: string, onComment: acorn.Comment[], { origin }: InstrumentOptions): acorn.Program {
  try {
    return acorn.parse(code, { ecmaVersion: 2022, sourceType: 'module', locations: true, onComment });
  } catch (error) {
    if (!(error instanceof SyntaxError) || !('loc' in error)) throw error;
    const { line, column } = error.loc as acorn.Position;
    const place = origin(line, column);
    const message = `${error.message.replace(/ \(\d+:\d+\)$/, '')}.`;
    throw new ProblemFound(
      place === undefined
        ? { code: 'syntax', message }
        : { code: 'syntax', message, line: place.line, column: place.column + 1 },
    );
  }
}

/** The same text with blanks where comments stand: some are kept by the compiler, and could hold what SES refuses. */
function withoutComments(code: string, comments: readonly acorn.Comment[]): string {
  let result = '';
  let from = 0;
  for (const { start, end } of comments) {
    result += code.slice(from, start) + code.slice(start, end).replace(/[^\n]/g, ' ');
    from = end;
  }
  return result + code.slice(from);
}

function ownNames(taken: ReadonlySet<string>): OwnNames {
  for (let round = 0; ; round += 1) {
    const tail = round === 0 ? '' : String(round);
    const own: OwnNames = {
      env: `$env${tail}`,
      meter: `$m${tail}`,
      line: `$l${tail}`,
      error: `$e${tail}`,
      counted: `$k${tail}`,
      temporary: `$t${tail}`,
      delegate: `$d${tail}`,
      missing: `$no${tail}`,
      hoisted: `$g${tail}`,
    };
    if (!Object.values(own).some((name: string) => taken.has(name))) return own;
  }
}

/** Stands where a name is read that programs do not have. */
function missingFunction({ env, missing }: OwnNames): string {
  return `function ${missing}(text){throw new ${env}.globals.ReferenceError(text)}`;
}

/**
 * `yield*` by hand (ECMA-262, 15.5.5), so that a chain of generators counts its depth at each resumption and not only
 * at its start.
 */
function delegateFunction({ env, meter, delegate }: OwnNames): string {
  return `function* ${delegate}(inner){
const {Symbol,TypeError,Object}=${env}.globals,check=(r)=>{if(Object(r)!==r)throw new TypeError("An iterator gave no object");return r};
const it=inner[Symbol.iterator](),next=it.next,call=(f,v)=>{if(++${meter}.depth>${meter}.maxDepth||++${meter}.steps>${meter}.maxSteps){--${meter}.depth;${meter}.over()}try{return check(f.call(it,v))}finally{--${meter}.depth}};
let r=call(next,void 0);
for(;;){
const value=r.value;
if(r.done)return value;
let sent,mode="return";
try{sent=yield value;mode="next"}catch(e){mode="throw";sent=e}finally{if(mode==="return"){const f=it.return;if(f!=null)call(f,void 0)}}
if(mode==="next")r=call(next,sent);
else{const f=it.throw;if(f==null){const g=it.return;if(g!=null)call(g,void 0);throw new TypeError("The iterator has no throw")}r=call(f,sent)}
}}`;
}

interface ExportedName {
  readonly exported: string;
  readonly local: string;
}

/** The walk. Openers are appended to the right of a place and closers put before those already left of it. */
class Pass {
  readonly #bundle: string;
  readonly #text: MagicString;
  readonly #own: OwnNames;
  readonly #options: InstrumentOptions;
  /** Generators whose `yield`s are the awaits of a lowered `async` function. */
  readonly #lowered = new Set<Node>();

  constructor(bundle: string, text: MagicString, own: OwnNames, options: InstrumentOptions) {
    this.#bundle = bundle;
    this.#text = text;
    this.#own = own;
    this.#options = options;
  }

  /** Replaces what programs do not have; gives the globals that this program uses. */
  replaceFree(free: readonly FreeReference[]): Set<string> {
    const used = new Set<string>();
    const { missing } = this.#own;
    for (const { name, node, role, whole } of free) {
      if (name === this.#options.helpersName) continue;
      if (known.has(name)) {
        used.add(name);
        continue;
      }
      if ((name === 'module' || name === 'exports') && role !== 'typeof') {
        throw this.#problem(node, 'not-a-module', notAModule);
      }
      if (role === 'write') {
        throw this.#problem(
          node,
          'undeclared',
          `${name} gets a value here and is declared nowhere. Write let ${name} first.`,
        );
      }
      const call = `${missing}(${plainText(JSON.stringify(missingName(name)))})`;
      if (role === 'typeof') this.#text.update(whole.start, whole.end, '"undefined"');
      else this.#text.update(node.start, node.end, role === 'shorthand' ? `${name}:${call}` : call);
    }
    return used;
  }

  /** Takes the export list out of the bundle. */
  exportsOf(program: acorn.Program): ExportedName[] {
    const found: ExportedName[] = [];
    for (const statement of program.body) {
      if (statement.type === 'ExportNamedDeclaration') {
        for (const { exported, local } of statement.specifiers) {
          found.push({
            exported: exported.type === 'Identifier' ? exported.name : String(exported.value),
            local: local.type === 'Identifier' ? local.name : String(local.value),
          });
        }
        this.#text.remove(statement.start, statement.end);
      } else if (statement.type.startsWith('Export') || statement.type === 'ImportDeclaration') {
        throw this.#problem(statement, 'not-a-module', notAModule);
      }
    }
    return found;
  }

  /** Makes generators of lowered `async` functions once, where that is possible. */
  hoist(program: acorn.Program, bindings: Names['bindings']): void {
    const found = findHoistable(program, this.#asyncNames, bindings);
    for (const [index, { generator, home, handOver }] of found.entries()) {
      const name = `${this.#own.hoisted}[${index}]`;
      const { start, end, body } = generator;
      if (handOver !== undefined) {
        this.#text.update(handOver.at.start, handOver.at.end, `[${handOver.names.join(',')}]`);
        this.#text.update(start, body.start, `function*(${handOver.names.join(',')})`);
      }
      this.#text.appendLeft(start, name);
      this.#text.prependRight(start, home === undefined ? `${name}=` : `static{${name}=`);
      this.#text.appendLeft(end, home === undefined ? ';\n' : '}');
      this.#text.move(start, end, home === undefined ? 0 : home.start + 1);
    }
  }

  /** Marks each statement of a list with its line, where that changes. */
  statements(list: readonly Node[], isTop = false, markedBefore?: number): void {
    let marked = markedBefore;
    for (const statement of list) {
      if (isMarkable(statement)) {
        const line = this.#lineOf(statement, isTop);
        if (line !== undefined && line !== marked) {
          this.#open(statement.start, this.#mark(line));
          marked = line;
        }
      }
      this.#visit(statement);
    }
  }

  #lineOf(node: Node, isTop = false): number | undefined {
    const start = node.loc?.start;
    if (start === undefined) return undefined;
    const origin = this.#options.origin(start.line, start.column);
    // What the compiler made up points at the start of the file.
    if (origin === undefined || (!isTop && origin.line === 1 && origin.column === 0)) return undefined;
    return origin.line;
  }

  #problem(
    node: Node,
    code: 'undeclared' | 'not-a-module' | 'dynamic-import' | 'declared-twice' | 'regular-expression',
    message: string,
  ) {
    const start = node.loc?.start;
    const origin = start && this.#options.origin(start.line, start.column);
    return new ProblemFound(
      origin === undefined
        ? { code, message }
        : { code, message, line: origin.line, column: origin.column + 1 },
    );
  }

  #open(at: number, code: string): void {
    this.#text.appendRight(at, code);
  }

  #close(at: number, code: string): void {
    this.#text.prependLeft(at, code);
  }

  #mark(line: number | undefined): string {
    return line === undefined ? '' : `${this.#own.meter}.line=${line};`;
  }

  get #step(): string {
    const { meter } = this.#own;
    return `if(++${meter}.steps>${meter}.maxSteps)${meter}.over();`;
  }

  /** What comes before and after the statements of a function that may call something. */
  #frame(line: number | undefined): { before: string; after: string } {
    const { meter, line: saved, error } = this.#own;
    return {
      before:
        `const ${saved}=${meter}.line;${meter}.depth++;try{${this.#mark(line)}` +
        `if(++${meter}.steps>${meter}.maxSteps||${meter}.depth>${meter}.maxDepth)${meter}.over();`,
      after: `}catch(${error}){${meter}.threw(${error});throw ${error}}finally{${meter}.depth--;${meter}.line=${saved}}`,
    };
  }

  #generatorFrame(line: number | undefined): { before: string; after: string } {
    const { meter, counted, temporary, error } = this.#own;
    return {
      before:
        `let ${counted}=1,${temporary};${meter}.depth++;try{${this.#mark(line)}` +
        `if(++${meter}.steps>${meter}.maxSteps||${meter}.depth>${meter}.maxDepth)${meter}.over();`,
      after: `}catch(${error}){${meter}.threw(${error});throw ${error}}finally{${meter}.depth-=${counted}}`,
    };
  }

  #function(node: FunctionNode): void {
    for (const parameter of node.params) this.#parameter(parameter);
    if (this.#lowered.has(node)) {
      if (node.body.type === 'BlockStatement') this.statements(node.body.body);
      return;
    }
    const line = this.#lineOf(node);
    const leaf = isLeaf(node);
    const { before, after } = leaf
      ? { before: this.#step, after: '' }
      : node.generator === true
        ? this.#generatorFrame(line)
        : this.#frame(line);
    if (node.body.type !== 'BlockStatement') {
      const arrow = this.#bundle.lastIndexOf('=>', node.body.start) + 2;
      this.#open(arrow, `{${before}${leaf ? '' : this.#markIfOther(node.body, line)}return(`);
      this.#close(node.end, `)${after}}`);
      this.#visit(node.body);
      return;
    }
    this.#refuseTwice(node.body);
    let inside = node.body.start + 1;
    for (const statement of node.body.body) {
      if (statement.type !== 'ExpressionStatement' || statement.directive === undefined) break;
      inside = statement.end;
    }
    this.#close(inside, before);
    this.#close(node.body.end - 1, after);
    if (leaf) for (const statement of node.body.body) this.#visit(statement);
    else {
      const rest = node.body.body.filter((statement) => statement.start >= inside);
      this.statements(rest, false, line);
    }
  }

  #markIfOther(node: Node, line: number | undefined): string {
    const other = this.#lineOf(node);
    return other === line ? '' : this.#mark(other);
  }

  /** The body goes into a block, where a function and a variable of one name cannot stand together. */
  #refuseTwice(body: acorn.BlockStatement): void {
    const functions = new Set<string>();
    const twice = (node: Node, name: string) =>
      this.#problem(
        node,
        'declared-twice',
        `${name} is declared twice in one function. Give one of them another name.`,
      );
    for (const statement of body.body) {
      if (statement.type !== 'FunctionDeclaration') continue;
      if (functions.has(statement.id.name)) throw twice(statement, statement.id.name);
      functions.add(statement.id.name);
    }
    if (functions.size === 0) return;
    for (const statement of body.body) {
      containsOutsideFunctions(statement, (node) => {
        if (node.type === 'VariableDeclaration' && node.kind === 'var') {
          for (const { id } of node.declarations) {
            if (id.type === 'Identifier' && functions.has(id.name)) throw twice(node, id.name);
          }
        }
        return false;
      });
    }
  }

  /** Calls in default values and computed keys happen before the body's counters: they get a function around them. */
  #parameter(pattern: Node): void {
    if (pattern.type === 'AssignmentPattern') {
      this.#parameter(pattern.left);
      this.#wrapped(pattern.right);
    } else if (pattern.type === 'ObjectPattern') {
      for (const property of pattern.properties) {
        if (property.type === 'RestElement') this.#parameter(property.argument);
        else {
          if (property.computed) this.#wrapped(property.key);
          this.#parameter(property.value);
        }
      }
    } else if (pattern.type === 'ArrayPattern') {
      for (const element of pattern.elements) if (element !== null) this.#parameter(element);
    } else if (pattern.type === 'RestElement') this.#parameter(pattern.argument);
  }

  /** An expression that is evaluated where no statement is. */
  #wrapped(expression: Node): void {
    const line = this.#lineOf(expression);
    if (containsOutsideFunctions(expression, isCall)) {
      const { before, after } = this.#frame(line);
      this.#open(expression.start, `(()=>{${before}return(`);
      this.#close(expression.end, `)${after}})()`);
    } else if (line !== undefined && containsOutsideFunctions(expression, isAccess)) {
      this.#open(expression.start, `(${this.#own.meter}.line=${line},`);
      this.#close(expression.end, ')');
    }
    this.#visit(expression);
  }

  #loopBody(body: Node): void {
    if (body.type === 'BlockStatement') {
      this.#close(body.start + 1, this.#step);
      this.statements(body.body);
    } else if (body.type === 'EmptyStatement') {
      this.#text.update(body.start, body.end, `{${this.#step}}`);
    } else {
      this.#open(body.start, `{${this.#step}${isMarkable(body) ? this.#mark(this.#lineOf(body)) : ''}`);
      this.#close(body.end, '}');
      this.#visit(body);
    }
  }

  /** The body of an `if`, `else` or label, which may lack braces. */
  #soleStatement(body: Node): void {
    // The compiler maps no place to an `else if` itself.
    const line = body.type === 'IfStatement' ? this.#lineOf(body.test) : this.#lineOf(body);
    const mark = isMarkable(body) ? this.#mark(line) : '';
    if (mark !== '') {
      this.#open(body.start, `{${mark}`);
      this.#close(body.end, '}');
    }
    this.#visit(body);
  }

  /** A condition that is evaluated again after the body: its line is set again. */
  #condition(test: Node): void {
    const line = this.#lineOf(test);
    if (line !== undefined && test.type !== 'Literal' && test.type !== 'Identifier') {
      this.#open(test.start, `(${this.#own.meter}.line=${line},`);
      this.#close(test.end, ')');
    }
    this.#visit(test);
  }

  #yield(node: acorn.YieldExpression): void {
    const { meter, counted, temporary, delegate } = this.#own;
    const { argument } = node;
    const suspend = `${meter}.depth-=${counted},${counted}=0`;
    const mark = this.#mark(this.#lineOf(node)).replace(';', ',');
    const resume = `,${meter}.depth+=${counted}=1,${meter}.depth>${meter}.maxDepth&&${meter}.over(),${mark}${temporary})`;
    this.#open(node.start, `(${temporary}=`);
    if (argument) {
      // esbuild wraps every yield*; only those of async generators need it.
      if (node.delegate && isCallOf(argument, this.#delegateNames)) {
        this.#text.update(argument.callee.start, argument.callee.end, ' ');
      }
      this.#open(argument.start, node.delegate ? `(${temporary}=${delegate}(` : `(${temporary}=(`);
      this.#close(node.end, resume);
      this.#close(argument.end, `),${suspend},${temporary})`);
      this.#visit(argument);
    } else this.#close(node.end, `(${suspend},void 0)${resume}`);
  }

  #visitChildren(node: Node): void {
    for (const child of childrenOf(node)) this.#visit(child);
  }

  #visit(node: Node): void {
    if (isFunctionNode(node)) {
      this.#function(node);
      return;
    }
    switch (node.type) {
      case 'BlockStatement':
      case 'StaticBlock':
        this.statements(node.body);
        break;
      case 'SwitchCase':
        if (node.test) this.#visit(node.test);
        this.statements(node.consequent);
        break;
      case 'IfStatement':
        this.#visit(node.test);
        this.#soleStatement(node.consequent);
        if (node.alternate) this.#soleStatement(node.alternate);
        break;
      case 'LabeledStatement':
        this.#visit(node.body);
        break;
      case 'ForStatement':
        if (node.init) this.#visit(node.init);
        if (node.test) this.#condition(node.test);
        if (node.update) this.#condition(node.update);
        this.#loopBody(node.body);
        break;
      case 'WhileStatement':
      case 'DoWhileStatement':
        this.#condition(node.test);
        this.#loopBody(node.body);
        break;
      case 'ForInStatement':
      case 'ForOfStatement':
        this.#visit(node.left);
        this.#visit(node.right);
        this.#loopBody(node.body);
        break;
      case 'TryStatement':
        this.#visit(node.block);
        if (node.handler) this.#visit(node.handler);
        else {
          // The error's line, before the statements of `finally` set theirs.
          const { meter, error } = this.#own;
          this.#close(node.block.end, `catch(${error}){${meter}.threw(${error});throw ${error}}`);
        }
        if (node.finalizer) this.#visit(node.finalizer);
        break;
      case 'CatchClause':
        this.#catch(node);
        break;
      case 'ReturnStatement':
        this.#return(node);
        break;
      case 'YieldExpression':
        if (this.#inLowered(node)) this.#visitChildren(node);
        else this.#yield(node);
        break;
      case 'CallExpression':
        this.#noteLowered(node);
        this.#visitChildren(node);
        break;
      case 'VariableDeclarator':
        this.#visit(node.id);
        if (node.init) this.#initializer(node.id, node.init);
        break;
      case 'PropertyDefinition':
        this.#key(node);
        if (node.value) {
          if (isFunctionNode(node.value) || node.value.type === 'ClassExpression') this.#visit(node.value);
          else this.#wrapped(node.value);
        }
        break;
      case 'MethodDefinition':
      case 'Property':
        this.#key(node);
        if (node.type === 'MethodDefinition' || !node.shorthand) this.#visit(node.value);
        else if (node.value.type === 'AssignmentPattern') this.#visit(node.value.right);
        break;
      case 'PrivateIdentifier':
        if (node.name === 'eval' || node.name === 'import') {
          this.#text.update(node.start, node.end, `#pf_${node.name}`);
        }
        break;
      case 'ImportExpression':
        throw this.#problem(
          node,
          'dynamic-import',
          "import(…) is not possible here. Write import { … } from 'partial-failure' at the top.",
        );
      case 'MetaProperty':
        if (node.meta.name === 'import') {
          throw this.#problem(
            node,
            'dynamic-import',
            'import.meta is not possible here: a program is one file.',
          );
        }
        break;
      case 'Literal':
        this.#literal(node);
        break;
      case 'TemplateElement':
        this.#escape(node.start, node.end);
        break;
      default:
        this.#visitChildren(node);
    }
  }

  /** The compiler's helpers for what is asynchronous are replaced by the realm's. */
  #initializer(id: Node, init: Node): void {
    const name = id.type === 'Identifier' ? id.name : '';
    const helper = asyncHelpers.find(({ isIt }) => isIt(name, init));
    // One that the learner wrote has a place in the learner's file, whatever it looks like.
    if (helper === undefined || this.#lineOf(id, true) !== undefined) {
      this.#visit(init);
      return;
    }
    this.#text.update(init.start, init.end, `${this.#own.env}.${helper.instead}`);
    if (helper.instead === 'async') this.#asyncNames.add(name);
    if (helper.instead === 'iteration.generator') this.#generatorNames.add(name);
    if (helper.instead === 'iteration.delegate') this.#delegateNames.add(name);
  }
  readonly #delegateNames = new Set<string>();
  readonly #asyncNames = new Set<string>();
  readonly #generatorNames = new Set<string>();
  readonly #loweredYields = new Set<Node>();
  readonly #awaitedReturns = new Set<Node>();

  /** Remembers which `yield`s a runner of lowered bodies takes, and which `return`s await. */
  #noteLowered(call: acorn.CallExpression): void {
    const body = call.arguments[2];
    if (call.callee.type !== 'Identifier' || body?.type !== 'FunctionExpression') return;
    const isGenerator = this.#generatorNames.has(call.callee.name);
    if (!isGenerator && !this.#asyncNames.has(call.callee.name)) return;
    this.#lowered.add(body);
    containsOutsideFunctions(body.body, (node) => {
      if (node.type === 'YieldExpression') this.#loweredYields.add(node);
      if (node.type === 'ReturnStatement' && isGenerator) this.#awaitedReturns.add(node);
      return false;
    });
  }

  /** A `return` with a value awaits it in an async generator. */
  #return(node: acorn.ReturnStatement): void {
    const { argument } = node;
    if (argument && this.#awaitedReturns.has(node)) {
      this.#open(argument.start, `(yield new ${this.#own.env}.iteration.Await(`);
      this.#close(argument.end, '))');
    }
    this.#visitChildren(node);
  }

  #inLowered(node: Node): boolean {
    return this.#loweredYields.has(node);
  }

  /** The meter sees what a program catches: an engine's own stack overflow must not pass for an ordinary error. */
  #catch(node: acorn.CatchClause): void {
    const { meter, error } = this.#own;
    const { param, body } = node;
    if (param?.type === 'Identifier') this.#close(body.start + 1, `${meter}.threw(${param.name});`);
    else if (!param) {
      this.#open(body.start, `(${error})`);
      this.#close(body.start + 1, `${meter}.threw(${error});`);
    } else {
      const closing = this.#bundle.indexOf(')', param.end);
      this.#open(param.start, `${error}){${meter}.threw(${error});let `);
      this.#close(param.end, `=${error};`);
      this.#text.remove(closing, closing + 1);
      this.#close(body.end, '}');
      this.#visit(param);
    }
    this.statements(body.body);
  }

  #key(
    node: acorn.MethodDefinition | acorn.PropertyDefinition | acorn.Property | acorn.AssignmentProperty,
  ): void {
    const { key } = node;
    if (node.computed || key.type === 'PrivateIdentifier' || key.type === 'Literal') this.#visit(key);
    else if (key.type === 'Identifier' && (key.name === 'eval' || key.name === 'import')) {
      if (node.type !== 'Property' || !node.shorthand)
        this.#text.update(key.start, key.end, `["${key.name}"]`);
    }
  }

  #literal(node: acorn.Literal): void {
    if (node.regex) {
      const why = refusedPattern(node.regex.pattern, node.regex.flags);
      if (why !== undefined)
        throw this.#problem(
          node,
          'regular-expression',
          `This regular expression cannot be used here: ${why}.`,
        );
    }
    if (typeof node.value === 'string' || node.regex) this.#escape(node.start, node.end);
  }

  #escape(start: number, end: number): void {
    const before = this.#bundle.slice(start, end);
    const after = plainText(before);
    if (after !== before) this.#text.update(start, end, after);
  }
}

/** Statements at which an exception can start, so that their line matters. */
function isMarkable(statement: Node): boolean {
  switch (statement.type) {
    case 'FunctionDeclaration':
    case 'BlockStatement':
    case 'EmptyStatement':
    case 'BreakStatement':
    case 'ContinueStatement':
    case 'TryStatement':
    case 'ExportNamedDeclaration':
      return false;
    case 'ExpressionStatement':
      return statement.directive === undefined;
    default:
      return true;
  }
}

/** Nothing in it can call, read through a getter or fail: only its entry counts. */
function isLeaf(node: FunctionNode): boolean {
  if (node.generator === true) return false;
  const { body } = node;
  if (body.type !== 'BlockStatement') return isPlain(body);
  const [first, ...rest] = body.body;
  if (first === undefined) return true;
  return (
    rest.length === 0 && first.type === 'ReturnStatement' && (!first.argument || isPlain(first.argument))
  );
}

function isPlain(node: Node): boolean {
  return node.type === 'Literal' || node.type === 'ThisExpression';
}

/** Whether the node calls one of these helpers of the compiler. */
function isCallOf(node: Node, helpers: ReadonlySet<string>): node is acorn.CallExpression {
  return (
    node.type === 'CallExpression' &&
    node.callee.type === 'Identifier' &&
    helpers.has(node.callee.name) &&
    node.arguments.length > 0
  );
}

function isCall(node: Node): boolean {
  return (
    node.type === 'CallExpression' ||
    node.type === 'NewExpression' ||
    node.type === 'TaggedTemplateExpression'
  );
}

function isAccess(node: Node): boolean {
  return node.type === 'MemberExpression' || isCall(node);
}

/**
 * esbuild's helpers for what is asynchronous, by their shape (a program's own functions of these names look different),
 * and what stands in for each: a field of the program's environment.
 */
const asyncHelpers = [
  helper('async', '__async', ['__this', '__arguments', 'generator'], 1),
  helper('iteration.generator', '__asyncGenerator', ['__this', '__arguments', 'generator'], 2),
  helper('iteration.Await', '__await', ['promise', 'isYieldStar'], 2),
  helper('iteration.delegate', '__yieldStar', ['value'], 3),
  helper('iteration.each', '__forAwait', ['obj', 'it', 'method'], 0),
];

/** A helper that is a function of these parameters with so many statements; 0: an expression. */
function helper(instead: string, stem: string, params: readonly string[], statements: number) {
  return {
    instead,
    isIt: (name: string, init: Node): boolean => {
      if (!name.startsWith(stem)) return false;
      if (init.type !== 'ArrowFunctionExpression' && init.type !== 'FunctionExpression') return false;
      const { body } = init;
      const size = body.type === 'BlockStatement' ? body.body.length : 0;
      return (
        size === statements &&
        init.params.length === params.length &&
        // The compiler adds a number where the program has that name.
        params.every((stemOf, i) => {
          const param = init.params[i];
          return param?.type === 'Identifier' && param.name.startsWith(stemOf);
        })
      );
    },
  };
}
