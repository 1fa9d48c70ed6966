/** Sequences of commands: how they are drawn, done, replayed, shrunk and told. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  defineCommand,
  defineCommands,
  fitting,
  tellCommand,
  type AnyCommands,
  type Commands,
  type DrawnCommand,
} from '../../../src/explore/commands.ts';
import { drawCommands, everySequence, sequencesOf } from '../../../src/explore/draw-commands.ts';
import type { LoadedExercise } from '../../../src/explore/exercise.ts';
import { explore, replay, type RunId } from '../../../src/explore/run.ts';
import type { Run } from '../../../src/explore/scenario.ts';
import { shrinkFaults } from '../../../src/explore/shrink.ts';
import { shrinkCommands } from '../../../src/explore/shrink-commands.ts';
import {
  clockStep,
  crash,
  crashAtStep,
  cutOff,
  delayNext,
  doubleNext,
  loseNext,
  pause,
  restart,
  slowDisk,
  untilIdle,
  wait,
} from '../../../src/explore/usual-commands.ts';
import { compileProgram } from '../../../src/grader/compile/compile-program.ts';
import { gradeProgram } from '../../../src/grader/grade.ts';
import { decodeReplay, encodeReplay } from '../../../src/grader/replay-token.ts';
import type { Report } from '../../../src/grader/report.ts';
import { tellScenarioCoverage } from '../../../src/grader/tell-coverage.ts';
import { loadEsbuildInNode } from '../../../src/sandbox/node-esbuild.ts';
import { traceHash } from '../../../src/sim/trace.ts';
import { evaluatePlain, plainHost } from '../../support/evaluate-plain.ts';
import { runIdOf, subjectOf } from '../../support/simulate.ts';
import { hash32 } from '../../../src/util/prng.ts';

/** A number on one node. `b` asks it now and then, so that there are messages. */
const SAVES_LATER = `
  export class A {
    constructor(node) { this.node = node; this.value = 0; }
    async start() { this.value = (await this.node.disk.read('value')) ?? 0; }
    async set(value) { this.value = value; await this.node.disk.write('value', value); return 'set'; }
    get() { return this.value; }
    onRequest() { return this.value; }
  }
  export class B { constructor(node) { this.node = node; } async ask() { return this.node.request('a', 'what'); } }`;
/** Shows only what is on the disk. */
const RIGHT = SAVES_LATER.replace(
  "this.value = value; await this.node.disk.write('value', value);",
  "await this.node.disk.write('value', value); this.value = value;",
);

/** What was set last. It only goes up. */
interface Model {
  readonly last: number;
}

const set = defineCommand<Model, number>({
  name: 'set',
  every: [1, 2, 3],
  needs: ({ last }, value) => value > last,
  next: (_, last) => ({ last }),
  run: ({ script }, value) => void script.call('a', 'set', [value]),
});
const get = defineCommand<Model>({
  name: 'get',
  needs: ({ last }) => last > 0,
  run: ({ script }) => void script.call('a', 'get', []),
});
const ask = defineCommand<Model>({
  name: 'ask',
  weight: 3,
  run: ({ script }) => void script.call('b', 'ask', []),
});
const links = ['a', 'b'];

const few: Commands<Model> = {
  alphabet: [set, get, crash({ nodes: ['a'], restartAfterMs: [20] })],
  start: { last: 0 },
  length: { min: 2, max: 5 },
  gapsMs: [40, 2],
  runs: 100,
  exhaust: { length: 3, gapsMs: [2] },
  finish: ({ script }) => script.after(50, () => void script.call('a', 'get', [])),
};

const all = defineCommands<Model>({
  ...few,
  exhaust: { length: 1 },
  alphabet: [
    set,
    get,
    ask,
    crash({ nodes: links, restartAfterMs: [20, 100] }),
    crashAtStep({ nodes: ['a'], restartAfterMs: 20, stepsMax: 4 }),
    restart({ nodes: ['a'], restartAfterMs: 30 }),
    pause({ nodes: links, forMs: [30] }),
    cutOff({ nodes: ['b'], from: links, forMs: [50] }),
    clockStep({ nodes: links, byMs: [1_000, -1_000] }),
    slowDisk({ nodes: ['a'], byMs: [30], forMs: 200 }),
    loseNext({ kind: 'request' }),
    delayNext({ byMs: [30] }),
    doubleNext({ kind: 'request', to: 'a', afterMs: [5], weight: 3 }),
    untilIdle({ nodes: ['a'] }),
    wait({ ms: [25] }),
  ],
  length: { min: 3, max: 8 },
});

