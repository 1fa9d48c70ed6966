/** Programs that throw where the harness touches them, or take more than a run can count: each is judged, none is an error. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../../src/grader/report.ts';
import { openSharingRealm, type SharingRealm } from '../../support/sharing-realm.ts';

let realm: SharingRealm;
beforeAll(async () => {
  realm = await openSharingRealm();
}, 120_000);
afterAll(() => realm.close());

const grade = (a: string, more = 'export function f() { return null; }'): Promise<Report> =>
  realm.grade(`${a}\n${more}`);
const codes = ({ failures, problems }: Report): string =>
  [...failures.map(({ summary }) => summary), ...problems.map(({ message }) => message)].join('\n');

it('a loop that races ever more promises is stopped on its line, long before memory is full', async () => {
  const report = await grade(`export class A {
  async go() {
    const open: Promise<unknown>[] = [];
    for (;;) {
      open.push(new Promise(() => undefined));
      if ((await Promise.race([...open, Promise.resolve(null)])) !== null) return 1;
    }
  }
}`);
  expect(report.verdict).toBe('fail');
  expect(codes(report)).toMatch(/too many steps/);
});

describe('a program that throws where it is touched', () => {
  const asks = 'constructor(node: any) { if (node.id === "a1") void node.request("a2", 1); }';
  it.each([
    [
      'a handler that is a throwing getter',
      `export class A { ${asks} get onRequest(): any { throw new Error('mine'); } go() { return null; } }`,
    ],
    [
      'a message handler that is one',
      `export class A { constructor(node: any) { node.send('a2', 1); } get onMessage(): any { throw new Error('mine'); } go() { return null; } }`,
    ],
    ['a method that is one', `export class A { get go(): any { throw new Error('mine'); } }`],
    [
      'start that is one',
      `export class A { get start(): any { throw new Error('mine'); } go() { return null; } }`,
    ],
    [
      'a then that is a throwing getter, of start',
      `export class A { start(): any { return { get then() { throw new Error('mine'); } }; } go() { return null; } }`,
    ],
    [
      'a then that is a throwing getter, of a call',
      `export class A { go(): any { return { get then() { throw new Error('mine'); } }; } }`,
    ],
    [
      'a then that is a throwing getter, of a handler',
      `export class A { ${asks} onRequest(): any { return { get then() { throw new Error('mine'); } }; } go() { return null; } }`,
    ],
    [
      'a then that throws',
      `export class A { go(): any { return { then() { throw new Error('mine'); } }; } }`,
    ],
    [
      'a then of a function',
      `export class A { go(): any { return Object.assign(() => 0, { then() { throw new Error('mine'); } }); } }`,
    ],
    [
      'a promise whose constructor throws',
      `export class A { go(): any { return Object.defineProperty(Promise.resolve(1), 'constructor', { get() { throw new Error('mine'); } }); } }`,
    ],
    [
      'a promise whose then was replaced',
      `export class A { go(): any { return Object.assign(Promise.resolve(() => 1), { then() { throw new Error('mine'); } }); } }`,
    ],
    [
      'a proxy as instance',
      `export class A { constructor() { return new Proxy(this, { get() { throw new Error('mine'); } }); } go() { return null; } }`,
    ],
    [
      'a proxy as class',
      `export const A: any = new Proxy(class {}, { construct() { throw new Error('mine'); } });`,
    ],
    [
      'a revoked proxy as class',
      `const r = Proxy.revocable(class {}, {}); r.revoke(); export const A: any = r.proxy;`,
    ],
    [
      'a revoked proxy as result',
      `export class A { go() { const r = Proxy.revocable({}, {}); r.revoke(); return r.proxy; } }`,
    ],
    [
      'a proxy as error',
      `export class A { go() { throw new Proxy({}, { getPrototypeOf() { throw new Error('mine'); }, get() { throw 1; }, has() { throw 2; } }); } }`,
    ],
    [
      'a proxy as error of an async function',
      `export class A { async go() { throw new Proxy(new Error('x'), { getPrototypeOf() { throw new Error('mine'); }, getOwnPropertyDescriptor() { throw 1; } }); } }`,
    ],
    [
      'a proxy as reason',
      `export class A { go() { void Promise.reject(new Proxy({}, { getPrototypeOf() { throw new Error('mine'); } })); throw new Error('mine'); } }`,
    ],
    [
      'an error whose texts throw',
      `export class A { go() { throw Object.defineProperties(new Error('x'), { name: { get() { throw 1; } }, message: { get() { throw 2; } } }); } }`,
    ],
    ['null as error', `export class A { go() { throw null; } }`],
    ['a symbol as error', `export class A { async go() { throw Symbol('x'); } }`],
    [
      'toJSON that throws in an error',
      `export class A { go() { throw { toJSON() { throw new Error('mine'); } }; } }`,
    ],
    [
      'a list of no length',
      `export class A { go() { return new Proxy([], { get: (t: any, k) => (k === 'length' ? NaN : t[k]) }); } }`,
    ],
    [
      'a list of negative length',
      `export class A { go() { return [new Proxy([], { get: (t: any, k) => (k === 'length' ? -1e9 : t[k]) }), 'x'.repeat(70_000)]; } }`,
    ],
    [
      'a list of a strange length',
      `export class A { go() { return new Proxy([], { get: (t: any, k) => (k === 'length' ? { valueOf() { throw new Error('mine'); } } : t[k]) }); } }`,
    ],
    [
      'a thenable that settles twice and throws',
      `export class A { go(): any { return { then(a: any, b: any) { b(new Error('mine')); a(1); throw 3; } }; } }`,
    ],
  ])('%s', async (_what, source) => {
    const report = await grade(source);
    expect(codes(report)).not.toMatch(/The grader failed/);
    // What only a handler throws leaves the calls whole; that is then told beside the verdict.
    expect(report.verdict).not.toBe('error');
    expect(report.problems.length + report.failures.length).toBeGreaterThan(0);
  });

  it('an export called __proto__ is an export like others', async () => {
    const report = await grade(
      'export class A { go() { return null; } }',
      'function f() { return null; } export { f, f as __proto__, f as constructor };',
    );
    expect(report.verdict).toBe('pass');
  });
});

describe('a budget of a run', () => {
  it('of what it sends, writes and logs', async () => {
    const report = await grade(
      'export class A { async go() { return null; } constructor(readonly node: any) { void this.all(); } async all() {\nconst big = Array(30_000).fill(0.5); for (let i = 0; i < 900; i++) { this.node.log("x", big); if (i % 50 === 0) await this.node.sleep(1); } } }',
    );
    expect(report.verdict).toBe('fail');
    expect(report.failures[0]).toMatchObject({ property: 'within-limits', line: 2 });
    expect(report.failures[0]?.summary).toMatch(/too much in one run/);
  });

  it('of what one turn does, also when everything is caught', async () => {
    const report = await grade(
      'export class A { go() { return null; } constructor(node: any) { const big = Array(30_000).fill(1); for (;;) { try { node.send("a2", big); } catch {} } } }',
    );
    expect(report.verdict).toBe('fail');
    expect(report.failures[0]?.summary).toMatch(/too much in one run/);
  });

  it('of its steps', async () => {
    const report = await grade(
      'export class A { go() { return null; } constructor(readonly node: any) { void this.burn(); } async burn() { for (;;) { for (let i = 0; i < 4_000_000; i++); await this.node.sleep(20); } } }',
    );
    expect(report.verdict).toBe('fail');
    expect(codes(report)).toMatch(/too many steps in one run/);
  });
});

it('a program that breaks nothing and does nothing is told why it fails', async () => {
  const report = await grade(
    'export class A { go() { return new Promise(() => {}); } }',
    'export function f() { return new Promise(() => {}); }',
  );
  expect(report.verdict).toBe('fail');
  expect(codes(report)).toMatch(/^Nothing was found broken, but returns was never exercised/);
});
