/** What programs see of the language is the same in every engine: here are the values, which each engine must give. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refusedPattern } from '../../../src/grader/compile/regexp.ts';
import { mapCase } from '../../../src/sandbox/letter-case.ts';
import { startSealedRealm, type SealedRealm } from '../../support/sealed-realm.ts';

let realm: SealedRealm;
beforeAll(async () => {
  realm = await startSealedRealm();
}, 120_000);
afterAll(() => realm.close());

/** What an expression gives, or the error that it throws, as text. */
async function answer(expression: string, top = ''): Promise<string> {
  const { printed, error, overrun } = await realm.run(
    `${top}\nexport function main() { let got: any; try { got = ${expression}; } catch (e) { got = String(e); } console.log(String(got)); }`,
  );
  return overrun === undefined ? (printed[0] ?? `threw ${error?.text}`) : `past ${overrun.kind}`;
}

describe('the language gives', () => {
  it.each([
    ["JSON.parse('[1]', (...given: unknown[]) => given.length) as any", '2'],
    ['JSON.parse(\'{"a":[1,{"b":2}]}\', (k, v) => (k === \'b\' ? undefined : v)).a.length', '2'],
    [
      'JSON.stringify(JSON.parse(\'{"a":1,"b":[2]}\', function (k, v) { return k === \'0\' && this.length === 1 ? v + 1 : v; }))',
      '{"a":1,"b":[3]}',
    ],
    ["JSON.parse('{')", 'SyntaxError: JSON.parse: the text is not JSON'],
    [
      "JSON.parse('['.repeat(1001) + ']'.repeat(1001))",
      'RangeError: JSON.parse: the text has more than 1000 levels',
    ],
    ["JSON.stringify(JSON.parse('['.repeat(1000) + ']'.repeat(1000))).length", '2000'],
    [
      'JSON.stringify(own)',
      'RangeError: JSON.stringify: the value has more than 1000 levels, or contains itself',
      'const own: any = {}; own.own = own;',
    ],
    [
      "JSON.stringify({ a: [1, 'x', null, undefined, () => 1], b: undefined, c: { toJSON: () => 7 } })",
      '{"a":[1,"x",null,null,null],"c":7}',
    ],
    ['JSON.stringify([1, [2]], null, 1)', '[\n 1,\n [\n  2\n ]\n]'],
    ["JSON.stringify({ a: 1, b: 2 }, ['b'])", '{"b":2}'],
    ['String(console.log) + String(class A {})', 'function () { [code] }function () { [code] }'],
    ["new RegExp('(?i:a)')", 'SyntaxError: RegExp: "(?i:" is not known in every engine'],
    ["new RegExp('(?<a>x)|(?<a>y)')", 'SyntaxError: RegExp: the group "a" is there twice'],
    ["new RegExp('a', 'v')", 'SyntaxError: RegExp: the flag "v" is not known in every engine'],
    ["new RegExp('(')", 'SyntaxError: RegExp: this is not a regular expression, or its flags are not'],
    ["new RegExp(/a(?<n>b)/g, 'y').exec('ab')!.groups!.n", 'b'],
    [
      'RegExp(own) === own && own instanceof RegExp && own.constructor === RegExp',
      'true',
      'const own = /x/;',
    ],
    [
      "'a1b2'.split(/[0-9]/).join() + [...'a1b2'.matchAll(/[0-9]/g)].join() + 'aXbX'.replaceAll(/x/gi, '-')",
      'a,b,1,2a-b-',
    ],
    ["new (class extends RegExp { get own() { return 1; } })('a').own", '1'],
    ["'\\u{10d50}\\ua7cb\\u1c89'.toLowerCase() === '\\u{10d50}\\ua7cb\\u1c89'", 'true'],
    ["'Straße ΑΣ \\u{10400}'.toUpperCase() + 'ΑΣ İ'.toLocaleLowerCase()", 'STRASSE ΑΣ \u{10400}ας i̇'],
    ['new Proxy({ x: 1 }, { get: (t: any, k) => t[k] + 1 }).x', '2'],
    [
      '(() => { let p: any = {}; for (let i = 0; i < 51; i++) p = new Proxy(p, {}); })()',
      'RangeError: Proxy: more than 50 proxies of proxies',
    ],
    [
      '(() => { let p: any = {}; for (let i = 0; i < 51; i++) p = new Proxy({}, p); })()',
      'RangeError: Proxy: more than 50 proxies of proxies',
    ],
    [
      '(() => { let p: any = {}; for (let i = 0; i < 51; i++) p = new Proxy(Object.create(p), {}); })()',
      'RangeError: Proxy: more than 50 proxies of proxies',
    ],
    [
      '(() => { const r = Proxy.revocable({ x: 1 }, {}); const x = (r.proxy as any).x; r.revoke(); return x; })()',
      '1',
    ],
  ])('%s', async (expression, expected, top = '') => {
    expect(await answer(expression, top)).toBe(expected);
  });

  it.each([
    ['as a handler', 'Promise.resolve(Infinity).then(Array.prototype.flat.bind(deep))'],
    ['as an executor', 'new Promise(Array.prototype.flat.bind(deep, Infinity))'],
    ['as a then', 'Promise.resolve({ then: Array.prototype.flat.bind(deep, Infinity) })'],
    [
      'as what is iterated',
      'Promise.all({ [Symbol.iterator]: Array.prototype.flat.bind(deep, Infinity) } as any)',
    ],
    [
      'as what resolves',
      'Promise.all.call({ resolve: Array.prototype.flat.bind(deep, Infinity), __proto__: Promise } as any, [1])',
    ],
  ])('no answer where a function of its own uses up the stack: %s', async (how, promise) => {
    const { overrun, printed } = await realm.run(
      `let deep: any = 0; for (let i = 0; i < 60_000; i++) deep = [deep];
       export function main() { void ${promise}.then(() => console.log('fits'), () => console.log('does not')); }`,
    );
    if (how === 'as what resolves') expect(printed).not.toContain('fits');
    else expect(overrun?.kind).toBe('depth');
  });
});

describe('regular expressions that mean the same everywhere', () => {
  it.each([
    ['^(?:a|b)+?(?=c)(?!d)(?<=e)(?<!f)(?<n>g)\\k<n>\\1[(?i:]\\(?$', 'dgimsuy'.replace('i', '')],
    ['\\p{L}', ''],
    ['[äöü]+ß', 'i'],
    ['日本', 'u'],
  ])('%s with flags "%s" may be used', (pattern, flags) => {
    expect(refusedPattern(pattern, flags)).toBe(undefined);
  });

  it.each([
    ['\\p{L}', 'u'],
    ['[^\\P{Lu}]', 'u'],
    ['(?-i:a)', ''],
    ['(?i-m:a)', ''],
    ['(.)\\1', 'i'],
    ['[\\u0000-\\uffff]', 'i'],
    ['[\\u{10d50}]', 'iu'],
    ['\u{10d50}', 'iu'],
    ['a', 'v'],
  ])('%s with flags "%s" may not', (pattern, flags) => {
    expect(refusedPattern(pattern, flags)).toBeTypeOf('string');
  });
});

it('capitals are those of the engine for all letters that have been there for long', () => {
  const upper = (part: string): string => part.toUpperCase();
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'aZßäÄςσΣжЖאİıǆǅ中ﬁ𐐀𐐨🙂') }), (text) => {
      expect(mapCase(text, upper)).toBe(text.toUpperCase());
    }),
    { seed: 2, numRuns: 2000 },
  );
});
