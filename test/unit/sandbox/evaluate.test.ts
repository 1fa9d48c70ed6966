/** Programs in a locked-down realm, hostile ones among them. The realm is a worker's, never this one. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSealedRealm, type SealedRealm } from '../../support/sealed-realm.ts';

let realm: SealedRealm;
beforeAll(async () => {
  realm = await startSealedRealm();
}, 120_000);
afterAll(async () => {
  await realm.close();
});

const inMain = (code: string): string => `export function main() {\n${code}\n}`;

describe('an honest program', () => {
  it('has what it needs', async () => {
    const { printed, error, unhandled } = await realm.run(`
      import { double, box } from 'partial-failure';
      class Counter extends Map<string, number> { toString() { return 'Counter'; } }
      export async function main() {
        const counter = new Counter([['a', 1]]);
        const odd = { x: 1 } as any;
        odd.toString = () => 'odd'; odd.constructor = 1; odd.hasOwnProperty = 2;
        const error = new Error('e'); error.name = 'Mine'; error.message = 'changed';
        const list = [3, 1, 2]; (list as any).toString = () => 'own';
        console.log(await Promise.all([double(4), Promise.resolve(1)]), box.content, String(counter), String(odd), String(error), String(list));
        console.log([...'ab'].map((c) => c.toUpperCase()).join(), JSON.stringify({ a: [1] }), /a(?<x>b)/.exec('ab')?.groups?.x, 2 ** 0.5, Math.exp(1), (0.5).toString(2));
        console.log([3, 1, 2].sort().join(), [1, 10, 9].sort((a, b) => a - b), [2, 1].toSorted(), 'b'.localeCompare('a'), (1234.5).toLocaleString());
        console.info(Symbol('s'), new Set([1]), Reflect.ownKeys({ a: 1 }), parseInt('7'), 10n ** 20n, NaN, undefined, Infinity);
      }`);
    expect(error).toBe(undefined);
    expect(unhandled).toEqual([]);
    expect(printed).toEqual([
      '[8, 1] [1, 2, 3] Counter odd Mine: changed own',
      'A,B {"a":[1]} b 1.4142135623730951 2.718281828459045 0.1',
      '1,2,3 [1, 9, 10] [1, 2] 1 1234.5',
      'Symbol(s) Set {1} ["a"] 7 100000000000000000000n NaN undefined Infinity',
    ]);
  });

  it('sorts stably, and the same way with a comparator that contradicts itself', async () => {
    const { printed } = await realm.run(
      inMain(`
        let n = 0;
        const odd = Array.from({ length: 12 }, (_, i) => i).sort(() => ((n = (n * 7 + 3) % 11) > 5 ? 1 : -1));
        console.log(odd.join());
        const holes = [3, , undefined, 1]; holes.sort((a, b) => a! - b!);
        console.log(holes.length, 2 in holes, 3 in holes, holes[0], holes[1]);
        const stable = ['b1', 'a1', 'b2', 'a2'].sort((x, y) => (x[0]! < y[0]! ? -1 : x[0]! > y[0]! ? 1 : 0));
        console.log(stable.join());`),
    );
    expect(printed.slice(1)).toEqual(['4 true false 1 3', 'a1,a2,b1,b2']);
    expect(
      printed[0]
        ?.split(',')
        .map(Number)
        .sort((a, b) => a - b),
    ).toEqual([...Array(12).keys()]);
  });
});

describe('nothing of the host is in reach', () => {
  it.each([
    ['the function constructor', "(() => {}).constructor('return this')()"],
    ['a constructor of a constructor', "({} as any).constructor.constructor('return globalThis')()"],
    [
      'an error’s constructor',
      "(() => { try { (null as any).x } catch (e: any) { return e.constructor.constructor('return process')() } })()",
    ],
    ['a generator’s constructor', "(function* () {} as any).constructor('yield 1')()"],
    ['a helper’s constructor', "(Reflect.getPrototypeOf(console.log) as any).constructor('return this')()"],
    ['the promise’s constructor', "(Promise as any).constructor('return this')()"],
  ])('%s', async (_name, code) => {
    const { error, printed } = await realm.run(inMain(`console.log('got', typeof ${code});`));
    expect(error).toBeDefined();
    expect(printed).toEqual([]);
  });

  it('by name', async () => {
    const names =
      'process module globalThis window self Date setTimeout fetch Function eval Worker WebAssembly Intl harden Compartment lockdown SharedArrayBuffer Uint8Array WeakRef'.split(
        ' ',
      );
    const { printed } = await realm.run(
      inMain(`console.log([${names.map((name) => `typeof ${name}`).join()}].join());`),
    );
    expect(printed[0]).toBe(names.map(() => 'undefined').join());
  });

  it('by property', async () => {
    const { printed } = await realm.run(
      inMain(`
        const seen: string[] = [];
        for (const [owner, name] of [[Array, 'fromAsync'], [RegExp, '$1'], [Set.prototype, 'union'], [Object, 'groupBy'], [Math, 'sin']] as any[]) {
          if (typeof owner[name] !== 'undefined') seen.push(name);
        }
        const stack: any = new Error('x').stack;
        console.log(seen.join(), /worker|node:|\\//.test(String(stack)));`),
    );
    expect(printed).toEqual(['sin false']);
  });
});

describe('one program cannot change another', () => {
  it.each([
    ['Object.prototype', '(Object.prototype as any).polluted = 1'],
    ['by __proto__', '({} as any).__proto__.polluted = 1'],
    ['Array.prototype.push', 'Array.prototype.push = () => 0'],
    ['Array.prototype by defineProperty', "Object.defineProperty(Array.prototype, 'map', { value: 1 })"],
    ['Promise.prototype.then', 'Promise.prototype.then = (() => 0) as any'],
    ['Promise.resolve', '(Promise as any).resolve = () => 0'],
    ['a property on Promise', '(Promise as any).shared = 1'],
    ['a property on a method', '(Promise.prototype.then as any).shared = 1'],
    ['Math', '(Math as any).max = () => 0'],
    ['a Math function', '(Math.exp as any).shared = 1'],
    ['JSON', '(JSON as any).parse = () => 0'],
    ['a helper', '(box as any).content.push(4)'],
    ['a helper’s property', '(double as any).shared = 1'],
    ['an iterator', '(Object.getPrototypeOf([][Symbol.iterator]()) as any).next = () => 0'],
    ['a generator', '(Object.getPrototypeOf((function* () {})()) as any).__proto__.next = () => 0'],
    ['a prototype’s prototype', 'Object.setPrototypeOf(Object.prototype, {})'],
    ['console', '(console as any).log = () => 0'],
  ])('%s', async (_name, code) => {
    const attack = await realm.run(
      `import { box, double } from 'partial-failure';\n${inMain(`void box; void double; ${code};`)}`,
    );
    expect(attack.error?.text).toMatch(/TypeError/);
    expect(attack.error?.line).toBe(3);
    const after = await realm.run(
      "import { box, double } from 'partial-failure';\nexport async function main() { console.log(('polluted' in {}), [1].map((x) => x + 1), await Promise.resolve(2), 'shared' in Promise, 'shared' in Math.exp, 'shared' in double, box.content.length); }",
    );
    expect(after.printed).toEqual(['false [2] 2 false false false 3']);
  });

  it('when Promise is replaced in its own file', async () => {
    const { printed } = await realm.run(`
      const Promise = class { static resolve() { return 'mine'; } };
      export async function main() { console.log(Promise.resolve(), await 1); }`);
    expect(printed).toEqual(['mine 1']);
  });
});

describe('everything ends', () => {
  it.each<[string, string, number]>([
    ['a loop', 'for (;;);', 2],
    ['a loop that catches all', 'for (;;) { try {\nfor (;;) {}\n} catch {} finally { for (;;); } }', 3],
    ['a recursion', 'const f = (): any => [f()];\nf();', 2],
    [
      'a recursion that catches all',
      'const f = (): any => { try { f(); } catch { f(); } finally { f(); } };\nf();',
      2,
    ],
    ['generators in generators', 'function* g(): any { yield* g(); }\nreturn [...g()];', 2],
    ['a recursion in a comparator', 'const f = (): any => [2, 1].sort(() => f());\nf();', 2],
    [
      'a recursion in toJSON',
      'const o: any = { toJSON() { return JSON.stringify(o); } };\nJSON.stringify(o);',
      2,
    ],
    ['a recursion by proxy', 'const p: any = new Proxy({}, { get: (t, k) => p[k] });\np.x;', 2],
    ['a recursion by Reflect', 'function f(): any { return Reflect.apply(f, undefined, []); }\nf();', 2],
    [
      'an endless iterator',
      'const endless = { [Symbol.iterator]: () => ({ next: () => ({ value: 1, done: false }) }) };\nArray.from(endless as any);',
      2,
    ],
  ])('%s', async (_name, code, line) => {
    const outcome = await realm.run(inMain(code));
    expect(outcome.overrun).toBeDefined();
    expect(outcome.overrun?.line).toBe(line);
    expect(outcome.depthAfter).toBe(0);
  });

  it('an engine’s own stack overflow counts as depth, also when it is caught', async () => {
    const { overrun } = await realm.run(
      inMain(
        'let a: any = []; for (let i = 0; i < 50000; i++) a = [a];\ntry { a.flat(Infinity); } catch (e) { console.log("caught"); }\nfor (;;) {}',
      ),
      { maxSteps: 10_000_000 },
    );
    expect(overrun).toMatchObject({ kind: 'depth', line: 3 });
  });

  it('promise jobs without end', async () => {
    const outcome = await realm.run(
      inMain('const again = (): any => Promise.resolve().then(again); again();'),
      {
        maxSteps: 100_000_000,
      },
    );
    expect(outcome.jobsOver).toBe(true);
  });

  it('an async loop without end', async () => {
    const outcome = await realm.run(
      'export async function main() {\nfor (;;) {\ntry { await null; } catch {}\n} }',
    );
    expect(outcome.jobsOver || outcome.overrun !== undefined).toBe(true);
  });

  it('the deepest nesting the budget allows does not meet the engine’s own limit', async () => {
    const outcome = await realm.run(
      `async function f(a: number, b = [a], { c } = { c: a }): Promise<number> { try { return a === 0 ? 0 : (await f(a - 1)) + b.length + c; } finally { String(a); } }
       function* g(n: number): Generator<number> { if (n > 0) { yield n; yield* g(n - 1); } }
       class A { child: A | undefined; constructor(n: number) { this.child = n > 0 ? new A(n - 1) : undefined; } }
       const plain = (n: number): number => [n].map((x) => (x === 0 ? 0 : plain(x - 1) + 1)).reduce((x, y) => x + y, 0);
       export async function main() { console.log(await f(390)); console.log([...g(390)].length, new A(390).child !== undefined, plain(190)); }`,
      { maxSteps: 10_000_000 },
    );
    expect(outcome.overrun).toBe(undefined);
    expect(outcome.printed).toEqual(['76635', '390 true 190']);
  });

  it.each([
    ['repeat', "'x'.repeat(2 ** 29)"],
    ['padStart', "'x'.padStart(2 ** 29)"],
    ['fill', 'new Array(2 ** 30).fill(0)'],
    ['Array.from', 'Array.from({ length: 2 ** 30 })'],
  ])('sizes: %s', async (_name, code) => {
    const { error } = await realm.run(inMain(`return ${code};`));
    expect(error?.text).toMatch(/^RangeError: .* may have/);
  });

  it('a string that doubles', async () => {
    const { overrun } = await realm.run(inMain("let s = 'x'.repeat(1024);\nfor (;;) s += s;"));
    expect(overrun).toBeDefined();
  });
});

describe('what escapes', () => {
  it('tells the line of an unhandled rejection', async () => {
    const { unhandled } = await realm.run(
      'export function main() {\n  void later();\n}\nasync function later() {\n  await 1;\n  throw new Error("late");\n}',
    );
    expect(unhandled).toEqual([{ text: 'Error: late', line: 6 }]);
  });

  it('has getters in what is printed under control', async () => {
    const { printed, overrun } = await realm.run(
      inMain(
        'console.log({ get a() { throw new Error("x"); } }, { get b() { return 1; } });\nconsole.log({ get c() { for (;;); } });',
      ),
    );
    expect(printed[0]).toBe('[something that cannot be shown] { b: 1 }');
    expect(overrun?.kind).toBe('steps');
  });
});
