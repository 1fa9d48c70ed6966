import { beforeAll, describe, expect, it } from 'vitest';
import { compileProgram } from '../../../src/grader/compile/compile-program.ts';
import type { EsbuildLike } from '../../../src/grader/compile/esbuild-like.ts';
import type { Problem } from '../../../src/grader/compile/result.ts';
import { loadEsbuildInNode } from '../../../src/sandbox/node-esbuild.ts';
import { runPlain, type PlainInstance } from '../../support/evaluate-plain.ts';

let esbuild: EsbuildLike;
beforeAll(async () => {
  esbuild = await loadEsbuildInNode();
}, 60_000);

const helpers = ['CallError', 'crc32'];

async function compile(source: string) {
  return compileProgram(esbuild, source, { fileName: 'solution.ts', helpers });
}

async function problems(source: string): Promise<readonly Problem[]> {
  const result = await compile(source);
  return result.ok ? [] : result.problems;
}

async function run(source: string, options: Parameters<typeof runPlain>[1] = {}): Promise<PlainInstance> {
  const result = await compile(source);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return runPlain(result.program.code, options);
}

/** What the program prints by console.log, promise jobs included. */
async function printed(source: string): Promise<string[]> {
  const instance = await run(source);
  instance.realm.drain();
  expect(instance.realm.takeUnhandled()).toEqual([]);
  expect(instance.meter.depth).toBe(0);
  return instance.printed;
}

/** Calls the export `main`; gives the line the meter knows for what it throws. */
async function lineOfError(source: string): Promise<number> {
  const { exports, meter, realm } = await run(source);
  if (typeof exports['main'] !== 'function') throw new Error('no main');
  try {
    exports['main']();
  } catch (error) {
    return meter.lineOf(error);
  }
  realm.drain();
  const [reason] = realm.takeUnhandled();
  return meter.lineOf(reason);
}

describe('problems', () => {
  it.each([
    ['empty', '', undefined],
    ['empty', ' \n\t\n', undefined],
    ['not-text', 'const a = 1;\n\u0000\u0001', 2],
    ['too-large', `// ${'x'.repeat(300_000)}`, undefined],
    ['too-nested', `const a =\n${'('.repeat(5000)}1${')'.repeat(5000)};`, 2],
    ['too-nested', `const a = ${'['.repeat(5000)}`, 1],
    ['too-nested', `const a = ${'!'.repeat(100_000)}true;`, 1],
    ['syntax', 'const a = 1;\nconst b = ;\n', 2],
    ['syntax', 'const r =\n  /a(/;', 2],
    ['syntax', 'const a = 1;\na = 2;', 2],
    ['import', "import fs from 'node:fs';\nfs;", 1],
    ['import', "const fs = 1;\nconst x = require('fs');", 2],
    ['dynamic-import', "export async function f() {\n  return import('fs');\n}", 2],
    ['dynamic-import', 'export const f = (x: string) =>\n  import(x);', 2],
    ['dynamic-import', 'console.log(\n  import.meta.url);', 2],
    ['top-level-await', 'const a = 1;\nawait a;', 2],
    ['no-such-helper', "import { Nope } from 'partial-failure';\nnew Nope();", 1],
    ['no-such-helper', "import pf from 'partial-failure';\npf();", 1],
    ['undeclared', 'export function f() {\n  total = 1;\n}', 2],
    ['not-a-module', 'const a = 1;\nmodule.exports = { a };', 2],
    ['not-a-module', 'const a = 1;\nexports.a = a;', 2],
    ['syntax', 'export class A {\n  m() {\n', 2],
    ['syntax', 'const a = `x', 1],
    ['declared-twice', 'export function f() {\n  var g = 1;\n  function g() {}\n  return g;\n}', undefined],
  ])('%s: %j', async (code, source, line) => {
    const [problem] = await problems(source);
    expect(problem).toMatchObject({ code, ...(line === undefined ? {} : { line }) });
    expect(problem?.message).toMatch(/[.)]$/);
  });

  it('quotes the line', async () => {
    expect(await problems('let a = 1;\r\nlet b = = 2;\r\n')).toMatchObject([
      { line: 2, column: 9, text: 'let b = = 2;' },
    ]);
  });

  it('names the helpers there are', async () => {
    expect((await problems("import { Nope } from 'partial-failure';\nnew Nope();"))[0]?.message).toContain(
      'CallError, crc32',
    );
  });

  it('leaves the compiler whole after deep nesting', async () => {
    await problems(`const a = ${'('.repeat(200_000)}`);
    expect((await compile('export const a = 1;')).ok).toBe(true);
  });

  it('does not check types, and lets type imports vanish', async () => {
    const source =
      "import { CallError, type Node } from 'partial-failure';\nexport const a: string = 1;\nexport type B = Node | CallError;";
    expect(await compile(source)).toMatchObject({ ok: true, program: { exports: ['a'] } });
  });
});

