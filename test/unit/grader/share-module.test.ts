import { describe, expect, it } from 'vitest';
import { explore } from '../../../src/explore/run.ts';
import { compileProgram } from '../../../src/grader/compile/compile-program.ts';
import { shareModule } from '../../../src/grader/share-module.ts';
import { loadEsbuildInNode } from '../../../src/sandbox/node-esbuild.ts';
import type { ProgramEnv } from '../../../src/sim/program.ts';
import { createMeter } from '../../../src/sim/program.ts';
import { createPromiseRealm } from '../../../src/sim/promise.ts';
import { traceHash } from '../../../src/sim/trace.ts';
import { evaluatePlain, plainGlobals } from '../../support/evaluate-plain.ts';
import { runIdOf, subjectOf } from '../../support/simulate.ts';

function environment(): ProgramEnv {
  const realm = createPromiseRealm();
  const meter = createMeter({ maxSteps: 1_000_000 });
  return {
    Promise: realm.Promise,
    async: realm.createAsync(meter),
    iteration: realm.createAsyncIteration(meter),
    meter,
    helpers: {},
    globals: plainGlobals(),
    share: () => undefined,
  };
}

async function moduleOf(source: string) {
  const esbuild = await loadEsbuildInNode();
  const result = await compileProgram(esbuild, source, { fileName: 'solution.ts', helpers: ['CallError'] });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return shareModule(evaluatePlain(result.program.code));
}

async function isShared(source: string): Promise<boolean> {
  const { factory } = await moduleOf(`${source}\nexport class Probe {}`);
  const env = environment();
  return factory(env)['Probe'] === factory(env)['Probe'];
}

describe('a module that nodes can share', () => {
  it.each([
    [
      'classes with fields and methods',
      'export class A { n = 0; #m = 1; up() { return ++this.n + this.#m; } }',
    ],
    ['classes that extend each other', 'class E extends Error {} export class B extends E { x = 1; }'],
    [
      'functions and constants',
      'const MS = 5 * 1000; const LATE = `${MS} ms`; export const f = (a: number) => a > MS;',
    ],
    [
      'async functions and generators',
      'export async function f() { await g().next(); } function* g() { yield 1; }',
    ],
    [
      'an object that is only read',
      'const LIMITS = { tries: 3, waits: 100 }; export const f = () => LIMITS.tries;',
    ],
    ['static methods without this', 'export class A { static of() { return new A(); } }'],
    [
      'an imported helper',
      "import { CallError } from 'partial-failure'; export const f = () => new CallError();",
    ],
  ])('%s', async (_what, source) => {
    expect(await isShared(source)).toBe(true);
  });

  it.each([
    ['a variable', 'let count = 0; export const f = () => ++count;'],
    [
      'a variable without a value',
      'let last: unknown; export const f = (x: unknown) => { last = x; return last; };',
    ],
    [
      'a variable that a pattern sets',
      'let a = 1; export const f = (x: number[]) => { [a] = x; return a; };',
    ],
    [
      'a variable that a loop sets',
      'let k = ""; export const f = (o: object) => { for (k in o) return k; return k; };',
    ],
    ['a collection', 'const seen = new Set<string>(); export const f = (x: string) => seen.add(x);'],
    ['an array that grows', 'const log: string[] = []; export const f = (x: string) => log.push(x);'],
    ['an object that changes', 'const state = { n: 0 }; export const f = () => state.n++;'],
    [
      'an object that is handed on',
      'const state = { n: 0 }; export const f = (g: (x: object) => void) => g(state);',
    ],
    ['a nested object', 'const state = { a: { n: 0 } }; export const f = () => state.a.n++;'],
    ['a static field', 'export class A { static n = 0; up() { return ++A.n; } }'],
    ['a static method with this', 'export class A { static of(this: { n?: number }) { this.n = 1; } }'],
    ['a member of a class', 'export class A { up() { (A as unknown as { n: number }).n = 1; } }'],
    ['a member of a function', 'export function f(): void { (f as unknown as { n: number }).n = 1; }'],
    ['the constructor of an object', 'export class A { up() { return this.constructor; } }'],
    ['a prototype', 'export class A {} Object.assign(A.prototype, { n: 1 });'],
    ['a regular expression', 'const r = /a/g; export const f = (x: string) => r.test(x);'],
    ['a closure with state', 'export const next = (() => { let n = 0; return () => ++n; })();'],
  ])('not: %s', async (_what, source) => {
    expect(await isShared(source)).toBe(false);
  });

  it('is evaluated anew for another environment', async () => {
    const { factory } = await moduleOf('export class A {}');
    expect(factory(environment())['A']).not.toBe(factory(environment())['A']);
  });

  it('notices a change that the tree does not show', async () => {
    const quiet = await moduleOf('export class A { go(name: string) { return (this as never)[name]; } }');
    const A = quiet.factory(environment())['A'] as new () => { go(name: string): { n?: number } };
    expect(quiet.isIntact()).toBe(true);
    new A().go('go').n = 1;
    expect(quiet.isIntact()).toBe(false);
  });

  it('notices a method that was replaced', async () => {
    const { factory, isIntact } = await moduleOf('export class A { go() { return 1; } }');
    const A = factory(environment())['A'] as { prototype: { go: () => number } };
    A.prototype.go = () => 2;
    expect(isIntact()).toBe(false);
  });

  it('makes the same runs as one that each node has to itself', async () => {
    const subject = await subjectOf(`
      class Counter { n = 0; up() { return ++this.n; } }
      export class A {
        counter = new Counter();
        constructor(private node: any) {}
        async start() { await this.node.disk.write('n', this.counter.up()); void this.ask(); }
        async ask() { for (let i = 0; i < 20; i++) this.node.log('got', await this.node.request('b', i)); }
      }
      export class B {
        counter = new Counter();
        constructor(private node: any) {}
        async onRequest(_from: string, i: number) { await this.node.sleep(i); return [i, this.counter.up()]; }
      }`);
    const crash = { kind: 'crash', at: { node: 'b', atMs: 300 }, restartAfterMs: 5 } as const;
    const id = runIdOf({ faults: () => [crash] });
    const shared = { ...subject, factory: shareModule(subject.factory).factory };
    const apart = explore(subject, id);
    expect(traceHash(explore(shared, id).trace)).toBe(traceHash(apart.trace));
    expect(explore(shared, id).trace).toEqual(apart.trace);
  });
});
