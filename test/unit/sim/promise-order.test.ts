/**
 * The order of jobs is the native one: random programs of async functions, run as they are by the engine, and lowered
 * by the compiler with the simulator's promise, print the same and leave the same rejections unhandled.
 */
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { NativeOrder } from '../../support/native-order.ts';

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
    fc
      .tuple(value, inner)
      .map(
        ([code, body]) =>
          `turn${depth}: for (const v of [1, 2]) { switch (await ${code}) { case 1: break turn${depth}; default: try {${body}} finally { if (v > 1 && count++ % 2) continue turn${depth}; log('turn # ' + v); } } }`,
      ),
    inner.map(
      (body) =>
        `{ async function inside(n: number) {${body}} void inside(#).then((v) => log('inside ' + show(v)), (e) => log('inside no ' + e)); }`,
    ),
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
    fc.constant("{ then(yes: (v: number) => void) { yes(#); yes(#); log('twice #'); } }"),
    fc.constant(
      "{ then(yes: (v: unknown) => void, no: (v: string) => void) { yes(Promise.reject('in #')); no('out #'); } }",
    ),
    fc.constant(
      "{ then(yes: (v: number) => void) { void Promise.resolve().then(() => yes(#)); throw 'early #'; } }",
    ),
    fc.constant(
      "{ get then() { log('getter #'); return count++ % 2 ? undefined : () => log('no end #'); } }",
    ),
    fc.constant('Sub.resolve(#)'),
    fc.constant('new Sub((yes: (v: number) => void) => yes(#)).then((v: number) => v)'),
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
      inner.map((code) => `Promise.resolve(${code}).then(5 as never, 'none' as never)`),
      inner.map((code) => `Promise.resolve(#).finally(() => { throw ${code}; })`),
      inner.map(
        (code) =>
          `(async function named(n: number): Promise<unknown> { return n > 0 ? named(n - 1) : await ${code}; })(2)`,
      ),
      inner.map((code) => `{ async m() { const [a = await ${code}] = [] as unknown[]; return a; } }.m()`),
      inner.map((code) => `(async ({ a = ${code} }: { a?: unknown }) => a)({})`),
      list.map((code) => `Promise.all(new Set(${code}))`),
      list.map((code) => `Sub.all(${code})`),
      list.map((code) => `Promise.allSettled((function* () { yield* ${code}; })())`),
      list.map((code) => `Promise.all(${code})`),
      list.map((code) => `Promise.allSettled(${code})`),
      list.filter((code) => !code.startsWith('[]')).map((code) => `Promise.race(${code})`),
      list.map((code) => `Promise.any(${code}).catch((e) => 'any ' + e)`),
    )
    .map((code) => `(${code})`);
}

const shared = `let log: (text: string) => void = () => undefined; let count = 0;
class Sub<T> extends Promise<T> {}
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

const order = new NativeOrder();
afterAll(() => order.close());

const BATCH = 25;
const BATCHES = 18;

it(
  `orders jobs as the engine does, in ${BATCH * BATCHES} random programs`,
  { timeout: 600_000 },
  async () => {
    let lines = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(program, { minLength: BATCH, maxLength: BATCH }), async (programs) => {
        const sources = programs.map(exported);
        const outcomes = await order.compare([shared, ...sources].join('\n'), programs.length);
        for (const [i, { native, ours }] of outcomes.entries()) {
          expect(ours, sources[i]).toEqual(native);
          lines += native.log.length;
        }
      }),
      { seed: 20_250_101, numRuns: BATCHES, endOnFailure: true },
    );
    expect(lines).toBeGreaterThan(6000);
  },
);