const idOf = (commands: AnyCommands, drawn: readonly DrawnCommand[], seed = 2): RunId => ({
  ...runIdOf({ commands, endMs: 3_000 }, seed),
  commands: drawn,
});

/** A value was read, and a smaller one later, although what is set only goes up. */
function goesBack(run: Run): boolean {
  const seen = run.operations.filter(({ method, status }) => method === 'get' && status === 'ok');
  return seen.some((read, i) => seen.slice(i + 1).some((later) => Number(later.value) < Number(read.value)));
}

const loaded = (commands: AnyCommands): LoadedExercise => ({
  exercise: {
    kind: 'nodes',
    id: 'number',
    title: 'A number',
    summary: 'Keep it.',
    lesson: 'none',
    version: 1,
    difficulty: 'easy',
    minutes: 1,
    prerequisites: [],
    roles: { a: { export: 'A', shape: 'class' }, b: { export: 'B', shape: 'class' } },
    properties: [{ id: 'kept', means: 'What was read stays.', kind: 'safety', points: 1 }],
    model: { timing: '', nodes: '', network: '', clocks: '', never: '' },
  },
  scenarios: [runIdOf({ id: 'drawn', commands, endMs: 3_000 }).scenario],
  checks: {
    check: (run) => [{ property: 'kept', status: goesBack(run) ? 'broken' : 'held' }],
    explain: () => 'The value went back.',
  },
});

async function grade(source: string, commands: AnyCommands, seed = '1', token?: string): Promise<Report> {
  const compiled = await compileProgram(await loadEsbuildInNode(), source, { fileName: 'x.ts', helpers: [] });
  if (!compiled.ok) throw new Error(compiled.problems[0]?.message);
  const evaluator = { evaluate: evaluatePlain, ...plainHost };
  return gradeProgram(loaded(commands), compiled.program, evaluator, {
    seed,
    ...(token !== undefined && { replay: decodeReplay(token) }),
  });
}

describe('sequences of commands', () => {
  it('fit: what a command needs is there, and lengths and data are the author’s', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffff_ffff }), (seed) => {
        const drawn = drawCommands(all, seed);
        expect(drawn.length).toBeLessThanOrEqual(8);
        expect(fitting(all, drawn).steps.map((step) => step.drawn)).toEqual(drawn);
        expect(drawCommands(all, seed)).toEqual(drawn);
        for (const { afterMs } of drawn) expect(all.gapsMs).toContain(afterMs);
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it('leave out what does not fit', () => {
    const drawn = [
      { name: 'get', afterMs: 2, data: null },
      { name: 'set', afterMs: 2, data: 1 },
      { name: 'get', afterMs: 2, data: null },
    ];
    expect(fitting(few, drawn).steps.map((step) => step.drawn)).toEqual(drawn.slice(1));
  });

  it('are all there up to a length', () => {
    const every = [...everySequence(few)].map((drawn) => JSON.stringify(drawn));
    // By what can still be set: three numbers at first, or a crash in two ways; after a set also a look.
    const after = (left: number, length: number, isSet: boolean): number => {
      if (length === 0) return 1;
      let count = 1 + (isSet ? 3 : 2) * after(left, length - 1, isSet);
      for (let smaller = 0; smaller < left; smaller++) count += after(smaller, length - 1, true);
      return count;
    };
    expect(every).toHaveLength(after(3, 3, false) - 1);
    expect(new Set(every).size).toBe(every.length);
  });

  it('are the same in every grading, but for a few', () => {
    const of = (seed: string): string[] =>
      [...sequencesOf(few, { exercise: 'e', id: 's' }, (i) => hash32(seed, 'fresh', i))].map((one) =>
        JSON.stringify(one),
      );
    const [one, two] = [of('1'), of('2')];
    expect(one.slice(0, -10)).toEqual(two.slice(0, -10));
    expect(one.slice(-10)).not.toEqual(two.slice(-10));
    expect(one).toHaveLength([...everySequence(few)].length + 110);
  });

  it('replay, with the faults that their commands brought, to the same trace', async () => {
    const subject = await subjectOf(SAVES_LATER, 'drawn');
    const kinds = new Set<string>();
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffff_ffff }), (seed) => {
        const drawn = drawCommands(all, seed);
        const id = idOf(all, drawn, seed);
        const run = explore(subject, id);
        const again = replay(subject, id, run.faults);
        expect(traceHash(again.trace)).toBe(traceHash(run.trace));
        expect(again.unfired).toEqual([]);
        expect(traceHash(explore(subject, id).trace)).toBe(traceHash(run.trace));
        for (const { kind } of run.faults) kinds.add(kind);
      }),
      { seed: 7, numRuns: 100 },
    );
    expect([...kinds].sort()).toEqual([
      'clock-step',
      'crash',
      'delay',
      'drop',
      'duplicate',
      'partition',
      'pause',
      'slow-disk',
    ]);
  });

  it('shrink to those without which it does not fail, with the simplest data and times', async () => {
    const subject = await subjectOf(SAVES_LATER);
    let shrunk = 0;
    for (let seed = 0; seed < 400 && shrunk < 3; seed++) {
      const drawn = drawCommands(few, seed);
      const fails = (candidate: readonly DrawnCommand[]): boolean =>
        goesBack(explore(subject, idOf(few, candidate)));
      if (!fails(drawn)) continue;
      shrunk++;
      const { commands } = shrinkCommands(few, drawn, fails, 250);
      expect(commands).toEqual([
        { name: 'set', afterMs: 40, data: 1 },
        { name: 'get', afterMs: 2, data: null },
        { name: 'crash', afterMs: 2, data: { node: 'a', writes: 0, back: 20 } },
      ]);
    }
    expect(shrunk).toBe(3);
  });

  it('and faults shrink within the tries that there are, also where there are very many', () => {
    const drops = Array.from({ length: 100_000 }, (_, i) => ({ kind: 'drop' as const, message: `m${i}` }));
    let asked = 0;
    const { faults, runs } = shrinkFaults(
      drops,
      (candidate) => {
        asked++;
        return candidate.length > 60_000;
      },
      12,
    );
    expect([asked, runs]).toEqual([12, 12]);
    expect(faults.length).toBeGreaterThan(60_000);
    expect(faults.length).toBeLessThan(70_000);
  });

  it('are told in words', () => {
    expect(tellCommand(few.alphabet, { name: 'set', afterMs: 2, data: 3 })).toBe('set 3, after 2 ms');
    expect(
      tellCommand(few.alphabet, { name: 'crash', afterMs: 0, data: { back: 20, writes: 1, node: 'a' } }),
    ).toBe('crash of a, with 1 open write done, for 20 ms, at once');
    const plain = defineCommand({ name: 'put', run: () => undefined });
    expect(tellCommand([plain], { name: 'put', afterMs: 2, data: { y: [1], x: 'a' } })).toBe(
      'put x "a", y [1], after 2 ms',
    );
  });

  it('are part of a replay token', () => {
    const run = {
      exercise: 'e',
      exerciseVersion: 1,
      scenario: 's',
      caseIndex: 0,
      seed: 7,
      faults: [],
      commands: drawCommands(all, 3),
    };
    expect(decodeReplay(encodeReplay(run))).toEqual(run);
    expect(decodeReplay(encodeReplay({ ...run, rates: 'fast' }))).toEqual({ ...run, rates: 'fast' });
  });
});

