/** Async generators and `for await` go as they do natively: random programs print the same, in the same order. */
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { NativeOrder } from '../../support/native-order.ts';

const generators = ['g0', 'g1', 'g2'];

/** What programs iterate over and await, besides what they make themselves. */
const shared = `
let log = (text) => undefined; let count = 0;
const show = (v) => v instanceof TypeError ? 'TypeError' : JSON.stringify(v) ?? 'undefined';
const twice = (v) => ({ then(yes, no) { log('then ' + v); yes(v); yes(v + 1); no('late ' + v); } });
const later = (v) => new Promise((yes) => Promise.resolve().then(() => yes(v)));
function* sync(n) { try { log('sync sent ' + show(yield n)); yield Promise.resolve(n + 1); return later(n + 2); } finally { log('sync closed'); } }
/** An iterator by hand; \`how\` says what it has and what it gives. */
const custom = (n, how) => {
  let left = 2;
  const give = (value) => how.includes('s') ? value : how.includes('p') ? Promise.resolve(value) : how.includes('t') ? { then: (yes) => yes(value) } : value;
  const it = { next(v) { log('next ' + n + ' ' + show(v)); if (left-- > 0) return give({ value: how.includes('v') ? later(n) : n, done: false }); return give(how.includes('x') ? 7 : { value: n + 9, done: true }); } };
  if (how.includes('r')) it.return = (v) => { log('return ' + n + ' ' + show(v)); return give(how.includes('b') ? 0 : { value: later(v), done: !how.includes('k') }); };
  if (how.includes('w')) it.throw = (e) => { log('throw ' + n + ' ' + show(e)); if (how.includes('b')) throw 'worse ' + e; return give({ value: e, done: how.includes('k') }); };
  return how.includes('s') ? { [Symbol.iterator]: () => it } : { [Symbol.asyncIterator]: () => it };
};
`;

const value: fc.Arbitrary<string> = fc.oneof(
  fc.constant('#'),
  fc.constantFrom(
    'Promise.resolve(#)',
    'later(#)',
    'twice(#)',
    "Promise.reject('no #')",
    "later(Promise.reject('late no #'))",
    "(async () => { await #; log('arrow #'); return #; })()",
    "{ get then() { throw 'getter #'; } }",
  ),
);

function iterable(callable: readonly string[]): fc.Arbitrary<string> {
  return fc.oneof(
    {
      weight: 4,
      arbitrary: fc.constantFrom(...(callable.length === 0 ? ['[#]'] : callable.map((g) => `G.${g}(#)`))),
    },
    fc.array(value, { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
    fc.constant('sync(#)'),
    // Sync iterators only with values that are not rejected: editions of the language differ on whether to close those.
    fc.subarray(['p', 't', 'v', 'x', 'r', 'b', 'k', 'w', 's']).map((how) => `custom(#, '${how.join('')}')`),
  );
}

function block(callable: readonly string[], depth: number, inGenerator: boolean): fc.Arbitrary<string> {
  return fc
    .array(statement(callable, depth, inGenerator), { minLength: 1, maxLength: 3 })
    .map((list) => list.join('\n'));
}

function statement(callable: readonly string[], depth: number, inGenerator: boolean): fc.Arbitrary<string> {
  const from = iterable(callable);
  const simple = [
    value.map((code) => `log('got ' + show(await ${code}) + ' #');`),
    fc.constant("if (count++ > 4) throw 'thrown #';"),
    value.map((code) => `if (count++ > 5) return ${code};`),
    value.map((code) => `return ${code};`),
    ...(inGenerator
      ? [
          value.map((code) => `yield ${code};`),
          value.map((code) => `log('sent ' + show(yield ${code}) + ' #');`),
          from.map((code) => `yield* ${code};`),
          from.map((code) => `log('delegate gave ' + show(yield* ${code}) + ' #');`),
        ]
      : [from.map((code) => `void hurry(${code}, #);`)]),
  ];
  if (depth === 0) return fc.oneof(...simple);
  const inner = block(callable, depth - 1, inGenerator);
  const ending = fc.constantFrom(
    '',
    '',
    'if (count++ % 2) break;',
    'if (count++ % 3) continue;',
    "if (count++ % 3) throw 'out #';",
    'return later(#);',
    `if (count++ % 2) break outer${depth};`,
  );
  return fc.oneof(
    ...simple,
    inner.map((body) => `try {${body}} catch (e) { log('caught ' + show(e) + ' #'); }`),
    fc.tuple(inner, inner).map(([body, last]) => `try {${body}} finally { log('finally #'); ${last}}`),
    inner.map((body) => `for (let i = 0; i < 2; i++) {${body}}`),
    fc
      .tuple(from, inner, ending)
      .map(
        ([code, body, end]) =>
          `outer${depth}: for (let o = 0; o < 2; o++) for await (const v of ${code}) { log('each ' + show(v) + ' #'); ${body} ${end} }`,
      ),
  );
}

/** Calls on one generator: in a hurry, without waiting for what they give; or one after the other. */
const calls = fc.array(fc.tuple(fc.constantFrom('next', 'next', 'return', 'throw'), value), {
  minLength: 1,
  maxLength: 6,
});

const program = fc
  .record({
    bodies: fc.tuple(...generators.map((_, i) => block(generators.slice(i + 1), 2, true))),
    consumer: block(generators, 2, false),
    hurried: calls,
    patient: calls,
  })
  .map(({ bodies, consumer, hurried, patient }) => {
    let label = 0;
    const numbered = (code: string): string => code.replace(/#/g, () => String((label += 1)));
    const told = `.then((r) => log('# ' + show(r)), (e) => log('# failed ' + show(e)))`;
    const list = (prefix: string, all: typeof hurried): string =>
      all.map(([method, code]) => `${prefix} it.${method}(${code})${told};`).join('\n');
    return {
      bodies: bodies.map(numbered),
      consumer: numbered(consumer),
      hurried: numbered(list('', hurried)),
      patient: numbered(list('await', patient)),
    };
  });

type Parts = typeof program extends fc.Arbitrary<infer T> ? T : never;

/** One program as an export: every second one has its generators in a class. */
function exported({ bodies, consumer, hurried, patient }: Parts, index: number): string {
  const [g0 = '', g1 = '', g2 = ''] = bodies;
  const run = `log = to; count = 0;
    const hurry = async (from, n) => { for await (const v of from) { log('hurry ' + n + ' ' + show(v)); if (n % 2) return; } };
    { const it = G.g0(0); ${hurried} }
    (async () => { const it = G.g0(1); ${patient} })();
    (async () => { ${consumer} })().then((v) => log('done ' + show(v)), (e) => log('failed ' + show(e)));
    log('started');`;
  const members =
    index % 2 === 0
      ? `const G = { async *g0(n) {${g0}}, g1: async function* (n) {${g1}}, async *g2(n = 1) {${g2}} };`
      : `class G { static #own = 5; static async *g0(n) {${g0}} static g1 = async function* (n) {${g1}}; static async *g2(...ns) { log('own ' + this.#own + ns + arguments.length); ${g2}} }`;
  return `export const p${index} = (to) => { ${members} ${run} };`;
}

const order = new NativeOrder();
afterAll(() => order.close());

const BATCH = 50;
const BATCHES = 12;

it(
  `goes as natively in ${BATCH * BATCHES} random programs of async generators`,
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
      { seed: 20_260_101, numRuns: BATCHES, endOnFailure: true },
    );
    expect(lines).toBeGreaterThan(8_000);
  },
);
