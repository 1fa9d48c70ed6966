/**
 * No object that two nodes, two runs or two submissions can reach is mutable. Every program here throws `SEEN` where it
 * finds a trace of another instance of itself; each is graded twice in one realm, as two submissions in a browser are.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSharingRealm, type SharingRealm } from '../../support/sharing-realm.ts';

let realm: SharingRealm;
beforeAll(async () => {
  realm = await openSharingRealm();
}, 120_000);
afterAll(() => realm.close());

/** What the grading said of a program: all that left it, and whether its calls returned. */
async function told(source: string): Promise<{ text: string; calls: string }> {
  const report = await realm.grade(source);
  const text = [...report.problems, ...report.failures.map(({ summary }) => ({ message: summary }))]
    .map(({ message }) => message)
    .join('\n');
  return { text: `${report.verdict} ${text}`, calls: report.properties[0]?.status ?? '' };
}

/** A program in which every instance looks for a trace at `box`, then leaves one. */
const leaving = (box: string, top = ''): string => `
  import { CallError, table, double } from 'partial-failure';
  ${top}
  const tried = (step: () => void) => { try { step(); } catch { /* frozen */ } };
  function look(node: any, peers?: any, settings?: any, deliver?: any) {
    void CallError; void table; void double;
    for (const box of [${box}] as any[]) {
      if (box.mark !== undefined || box.length > 1000) throw new Error('SEEN');
      tried(() => { box.mark = 1; });
      tried(() => { Object.defineProperty(box, 'mark', { value: 1 }); });
      tried(() => { Object.setPrototypeOf(box, { mark: 1 }); });
      tried(() => { box.push(...Array(1001).fill(0)); });
    }
  }
  export class A {
    constructor(node: any, peers: any, settings: any, deliver: any) { look(node, peers, settings, deliver); }
    go() { return null; }
  }
  let first = true;
  export function f(node: any, settings: any) { if (first) look(node, [], settings, () => 0); first = false; return null; }`;

describe('a trace is left on', () => {
  it.each([
    ['functions of the console', 'console, console.log, console.time, console.assert'],
    ['lists that a scenario hands over', 'peers, settings, settings.names, settings.of, settings.of.deep'],
    ['the hand', 'deliver'],
    ['helpers', 'CallError, CallError.prototype, table, table.rows, table.rows[0], double'],
    ['the node', 'node, node.send, node.request, node.sleep, node.random, node.log, node.clock, node.disk'],
    [
      'clocks, disk and file',
      'node.clock.timeOfDay, node.clock.monotonic, node.clock.interval, node.disk.read, node.disk.write, node.file, node.file.append, node.file.sync, node.file.readAll, node.file.truncate',
    ],
    [
      'the promise',
      'Promise, Promise.prototype, Promise.prototype.then, Promise.resolve, Object.getOwnPropertyDescriptor(Promise, Symbol.species)!.get',
    ],
    [
      'async generators',
      'Object.getPrototypeOf(gen()), gen().next, gen().return, gen()[Symbol.asyncIterator]',
      'async function* gen() { yield 1; }',
    ],
    [
      'the error past a budget',
      'past(), past().constructor, past().constructor.prototype',
      'function past(): any { try { const deep = (): any => [deep()]; deep(); } catch (e) { return e; } }',
    ],
    [
      'errors of the harness',
      'thrown(() => node.send(1)), thrown(() => node.sleep(-1)).constructor.prototype, thrown(() => node.disk.write("k", () => 0)).constructor',
      'function thrown(step: () => void): any { try { step(); } catch (e: any) { return Object.isFrozen(e) ? e : { constructor: e.constructor }; } return {}; }',
    ],
    [
      'the template of a tag',
      'tag`a${1}b`, tag`a${1}b`.raw',
      'function tag(strings: any, ..._rest: any[]) { return strings; }',
    ],
    [
      'globals',
      'JSON, JSON.parse, Math, Math.max, Math.pow, Array, Map.prototype, Symbol, Reflect, isNaN, parseInt, Error, RangeError.prototype',
    ],
    ['a top-level function', 'look'],
    ['a top-level class', 'A, A.prototype, A.prototype.go'],
    ['a top-level array, by a tag', 'list.push`x` && list', 'const list: any = [];'],
  ])('%s', async (_what, box, top = '') => {
    const source = leaving(box, top);
    for (let submission = 0; submission < 2; submission++) {
      const { text } = await told(source);
      expect(text).toMatch(box.startsWith('past') ? /^fail (?!.*(?:SEEN|The grader))/s : /^pass/);
    }
  });

  it('would be seen: the programs above find what one instance leaves for itself', async () => {
    const twice = leaving('own, own', 'const own: any = {};');
    expect((await told(twice)).text).toMatch(/SEEN/);
  });
});