describe('a grading with commands', () => {
  it('passes what is right, and says what was drawn', async () => {
    const report = await grade(RIGHT, all);
    expect(report.failures).toEqual([]);
    expect(report.verdict).toBe('pass');
    const every = [...everySequence(all)].length;
    expect(report.coverage.commanded).toBe(every + 110);
    expect(report.coverage.scenarios.map(tellScenarioCoverage)).toEqual([
      `test: 1 run as written; all ${every.toLocaleString('en')} sequences of at most 1 command out of 15; ` +
        '110 sequences of 3 to 8 commands out of 15, 10 of them drawn anew; ' +
        '2 runs repeated, event for event the same.',
    ]);
  });

  it('finds what is wrong with every seed, tells the commands, and replays by its token', async () => {
    for (const seed of ['1', '2', '3']) {
      const report = await grade(SAVES_LATER, few, seed);
      const [failure] = report.failures;
      expect(report.verdict).toBe('fail');
      expect(failure?.commands).toEqual([
        'set 1, after 40 ms',
        'get, after 2 ms',
        'crash of a, with no open write done, for 20 ms, after 2 ms',
      ]);
      expect(failure?.faults).toHaveLength(1);
      const again = await grade(SAVES_LATER, few, seed, failure?.token);
      expect(again.failures[0]?.traceHash).toBe(failure?.traceHash);
      expect(again.failures[0]?.commands).toEqual(failure?.commands);
    }
  });

  it('refuses a run with commands that the scenario does not have', async () => {
    const token = encodeReplay({
      exercise: 'number',
      exerciseVersion: 1,
      scenario: 'drawn',
      caseIndex: 0,
      seed: 7,
      faults: [],
      commands: [{ name: 'burn', afterMs: 1, data: null }],
    });
    const { verdict, problems } = await grade(RIGHT, few, '1', token);
    expect(verdict).toBe('error');
    expect(problems[0]?.message).toBe('The scenario drawn has no command "burn".');
  });
});
