/** Runs small programs in the simulator within a test, without the sandbox. */
import { compileProgram } from '../../src/grader/compile/compile-program.ts';
import { createRuntime } from '../../src/grader/runtime.ts';
import { DEFAULT_LIMITS, explore, replay, type RunId, type Subject } from '../../src/explore/run.ts';
import { defineScenario, type Run, type Scenario } from '../../src/explore/scenario.ts';
import { createConsole, sharedGlobals } from '../../src/sandbox/globals.ts';
import { loadEsbuildInNode } from '../../src/sandbox/node-esbuild.ts';
import type { Decider } from '../../src/sim/decider.ts';
import type { Fault } from '../../src/sim/fault.ts';
import type { ProgramFactory } from '../../src/sim/program.ts';
import type { RunLimits } from '../../src/sim/topology.ts';

const LIMITS: RunLimits = { ...DEFAULT_LIMITS, eventsPerRun: 5000, stepsPerTurn: 20_000, depth: 500 };

/** Compiles a program and evaluates it in this realm. */
export async function programOf(source: string): Promise<ProgramFactory> {
  const result = await compileProgram(await loadEsbuildInNode(), source, {
    fileName: 'test.ts',
    helpers: [],
  });
  if (!result.ok)
    throw new Error(result.problems.map(({ message, line }) => `${line}: ${message}`).join('\n'));
  const factory: unknown = new Function(`return ${result.program.code}`)();
  if (typeof factory !== 'function') throw new Error('not a factory');
  return (env) => Reflect.apply(factory, undefined, [env]) as Record<string, unknown>;
}

/** A program that plays the classes `A` and `B` (roles `a` and `b`), and the function `f` (role `f`). */
export async function subjectOf(
  source: string,
  rates: Subject['rates'] = 'true',
  more: Pick<Subject['exercise'], 'grant' | 'systemModel'> = {},
): Promise<Subject> {
  const shared = sharedGlobals(globalThis);
  const runtime = createRuntime(LIMITS, {
    globals: shared,
    console: createConsole,
    protect: (value) => value,
  });
  return {
    exercise: {
      roles: {
        a: { export: 'A', shape: 'class' },
        b: { export: 'B', shape: 'class' },
        f: { export: 'f', shape: 'function' },
      },
      limits: LIMITS,
      ...more,
    },
    factory: await programOf(source),
    runtime,
    ...(rates !== undefined && { rates }),
  };
}

/** What a test says of a scenario; the rest has plain defaults: two nodes a and b, 10 ms a message, 5 ms a disk operation. */
export type TestScenario = Partial<Scenario>;

/** One run of a scenario. */
export function runIdOf(scenario: TestScenario, seed = 2): RunId {
  return {
    scenario: defineScenario({
      id: 'test',
      title: 'test',
      visible: true,
      category: 'test',
      endMs: 10_000,
      nodes: () => [
        { id: 'a', role: 'a' },
        { id: 'b', role: 'b' },
      ],
      link: () => ({ minMs: 10, maxMs: 10 }),
      disk: { minMs: 5, maxMs: 5 },
      script: () => undefined,
      ...scenario,
    }),
    caseIndex: 0,
    seed,
  };
}

/** Runs a source in a scenario. */
export async function simulate(
  source: string,
  scenario: TestScenario = {},
  deciders: readonly Decider[] = [],
  rates: Subject['rates'] = 'true',
): Promise<Run> {
  return explore(await subjectOf(source, rates), runIdOf(scenario), deciders);
}

/** Runs a source with exactly these faults. */
export async function simulateWith(
  source: string,
  faults: readonly Fault[],
  scenario: TestScenario = {},
): Promise<Run> {
  return replay(await subjectOf(source), runIdOf(scenario), faults);
}

/** What programs logged, as `node text`. */
export function logsOf(run: Run): string[] {
  return run.trace.flatMap((event) => (event.kind === 'log' ? [`${event.node} ${event.text}`] : []));
}

/** What programs logged with the instant in ms, as `ms node text`. */
export function timedLogsOf(run: Run): string[] {
  return run.trace.flatMap((event) =>
    event.kind === 'log' ? [`${event.atUs / 1000} ${event.node} ${event.text}`] : [],
  );
}

/** Exceptions that left programs, as `node line text`. */
export function errorsOf(run: Run): string[] {
  return run.trace.flatMap((event) =>
    event.kind === 'error' ? [`${event.node} ${event.line} ${event.text}`] : [],
  );
}
