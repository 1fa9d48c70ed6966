/**
 * The order of jobs is the native one: random programs of async functions, run as they are by the engine, and lowered
 * by the compiler with the simulator's promise, print the same and leave the same rejections unhandled.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { compileProgram } from '../../../src/grader/compile/compile-program.ts';
import type { EsbuildLike } from '../../../src/grader/compile/esbuild-like.ts';
import { loadEsbuildInNode } from '../../../src/sandbox/node-esbuild.ts';
import { runPlain } from '../../support/evaluate-plain.ts';

const functions = ['f0', 'f1', 'f2', 'f3'];

/** The bodies of one program's async functions, which call later ones; `#` becomes a number of its own. */
const program = fc
  .tuple(...functions.map((_, index) => block(functions.slice(index + 1), 3)))
  .map((bodies) => {
    let label = 0;
    return bodies.map((body) => body.replace(/#/g, () => String((label += 1))));
  });

function block(callable: readonly string[], depth: number): fc.Arbitrary<string> {
  return fc.array(statement(callable, depth), { minLength: 1, maxLength: 4 }).map((list) => list.join('\n'));
}

function statement(callable: readonly string[], depth: number): fc.Arbitrary<string> {
  const value = expression(callable, depth);
  const simple = [
    fc.constant("log('at # ' + n);"),
    value.map((code) => `log('got ' + show(await ${code}) + ' #');`),
    value.map((code) => `await ${code}; log('after #');`),
    value.map((code) => `void ${code};`),
    value.map(
      (code) =>
        `Promise.resolve(${code}).then((v) => log('then ' + show(v) + ' #'), (e) => log('rejected ' + e + ' #'));`,
    ),
    fc.constant("if (count++ > 2) throw 'thrown #';"),
    value.map((code) => `if (count++ > 3) return ${code};`),
  ];
  if (depth === 0) return fc.oneof(...simple);
  const inner = block(callable, depth - 1);
  return fc.oneof(
    ...simple,
    inner.map((body) => `try {${body}} catch (e) { log('caught ' + e + ' #'); }`),
    fc.tuple(inner, inner).map(([body, last]) => `try {${body}} finally {${last}}`),
    inner.map((body) => `for (let i = 0; i < 2; i++) {${body}}`),
    inner.map((body) => `(async () => {${body}})().catch((e) => log('arrow ' + e));`),
  );
}

function expression(callable: readonly string[], depth: number): fc.Arbitrary<string> {
  const simple = [
    fc.constant('#'),
    fc.constant('Promise.resolve(#)'),
    fc.constant("Promise.reject('no #')"),
    fc.constant("new Promise((_, no) => { log('executor #'); no('bad #'); })"),
    fc.constant("{ then(yes: (v: number) => void) { log('thenable #'); yes(#); } }"),
    fc.constant("{ then(_: unknown, no: (v: string) => void) { no('refused #'); throw 'ignored #'; } }"),
    fc.constant("{ then() { throw 'threw #'; } }"),
    ...callable.map((name) => fc.constant(`F.${name}(#)`)),
  ];
  if (depth === 0) return fc.oneof(...simple).map((code) => `(${code})`);
  const inner = expression(callable, depth - 1);
  const list = fc.array(inner, { maxLength: 3 }).map((items) => `[${items.join(', ')}] as unknown[]`);
  return fc
    .oneof(
      ...simple,
      inner.map((code) => `new Promise((yes) => yes(${code}))`),
      inner.map((code) => `Promise.resolve(${code}).then((v) => { log('step #'); return v; })`),
      fc.tuple(inner, inner).map(([from, to]) => `Promise.resolve(${from}).then(() => ${to})`),
      inner.map((code) => `Promise.resolve(${code}).catch((e) => { log('catch ' + e + ' #'); return #; })`),
      inner.map((code) => `Promise.resolve(#).finally(() => ${code})`),
      inner.map((code) => `Promise.resolve(${code}).finally(() => { log('finally #'); })`),
      inner.map((code) => `(async () => ${code})()`),
      list.map((code) => `Promise.all(${code})`),
      list.map((code) => `Promise.allSettled(${code})`),
      list.filter((code) => !code.startsWith('[]')).map((code) => `Promise.race(${code})`),
      list.map((code) => `Promise.any(${code}).catch((e) => 'any ' + e)`),
    )
    .map((code) => `(${code})`);
}

const shared = `let log: (text: string) => void = () => undefined; let count = 0;
const show = (v: unknown): string => JSON.stringify(v) ?? 'undefined';`;

/**
 * One program as an export. Every second one has its functions in a class of the module, where the compiler makes
 * their generators once.
 */
function exported(bodies: readonly string[], index: number): string {
  const run = `F.f0(1).then((v) => log('done ' + v), (e) => log('failed ' + e)); F.f1(2); log('sync');`;
  const [f0 = '', f1 = '', f2 = '', f3 = ''] = bodies;
  const start = `log = to; count = 0;`;
  if (index % 2 === 0) {
    return `export const p${index} = (to: (text: string) => void) => {
      const F = { async f0(n: number) {${f0}}, f1: async (n: number) => {${f1}}, async f2(n: number) {${f2}}, async f3(n = 1) {${f3}} };
      ${start} ${run}
    };`;
  }
  return `class F${index} {
    static #own = 1;
    static async f0(n: number) {${f0}}
    static f1 = async (n: number) => {${f1}};
    static async f2(n: number) { log('own ' + this.#own); ${f2}}
    static async f3(n = 1, ..._: number[]) {${f3}}
  }
  export const p${index} = (to: (text: string) => void) => { ${start} ${run} };`.replace(
    /\bF\./g,
    `F${index}.`,
  );
}

let esbuild: EsbuildLike;
let unhandled: unknown[] = [];
const collect = (reason: unknown): void => {
  unhandled.push(reason);
};
const others = process.listeners('unhandledRejection');

beforeAll(async () => {
  esbuild = await loadEsbuildInNode();
  // The programs leave rejections unhandled on purpose; here they are compared, not failures.
  process.removeAllListeners('unhandledRejection');
  process.on('unhandledRejection', collect);
});
afterAll(() => {
  process.removeListener('unhandledRejection', collect);
  for (const listener of others) process.on('unhandledRejection', listener);
});

type Outcome = { log: string[]; unhandled: unknown[] };

async function runNatively(index: number): Promise<Outcome> {
  const log: string[] = [];
  unhandled = [];
  const run = natives[index];
  if (run === undefined) throw new Error(`no native program ${index}`);
  run((text) => log.push(text));
  // All promise jobs come before the next timer.
  await new Promise((resolve) => setTimeout(resolve, 0));
  await new Promise((resolve) => setTimeout(resolve, 0));
  return { log, unhandled };
}

let natives: ((log: (text: string) => void) => void)[] = [];

/** The same text with its types stripped by hand: they are all of the forms above. */
function withoutTypes(source: string): string {
  return source
    .replace(/ as unknown\[\]/g, '')
    .replace(/: \((?:text|v): (?:string|number)\) => void/g, '')
    .replace(/_: unknown/g, '_')
    .replace(/n: number/g, 'n')
    .replace(/_: number\[\]/g, '_')
    .replace(/\(v: unknown\): string/g, '(v)')
    .replace(/export const (p\d+) =/g, 'programs.$1 =');
}

const batch = 25;

it('orders jobs as the engine does, in 300 random programs', { timeout: 120_000 }, async () => {
  let compared = 0;
  let lines = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(program, { minLength: batch, maxLength: batch }), async (programs) => {
      const source = [shared, ...programs.map(exported)].join('\n');
      const compiled = await compileProgram(esbuild, source, { fileName: 'random.ts', helpers: [] });
      if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
      const table: Record<string, (log: (text: string) => void) => void> = {};

      new Function('programs', withoutTypes(source))(table);
      natives = programs.map((_, index) => table[`p${index}`] ?? (() => undefined));
      const { exports, realm } = runPlain(compiled.program.code, { meter: { maxSteps: 10_000_000 } });
      for (const [index, bodies] of programs.entries()) {
        const native = await runNatively(index);
        const log: string[] = [];
        const run = exports[`p${index}`];
        if (typeof run !== 'function') throw new Error(`no program ${index}`);
        run((text: string) => log.push(text));
        realm.drain();
        expect({ log, unhandled: realm.takeUnhandled() }, bodies.join('\n---\n')).toEqual(native);
        compared += 1;
        lines += log.length;
      }
    }),
    { seed: 20_250_101, numRuns: 300 / batch, endOnFailure: true },
  );
  expect(compared).toBe(300);
  expect(lines).toBeGreaterThan(3000);
});