describe('the harness cannot be named', () => {
  const names = ['$env', '$m', '$helpers', '$g', '$no', '$d', '$l', '$e', '$k', '$t'];
  const escaped = (name: string): string =>
    [...name].map((char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
  const braced = (name: string): string => `\\u{${name.charCodeAt(0).toString(16)}}${name.slice(1)}`;

  it.each(names.flatMap((name) => [name, escaped(name), braced(name)]))('%s', async (name) => {
    const { text } = await told(`
      export class A { go() { return null; } constructor() {
        let found: unknown; try { found = ${name}; } catch { return; }
        throw new Error('SEEN ' + typeof found); } }
      export function f() { return null; }`);
    expect(text).not.toMatch(/SEEN|The grader failed/);
  });

  it.each([
    ['__async', '(__this, __arguments, generator) => { return "own"; }'],
    ['__asyncGenerator', '(__this, __arguments, generator) => { void 0; return "own"; }'],
    ['__await', 'function (promise, isYieldStar) { void 0; return "own"; }'],
    ['__yieldStar', '(value) => { void 0; void 0; return "own"; }'],
    ['__forAwait', '(obj, it, method) => ("own")'],
  ])('by a function of the compiler’s: %s', async (name, like) => {
    const { text, calls } = await told(`
      const ${name}: any = ${like};
      async function* g() { yield 1; yield* other(); }
      async function* other() { for await (const x of [1]) yield await x; }
      export class A { async go() { for await (const x of g()) void x; if (${name}() !== 'own') throw new Error('SEEN'); return null; } }
      export function f() { return null; }`);
    expect(text).not.toMatch(/SEEN|The grader failed/);
    expect(calls).toBe('passed');
  });
});

it('private fields stamped on an object by a base class are seen by their own instance only', async () => {
  const source = `
    class Base { constructor(o: any) { return o; } }
    class Stamp extends Base {
      #mark: number;
      constructor(o: any) { super(o); this.#mark = 1; }
      static has(o: any) { return #mark in o; }
    }
    function look() {
      for (const o of [console.log, Promise, Object.prototype, Math, JSON.parse, (function (s: any) { return s; })\`x\`] as any[]) {
        if (Stamp.has(o)) throw new Error('SEEN');
        try { new Stamp(o); } catch (e) { throw new Error('SEEN ' + String(e)); }
        if (!Stamp.has(o)) throw new Error('not stamped');
      }
    }
    export class A { constructor() { look(); } go() { return null; } }
    let first = true;
    export function f() { if (first) look(); first = false; return null; }`;
  for (let submission = 0; submission < 2; submission++) {
    const { text, calls } = await told(source);
    expect(text).toMatch(/^pass/);
    expect(calls).toBe('passed');
  }
});

/**
 * Walks all that can be reached from where it stands, looks for marks, and writes to each object in the drawn ways. Each
 * instance marks with a name of its own, taken from what only it can know: its node, its life, its instant.
 */
const WALK = (ways: readonly string[], skip: number): string => `
  import * as helpers from 'partial-failure';
  const tried = (step: () => unknown): any => { try { return step(); } catch { return undefined; } };
  async function* agen() { yield 1; }
  function* gen() { yield 1; }
  class Own { #p = 1; }
  const tag = (s: any) => s;
  function roots(self: any, args: any): any[] {
    const thrown = [() => args[0].send(1), () => (null as any).x, () => JSON.parse('{'), () => new RegExp('('), () => args[0].disk.write('k', gen)];
    return [
      self, args, helpers, tag\`x\${1}y\`, gen, gen(), agen, agen(), async () => 1, Own, console, Promise, Promise.resolve(1), Promise.withResolvers?.(),
      [][Symbol.iterator](), new Map([[1, 1]]).entries(), new Set([1]).values(), 'x'[Symbol.iterator](), 'x'.matchAll(/x/g), /x/.exec('x'), Symbol.for('x'),
      Object(1n), Object('s'), Object(true), Object(Symbol.iterator), new Proxy({}, {}), Object.getOwnPropertyDescriptor(/x/, 'flags'),
      AggregateError, Array, BigInt, Boolean, Error, EvalError, JSON, Map, Math, Number, Object, Proxy, RangeError, ReferenceError, Reflect, RegExp, Set, String,
      Symbol, SyntaxError, TypeError, URIError, WeakMap, WeakSet, decodeURI, decodeURIComponent, encodeURI, encodeURIComponent, isFinite, isNaN, parseFloat, parseInt,
      ...thrown.map((step) => { try { step(); } catch (e) { return e; } }),
    ];
  }
  const MARK = 'mark';
  function walk(start: any[], own: Set<any>): any[] {
    const seen = new Set<any>();
    const pending = [...start];
    while (pending.length > 0) {
      const o = pending.pop();
      if ((typeof o !== 'object' && typeof o !== 'function') || o === null || seen.has(o) || own.has(o)) continue;
      seen.add(o);
      tried(() => pending.push(Object.getPrototypeOf(o)));
      for (const key of tried(() => Reflect.ownKeys(o)) ?? []) {
        const d = tried(() => Object.getOwnPropertyDescriptor(o, key));
        if (d === undefined) continue;
        pending.push(d.value, d.get, d.set);
        if (d.get !== undefined) pending.push(tried(() => o[key]));
      }
    }
    return [...seen];
  }
  const ways: ((o: any) => unknown)[] = [${ways.join(', ')}];
  function look(self: any, args: any, own: any[]) {
    const all = walk(roots(self, args), new Set(own));
    for (const o of all) {
      const k = tried(() => Reflect.ownKeys(o)) ?? [];
      if (k.includes(MARK) || tried(() => o.get?.(MARK)) === MARK || tried(() => o.has?.(MARK)) === true || tried(() => Object.getPrototypeOf(o)?.[MARK]) === MARK)
        throw new Error('SEEN on ' + typeof o + ' ' + String(tried(() => o.name)) + ' [' + k.map(String).slice(0, 12).join() + ']');
    }
    all.forEach((o, i) => { if (i % ${skip} === 0) for (const way of ways) tried(() => way(o)); });
  }
  // What is this instance's alone, it may mark for itself.
  let looked = false;
  export class A {
    constructor(node: any, ...rest: any[]) { if (!looked) look(undefined, [node, ...rest], []); looked = true; }
    go() { return null; }
  }
  export function f(...args: any[]) { if (!looked) look(undefined, args, []); looked = true; return null; }`;

const WAYS = [
  '(o) => { o[MARK] = MARK; }',
  '(o) => Reflect.set(o, MARK, MARK)',
  '(o) => Object.defineProperty(o, MARK, { value: MARK, configurable: true })',
  '(o) => o.__defineGetter__(MARK, () => MARK)',
  '(o) => Object.setPrototypeOf(o, { [MARK]: MARK })',
  '(o) => { o.__proto__ = { [MARK]: MARK }; }',
  '(o) => Object.assign(o, { [MARK]: MARK })',
  '(o) => Map.prototype.set.call(o, MARK, MARK)',
  '(o) => Set.prototype.add.call(o, MARK)',
  '(o) => Array.prototype.push.call(o, MARK)',
  '(o) => { for (const k of Reflect.ownKeys(o)) tried(() => { o[k] = { [MARK]: MARK }; }); }',
  '(o) => { for (const k of Reflect.ownKeys(o)) tried(() => Object.defineProperty(o, k, { value: Object.assign(() => 0, { [MARK]: MARK }) })); }',
  '(o) => { for (const k of Reflect.ownKeys(o)) tried(() => delete o[k]); }',
];

it('random writes to everything reachable leave nothing that a fresh instance sees', async () => {
  // Each program is graded twice: other nodes, other lives, other runs and another submission.
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.constantFrom(...WAYS), { minLength: 1, maxLength: WAYS.length }),
      fc.integer({ min: 1, max: 3 }),
      async (ways, skip) => {
        const source = WALK(ways, skip);
        for (let submission = 0; submission < 2; submission++) {
          const { text, calls } = await told(source);
          expect(text).toMatch(/^pass/);
          expect(calls).toBe('passed');
        }
      },
    ),
    { seed: 16, numRuns: 6 },
  );
}, 240_000);

it('and the walk would see what was left', async () => {
  const source = WALK(WAYS.slice(0, 1), 1).replaceAll('if (!looked) look', 'look');
  const { text } = await told(
    source
      .replace('const MARK', 'const kept: any = {}; const MARK')
      .replace('self, args,', 'kept, self, args,'),
  );
  expect(text).toMatch(/SEEN/);
}, 60_000);
