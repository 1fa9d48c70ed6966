import { beforeAll, describe, expect, it } from 'vitest';
import { compileProgram } from '../../../src/grader/compile/compile-program.ts';
import type { EsbuildLike } from '../../../src/grader/compile/esbuild-like.ts';
import { loadEsbuildInNode } from '../../../src/sandbox/node-esbuild.ts';
import { runPlain, type PlainInstance } from '../../support/evaluate-plain.ts';

let esbuild: EsbuildLike;
beforeAll(async () => {
  esbuild = await loadEsbuildInNode();
});

async function run(source: string, maxSteps = 100_000): Promise<PlainInstance> {
  const compiled = await compileProgram(esbuild, source, { fileName: 'test.ts', helpers: [] });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  const instance = runPlain(compiled.program.code, { meter: { maxSteps } });
  instance.realm.drain();
  return instance;
}

describe('an async generator', () => {
  it('gives nothing of ours away, and cannot be changed for others', async () => {
    const { printed } = await run(`
      async function* g() { yield 1; }
      const proto = Object.getPrototypeOf(g());
      console.log(Object.keys(Object.getOwnPropertyDescriptors(proto)).join());
      console.log(String(g()), Object.isFrozen(proto), Object.isFrozen(proto.next), Object.keys(g()).length);
      proto.next.call({}).catch((e) => console.log(e instanceof TypeError));`);
    expect(printed).toEqual(['next,return,throw', '[object AsyncGenerator] true true 0', 'true']);
  });

  it('keeps the line of its own and that of its caller', async () => {
    const { realm, meter } = await run(`
      async function* g() {
        yield 1;
        await 2;
        throw new Error('in g');
      }
      async function own() {
        const it = g();
        await it.next();
        void it.next().catch(() => undefined);
        throw new Error('after next');
      }
      void own();
      void (async () => {
        for await (const _ of g());
      })();`);
    const lines = realm.takeUnhandled().map((error) => [String(error), meter.lineOf(error)]);
    expect(lines).toEqual([
      ['Error: after next', 11],
      ['Error: in g', 5],
    ]);
  });

  it('that does not end comes to the end of its budget', async () => {
    const { meter } = await run(
      `async function* g() { for (;;) yield 1; }
       void (async () => { for await (const _ of g()); })();`,
      500,
    );
    expect(meter.overrun).toMatchObject({ kind: 'steps' });
    expect(meter.depth).toBe(0);
  });

  it('is told by the names that the compiler gives its helpers, also where a program has them', async () => {
    const { printed } = await run(`
      const __asyncGenerator = (a, b, c) => [a, b, c].length, __await = 1, __yieldStar = (value) => value, __forAwait = 2;
      async function* inner() { yield await __await; return __forAwait; }
      async function* outer() { const r = yield* inner(); yield __asyncGenerator(1, 2, function* () { yield 3; }); return __yieldStar(r); }
      void (async () => { for await (const v of outer()) console.log(v); })();`);
    expect(printed).toEqual(['1', '3']);
  });
});