describe('right programs are not refused', () => {
  it('for text that SES refuses, in comments, strings, templates, expressions and names', async () => {
    const source = `
      // import('x') and eval('y') <!-- -->
      /* import( */ /** eval( <!-- */
      const texts = ["import('x')", 'eval(1)', '<!-- hello -->', \`import( \${1} eval( --> <!--\`];
      const found = /<!--|-->|import\\(|eval\\(/.exec('a --> b')?.[0];
      let n = 3;
      while (n --> 1) texts.push(String(n));
      class Odd { eval(x: number) { return x } import() { return this.eval(2) } #eval() { return 3 } run() { return this.#eval() } }
      const odd = new Odd();
      console.log(texts.join('|'), found, odd.import(), odd.run(), { eval() { return 4 } }.eval());
      const later = async () => { await /* --> import( */ 1; };
      void later();
    `;
    const result = await compile(source);
    if (!result.ok) throw new Error(JSON.stringify(result.problems));
    expect(result.program.code).not.toMatch(/<!--|-->|[^.]\bimport\s*\(|[^.]\beval\s*\(/);
    expect(await printed(source)).toEqual([
      "import('x')|eval(1)|<!-- hello -->|import( 1 eval( --> <!--|2|1 --> 2 3 4",
    ]);
  });

  it('for brackets in strings, templates, comments and regular expressions', async () => {
    const many = '('.repeat(2000);
    const source = `
      // ${many}
      const a = "${many}", b = \`${many}\${"x"}${many}\`, c = /[(${many}]/.test("("), d = 6 / 2 / 1; /* ${many} */
      console.log(a.length, b.length, c, d);`;
    expect(await printed(source)).toEqual(['2000 4001 true 3']);
  });

  it('for our own names', async () => {
    const source = `
      let $m = 1, $env = 2, $l = 3, $e = 4, $k = 5, $t = 6, $d = 7, $no = 8, $helpers = 9, __async = 10;
      async function* each() { yield await $m; }
      function* numbers() { yield* [$k, $t]; }
      async function main() { for await (const x of each()) console.log(x, $env, $l, $e, ...numbers(), $d, $no, $helpers, __async); }
      void main();`;
    expect(await printed(source)).toEqual(['1 2 3 4 5 6 7 8 9 10']);
  });
});

describe('the meaning of a program stays', () => {
  it.each<[string, string, string[]]>([
    [
      'loops without braces',
      'let s = 0; for (let i = 0; i < 3; i++) s += i; do s++; while (s < 7); while (s > 9) s--; for (;;) if (s++ > 9) break; console.log(s);',
      ['11'],
    ],
    ['empty loops', 'let i = 0; for (; i++ < 5; ); while (i++ < 9); console.log(i);', ['10']],
    [
      'labels',
      'let n = 0; outer: for (const a of [1, 2, 3]) { for (const b of [1, 2, 3]) { if (b === 2) continue outer; if (a === 3) break outer; n += a * b; } } block: { if (n) break block; n = 99; } console.log(n);',
      ['3'],
    ],
    [
      'switch',
      'const f = (x: number) => { switch (x) { case 1: return "one"; case 2: { const y = "two"; return y; } default: let z = "many"; return z; } }; console.log(f(1), f(2), f(3));',
      ['one two many'],
    ],
    [
      'if and else without braces',
      'const f = (x: number) => { if (x > 2) return "a"; else if (x > 1) return "b"; else return "c"; }; console.log(f(3), f(2), f(1));',
      ['a b c'],
    ],
    [
      'arrows',
      'const o = () => ({ a: 1 }); const seq = (a: number) => (a++, a); const nested = (a: number) => (b: number) => a + b; console.log(o().a, seq(1), nested(1)(2));',
      ['1 2 3'],
    ],
    [
      'default parameters',
      'const f = (a: number, b = a + 1, { c = b * 2, ...rest } = { d: 4 } as any, [e = Math.max(c, 1)] = []) => [a, b, c, e, rest.d]; console.log(f(1).join());',
      ['1,2,4,4,4'],
    ],
    [
      'this in default parameters',
      'class A { v = 5; m(x = this.w()) { return x; } w() { return this.v; } } console.log(new A().m());',
      ['5'],
    ],
    [
      'classes',
      'class A { static n = A.count(2); static count(x: number) { return x + 1; } #p = 1; q = this.#p + Math.max(1, 2); static { this.n += 10; } get p() { return this.#p; } set p(v) { this.#p = v; } f = () => this.#p; } const a = new A(); a.p = 7; console.log(A.n, a.q, a.p, a.f());',
      ['13 3 7 7'],
    ],
    [
      'constructors',
      'class A { constructor(readonly x: number) {} } class B extends A { y = this.x + 1; constructor() { const z = 2; super(z); this.y += z; } } class C extends B {} console.log(new C().x, new C().y);',
      ['2 5'],
    ],
    [
      'constructors that return',
      'class A { constructor() { return { a: 1 } as any; } } console.log((new A() as any).a);',
      ['1'],
    ],
    [
      'super',
      'class A { m() { return "a"; } async n() { return "n"; } } class B extends A { override m() { return super.m() + "b"; } override async n() { return (await super.n()) + (() => super.m())(); } } console.log(new B().m()); new B().n().then((v) => console.log(v));',
      ['ab', 'na'],
    ],
    [
      'names of functions and classes',
      'const f = () => 1; class K {} const o = { m() {}, g: () => 2 }; class F { h = () => 3; } console.log(f.name, K.name, o.m.name, o.g.name, new F().h.name);',
      ['f K m g h'],
    ],
    [
      'directives',
      'function f() { "use strict"; "another"; return this === undefined; } console.log(f.call(undefined));',
      ['true'],
    ],
    [
      'generators',
      'function* g(n: number): Generator<number, string, any> { try { for (let i = 0; i < n; i++) { const got = yield i; if (got) console.log("got", got); } return "end"; } finally { console.log("closed"); } } const it = g(3); console.log(it.next(), it.next("x"), it.next(), it.next(), it.next()); for (const x of g(9)) { if (x > 1) break; }',
      [
        'got x',
        'closed',
        '{ value: 0, done: false } { value: 1, done: false } { value: 2, done: false } { value: "end", done: true } { value: undefined, done: true }',
        'closed',
      ],
    ],
    [
      'yield within yield',
      'function* g(): any { const x = yield (yield 1) + (yield); console.log("x", x); yield* (yield 5); } const it = g(); console.log([it.next(), it.next(10), it.next(20), it.next("v"), it.next([7, 8]), it.next(), it.next()].map((r: any) => String(r.value)).join());',
      ['x v', '1,undefined,30,5,7,8,undefined'],
    ],
    [
      'yield* with return, throw and a result',
      'function* a(): any { try { yield 1; yield 2; } catch (e) { yield "caught " + e; return "r"; } finally { console.log("fin"); } } function* b(): any { const r = yield* a(); yield "result " + r; } const i = b(); i.next(); console.log(i.throw("t").value, i.next().value); const j = b(); j.next(); console.log(j.return("ret"));',
      ['fin', 'caught t result r', 'fin', '{ value: "ret", done: true }'],
    ],
    [
      'generator methods and spread',
      'const o = { *[Symbol.iterator]() { yield* [1, 2]; yield* "ab"; } }; console.log([...o].join());',
      ['1,2,a,b'],
    ],
    [
      'async iteration',
      'async function* g() { try { for (let i = 0; ; i++) yield i; } finally { console.log("closed"); } } (async () => { for await (const x of g()) { if (x > 2) break; console.log(x); } })();',
      ['0', '1', '2', 'closed'],
    ],
    [
      'try, catch and finally',
      'const f = () => { try { throw new Error("a"); } catch ({ message }) { return message; } finally { console.log("f"); } }; const g = () => { try { throw 1; } catch { return 2; } }; console.log(f(), g());',
      ['f', 'a 2'],
    ],
    [
      'closures in loops',
      'const fs: (() => number)[] = []; for (let i = 0; i < 3; i++) fs.push(() => i); console.log(fs.map((f) => f()).join());',
      ['0,1,2'],
    ],
    [
      'arguments',
      'function f(..._: number[]) { return arguments.length; } console.log(f(1, 2, 3)); async function g(..._: number[]) { return arguments.length; } g(1, 2).then((n) => console.log(n));',
      ['3', '2'],
    ],
    [
      'exponents',
      'let x = 3; x **= 2; console.log(x, 2 ** -1, (-2) ** 3, 2n ** 64n);',
      ['9 0.5 -8 18446744073709551616n'],
    ],
    [
      'enums and namespaces',
      'enum E { A = 1, B } namespace N { export const x = E.B; } console.log(E[1], N.x);',
      ['A 2'],
    ],
    [
      'typeof of what is missing',
      'console.log(typeof Date, typeof setTimeout, typeof nothing, typeof Map);',
      ['undefined undefined undefined function'],
    ],
    [
      'shadowed names',
      'const f = (Date: number, { fetch }: { fetch: number }) => Date + fetch; function process() { return 1; } console.log(f(1, { fetch: 2 }), process(), { Date: 4 }.Date);',
      ['3 1 4'],
    ],
    [
      'optional chaining and destructuring',
      'let a: any, b: any; ({ a, b: [b] } = { a: { c: () => 3 }, b: [4] }); console.log(a?.c?.(), a.d?.e, b);',
      ['3 undefined 4'],
    ],
    [
      'hoisting',
      'console.log(f(), g()); function f() { return later(); function later() { return 2; } } function g() { return v; var v = 1; }',
      ['2 undefined'],
    ],
    [
      'getters in object literals',
      'const o = { get a() { return 1; }, set b(v: number) { console.log("set", v); }, ["c" + 1]: 2 }; o.b = 5; console.log(o.a, o.c1);',
      ['set 5', '1 2'],
    ],
    [
      'tagged templates',
      'const tag = (s: TemplateStringsArray, ...v: unknown[]) => s.raw.join("|") + v.join(); console.log(tag`a${1}\\n${2}b`);',
      ['a|\\n|b1,2'],
    ],
    [
      'comma and conditions',
      'let i = 0, n = 0; while (n++, i++ < 3) ; for (let a = 0, b = 5; a < b; a++, b--) n += a; console.log(i, n);',
      ['4 7'],
    ],
    [
      'for in',
      'const keys: string[] = []; for (const k in { a: 1, b: 2 }) keys.push(k); console.log(keys.join());',
      ['a,b'],
    ],
    [
      'await in odd places',
      'const f = async (x: any) => x; (async () => { const o = { a: await f(1), [await f("k")]: (await f([2]))[0], ...(await f({ z: 3 })) }; console.log(o); if (await f(true)) for (const x of await f([1])) console.log(await f(x), `${await f("t")}`); switch (await f(1)) { case await f(1): console.log("case"); } })();',
      ['{ a: 1, k: 2, z: 3 }', '1 t', 'case'],
    ],
  ])('%s', async (_name, source, expected) => {
    expect(await printed(source)).toEqual(expected);
  });

  it('when generators of async functions are made once', async () => {
    const source = `
      let calls = 0;
      void early(3);
      async function early(n: number) { console.log('early', n); }
      class A {
        static first = A.make(1);
        #secret = 7;
        static async make(n: number) { return [n, new A()] as const; }
        async own(a: number, b: number) { a += b; await null; return this.#secret + a; }
        async later(a: number, b = a + 1, { c } = { c: b }, ...rest: number[]) { await null; return [a, b, c, rest.length]; }
        async counted() { return arguments.length; }
        field = async (x: number) => this.#secret + x;
        async recursive(n: number): Promise<number> { return n === 0 ? 0 : n + (await this.recursive(n - 1)); }
      }
      class B extends A { override async own(a: number, b: number) { return 1000 + (await super.own(a, b)); } }
      const named = async function me(n: number): Promise<number> { return n > 0 ? me(n - 1) : 0; };
      const arrow = async (n: number) => { const inner = async (m: number) => n + m + calls++; return (await inner(1)) + (await inner(2)); };
      const list = [1, 2].map((n) => async (m: number) => n * 10 + m);
      for (const n of [5, 6]) { const f = async () => n; void f().then((v) => console.log('loop', v)); }
      export async function main() {
        const a = new A(), b = new A();
        console.log(await Promise.all([a.own(1, 2), b.own(3, 4), new B().own(1, 1)]));
        console.log(await a.later(1), await (a.later as any)(1, 2, { c: 9 }, 0, 0), await (a.counted as any)(1, 2), await a.field(1));
        console.log(await a.recursive(4), await named(2), await arrow(3), await list[1]!(4), (await A.first)[0]);
      }
      void main();`;
    expect(await printed(source)).toEqual([
      'early 3',
      'loop 5',
      'loop 6',
      '[10, 14, 1009]',
      '[1, 2, 2, 0] [1, 2, 9, 2] 2 8',
      '10 0 10 24 1',
    ]);
    const result = await compile(source);
    expect(result.ok && [...result.program.code.matchAll(/static\{\$g/g)].length).toBe(7);
  });

  it('gives each instance its own module', async () => {
    const result = await compile('let n = 0; export function next() { n += 1; return n; }');
    if (!result.ok) throw new Error('does not compile');
    const [a, b] = [runPlain(result.program.code), runPlain(result.program.code)];
    const next = (instance: PlainInstance): unknown =>
      typeof instance.exports['next'] === 'function' ? instance.exports['next']() : undefined;
    expect([next(a), next(a), next(b)]).toEqual([1, 2, 1]);
  });

  it('exports by name and by default, and hands helpers in', async () => {
    const { exports } = await run(
      "import { crc32 } from 'partial-failure'; class A {} export { A as B }; export default class extends A {} export const crc = crc32('x');",
      { helpers: { crc32: (text: string) => text.length, CallError: Error } },
    );
    expect(Object.keys(exports).sort()).toEqual(['B', 'crc', 'default']);
    expect(exports['crc']).toBe(1);
    expect(Object.getPrototypeOf(exports)).toBe(null);
  });

  it('is the same code for the same source, whatever the file is called', async () => {
    const source = 'export async function f() { return 1; }';
    const [one, two] = await Promise.all(
      ['a.ts', 'b c/../x.ts'].map((fileName) => compileProgram(esbuild, source, { fileName, helpers })),
    );
    expect(one).toEqual(two);
  });
});

describe('what programs do not have', () => {
  it.each([
    ['Date.now()', 'There is no Date here: use node.clock.timeOfDay() or node.clock.monotonic().'],
    ['new Date()', 'There is no Date here'],
    ['setTimeout(() => {}, 1)', 'There is no setTimeout here: use await node.sleep(ms).'],
    ['fetch("x")', 'There is no fetch here'],
    ['process.exit()', 'There is no process here'],
    ['crypto.randomUUID()', 'There is no crypto here: use node.random().'],
    ['performance.now()', 'There is no performance here'],
    ['globalThis.Date', 'There is no globalThis here'],
    ['eval("1")', 'There is no eval here'],
    ['new Function("return 1")', 'There is no Function here'],
    ['new Uint8Array(1)', 'There is no Uint8Array here'],
    ['Math.random()', 'There is no Math.random here: use node.random().'],
    ['Math.sin(1)', 'There is no Math.sin here'],
    ['{ const o = { Date }; }', 'There is no Date here'],
    ['nodde.send()', 'nodde is not defined'],
  ])('%s', async (code, message) => {
    const { exports } = await run(`export function main() { ${code}; }`);
    expect(exports['main']).toThrow(message);
  });
});

describe('lines', () => {
  it.each<[string, number, string]>([
    ['a throw', 3, 'export function main() {\n  const a = 1;\n  throw new Error(String(a));\n}'],
    ['a type error', 3, 'export function main(o?: any) {\n  const a = 1;\n  return o.x.y + a;\n}'],
    [
      'the same statement after a call',
      5,
      'function f(): any {\n  const a = undefined;\n  return a;\n}\nexport function main() { return f().x; }',
    ],
    ['a callback', 3, 'export function main() {\n  [1].forEach(() => {\n    throw new Error("x");\n  });\n}'],
    ['an arrow without braces', 2, 'export const main = (o?: any) =>\n  o.x;'],
    ['a field', 2, 'class A {\n  x = (undefined as any).y;\n}\nexport const main = () => new A();'],
    [
      'a loop condition',
      3,
      'export function main(o?: any) {\n  let i = 0;\n  while (i < 1 || o.x) {\n    i++;\n    String(i);\n  }\n}',
    ],
    [
      'else if',
      3,
      'export function main(o?: any) {\n  if (o) return 1;\n  else if (o.x) return 2;\n  return 3;\n}',
    ],
    [
      'rethrown from finally',
      3,
      'export function main() {\n  try {\n    throw new Error("x");\n  } finally {\n    String(1);\n  }\n}',
    ],
    ['an async function', 3, 'export async function main() {\n  await 1;\n  throw new Error("x");\n}'],
    [
      'after an await in the same statement',
      4,
      'const other = async () => {\n  await 1; };\nexport async function main() {\n  return ((await other()) as any).x;\n}',
    ],
    [
      'a rejected await',
      2,
      'async function other() {\n  throw new Error("x");\n}\nexport async function main() {\n  await other();\n}',
    ],
    ['a primitive', 2, 'export function main() {\n  throw "x";\n}'],
    [
      'a generator',
      3,
      'function* g() {\n  yield 1;\n  throw new Error("x");\n}\nexport function main() {\n  for (const _ of g()) String(1);\n}',
    ],
  ])('%s', async (_name, line, source) => {
    expect(await lineOfError(source)).toBe(line);
  });
});

describe('budgets', () => {
  it.each<[string, 'steps' | 'depth', number, string]>([
    ['for(;;)', 'steps', 2, 'export function main() {\n  for (;;);\n}'],
    [
      'while in try, catch and finally',
      'steps',
      3,
      'export function main() {\n  for (;;) { try {\n    for (;;) {}\n  } catch {} finally { while (true); } }\n}',
    ],
    [
      'catching and going on',
      'steps',
      2,
      'export function main() {\n  while (true) { try { while (true) {} } catch (e) { continue; } }\n}',
    ],
    ['labels', 'steps', 2, 'export function main() {\n  a: for (;;) { continue a; }\n}'],
    ['recursion', 'depth', 1, 'function f(): number { return f() + 1; }\nexport function main() { f(); }'],
    [
      'recursion that catches',
      'depth',
      1,
      'function f(): void { try { f(); } catch { f(); } finally { f(); } }\nexport function main() { f(); }',
    ],
    ['arrows', 'depth', 1, 'const f = (x: number): number => f(x + 1);\nexport const main = () => f(1);'],
    [
      'getters',
      'depth',
      1,
      'const o = { get x(): number { return this.x; } };\nexport function main() { return o.x; }',
    ],
    [
      'default parameters',
      'depth',
      1,
      'function f(a: number = f()): number { return a; }\nexport function main() { f(); }',
    ],
    ['fields', 'depth', 1, 'class A { a: A = new A(); }\nexport function main() { new A(); }'],
    [
      'constructors',
      'depth',
      1,
      'class A { constructor() { new A(); } }\nexport function main() { new A(); }',
    ],
    [
      'generators',
      'depth',
      1,
      'function* g(): any { yield* g(); }\nexport function main() { for (const _ of g()); }',
    ],
    [
      'generators by for',
      'depth',
      1,
      'function* g(): any { for (const x of g()) yield x; }\nexport function main() { for (const _ of g()); }',
    ],
    [
      'async functions',
      'depth',
      1,
      'async function f(): Promise<void> { await f(); }\nexport function main() { void f(); }',
    ],
    [
      'async generators',
      'depth',
      1,
      'async function* g(): any { for await (const x of g()) yield x; }\nexport function main() { void (async () => { for await (const _ of g()); })(); }',
    ],
    [
      'callbacks',
      'steps',
      1,
      'const f = (): any => Array.from({ length: 1000 }, (_, i) => [1].map(() => i));\nexport function main() { for (;;) f(); }',
    ],
    [
      'toString',
      'depth',
      1,
      'const o = { toString(): string { return "" + o; } };\nexport function main() { return String(o); }',
    ],
    [
      'sort',
      'steps',
      1,
      'export const main = () => Array.from({ length: 100_000 }, (_, i) => -i).sort((a, b) => a - b);',
    ],
  ])('%s', async (_name, kind, line, source) => {
    const { exports, meter, realm } = await run(source, { meter: { maxSteps: 50_000, maxDepth: 200 } });
    if (typeof exports['main'] !== 'function') throw new Error('no main');
    try {
      exports['main']();
    } catch {
      // What escapes does not matter: the meter knows.
    }
    realm.drain();
    expect(meter.overrun?.kind).toBe(kind);
    expect(meter.overrun?.line).toBe(line);
    expect(meter.depth).toBe(0);
  });

  it('goes on throwing', async () => {
    const { exports, meter } = await run(
      'export function main() { for (;;); }\nexport const other = () => [1].length;',
      {
        meter: { maxSteps: 100 },
      },
    );
    expect(exports['main']).toThrow('Too many steps');
    expect(exports['other']).toThrow('Too many steps');
    meter.reset();
    expect(exports['other']).not.toThrow();
  });

  it('keeps depth in balance when generators are left half way', async () => {
    const { exports, meter } = await run(
      'function* g() { yield 1; yield* h(); }\nfunction* h() { yield 2; yield 3; }\nexport function main() { for (let i = 0; i < 1000; i++) { const it = g(); it.next(); it.next(); } }',
    );
    if (typeof exports['main'] === 'function') exports['main']();
    expect(meter.depth).toBe(0);
    expect(meter.overrun).toBe(undefined);
  });

  it('counts the depth of a chain of generators that is built bit by bit', async () => {
    const { exports, meter } = await run(
      'function* w(it: any): any { yield* it; }\nfunction* base() { for (;;) yield 1; }\nexport function main() { let it: any = base(); for (let i = 0; i < 1000; i++) { it = w(it); it.next(); } }',
      { meter: { maxSteps: 10_000_000, maxDepth: 200 } },
    );
    expect(exports['main']).toThrow('nest too deep');
    expect(meter.overrun?.kind).toBe('depth');
  });
});

describe('async functions that are made once', () => {
  it.each([
    [
      'keep what stands around them',
      `function outer(a: number) { const b = a + 1; const f = async (c: number) => { await 0; console.log(a, b, c); }; void f(3); }
       outer(1); outer(10);`,
      ['1 2 3', '10 11 3'],
    ],
    [
      'see later changes of a variable',
      `function outer() { let n = 0; const f = async () => { await 0; console.log(n); }; void f(); n = 5; }
       outer();`,
      ['5'],
    ],
    [
      'change a variable around them',
      `async function outer() { let n = 0; const f = async () => { await 0; n += 2; }; await f(); await f(); console.log(n); }
       void outer();`,
      ['4'],
    ],
    [
      'have the variable of their own turn of a loop',
      `for (const x of ['a', 'b']) { const y = x + x; void (async () => { await 0; console.log(x, y); })(); }
       function f() { for (let i = 0; i < 2; i++) { const j = i; void (async () => { await 0; console.log(i, j); })(); } }
       f();`,
      ['a aa', 'b bb', '0 0', '1 1'],
    ],
    [
      'may name the variable they are the value of',
      `function run(task: () => Promise<void>) { void task(); return 'done'; }
       function outer() { const result = run(async () => { await 0; console.log(result); }); }
       outer();`,
      ['done'],
    ],
    [
      'may be called before what stands above them has run',
      `function outer() { void late(); const word = 'set'; async function late() { await 0; console.log(word); } }
       outer();`,
      ['set'],
    ],
    [
      'may stand in a case of a switch',
      `function outer(n: number) { switch (n) { case 1: const w = 'one'; console.log(w); break;
         case 2: void (async () => { await 0; try { console.log(w); } catch { console.log('none yet'); } })(); } }
       outer(1); outer(2);`,
      ['one', 'none yet'],
    ],
    [
      'keep this, also within one another',
      `class A { #n = 1; word = 'w';
         go(x: number) { return [1].map(async (y) => { await 0; const z = this.#n + x + y;
           await (async () => { await 0; console.log(this.word, x, y, z, this.#n); })(); }); } }
       void new A().go(7);`,
      ['w 7 1 9 1'],
    ],
    [
      'in a class within a function belong to that class',
      `function make(n: number) { return class { async go() { await 0; console.log(n); } }; }
       const One = make(1); const Two = make(2); void new One().go(); void new Two().go();`,
      ['1', '2'],
    ],
    [
      'take their parameters apart',
      `function outer(p: number) { const f = async ({ a, b = p }: { a: number; b?: number }, ...rest: number[]) => { await 0; console.log(a, b, rest, p); };
         void f({ a: 1 }, 2, 3); }
       outer(4);`,
      ['1 4 [2, 3] 4'],
    ],
  ])('%s', async (_what, source, lines) => {
    expect(await printed(`${source}\nexport {};`)).toEqual(lines);
  });
});
