import type { Exercise, LoadedExercise } from '../explore/exercise.ts';
import { DEFAULT_LIMITS } from '../explore/run.ts';
import type { ProgramFactory } from '../sim/program.ts';
import type { Surroundings } from '../sim/topology.ts';
import { describeThrown } from '../sim/foreign.ts';
import type { Runtime } from '../sim/world.ts';
import { errorReport, invalidReport } from './build-report.ts';
import type { CompiledProgram } from './compile/result.ts';
import { gradeAttack, replayAttack } from './grade-attack.ts';
import { gradeFunction, replayCase } from './grade-function.ts';
import { gradeNodes, replayNodes } from './grade-nodes.ts';
import { isCaseReplay, TokenError } from './replay-token.ts';
import type { GradeOptions, Problem, Report } from './report.ts';
import { createRuntime, type RuntimeHost } from './runtime.ts';

/** What the sandbox gives the grader: how to make a program out of code, and what that program finds as globals. */
export interface Evaluator extends RuntimeHost {
  evaluate(code: string): ProgramFactory;
}

/** {@link GradeOptions}, and what only tests set. */
export interface GradeProgramOptions extends GradeOptions {
  readonly rates?: Surroundings['rates'];
}

/**
 * Grades one compiled program: the whole of a grading after compilation, the same in every host.
 * Never throws: what goes wrong on our side is a report with the verdict `error`.
 */
export function gradeProgram(
  loaded: LoadedExercise,
  program: CompiledProgram,
  evaluator: Evaluator,
  options: GradeProgramOptions,
): Report {
  const { exercise } = loaded;
  const problems = missingExports(exercise, program);
  if (problems.length > 0) return invalidReport(exercise, options, problems);
  try {
    const factory = evaluator.evaluate(program.code);
    const runtime = createRuntime({ ...DEFAULT_LIMITS, ...exercise.limits }, evaluator);
    return gradeFactory(loaded, factory, runtime, options);
  } catch (thrown) {
    return harnessReport(exercise, options, thrown);
  }
}

function gradeFactory(
  loaded: LoadedExercise,
  factory: ProgramFactory,
  runtime: Runtime,
  options: GradeProgramOptions,
): Report {
  const { replay, rates } = options;
  try {
    if ('cases' in loaded) {
      if (replay === undefined) return gradeFunction(loaded, factory, runtime, options);
      if (isCaseReplay(replay)) return replayCase(loaded, factory, runtime, options, replay);
      throw new TokenError(`The replay token is of a run; ${loaded.exercise.id} has cases instead.`);
    }
    if (replay !== undefined && isCaseReplay(replay))
      throw new TokenError(`The replay token is of a case; ${loaded.exercise.id} has runs instead.`);
    if ('targets' in loaded) {
      if (replay === undefined) return gradeAttack(loaded, factory, runtime, options);
      return replayAttack(loaded, factory, runtime, options, replay);
    }
    const subject = { exercise: loaded.exercise, factory, runtime, ...(rates !== undefined && { rates }) };
    if (replay === undefined) return gradeNodes(loaded, subject, options);
    return replayNodes(loaded, subject, options, replay);
  } catch (thrown) {
    return harnessReport(loaded.exercise, options, thrown);
  }
}

function harnessReport(exercise: Exercise, options: GradeOptions, thrown: unknown): Report {
  if (thrown instanceof TokenError)
    return errorReport(exercise, options, { code: 'replay', message: thrown.message });
  const message = `The grader failed: ${describeThrown(thrown)} Your work is not judged. Try again.`;
  return errorReport(exercise, options, { code: 'harness', message });
}

/** Names of the exports that a submission must have. */
export function requiredExports(exercise: Exercise): readonly string[] {
  return exercise.kind === 'nodes'
    ? [...new Set(Object.values(exercise.roles).map((role) => role.export))]
    : exercise.exports;
}

function missingExports(exercise: Exercise, program: CompiledProgram): Problem[] {
  return requiredExports(exercise)
    .filter((name) => !program.exports.includes(name))
    .map((name) => {
      const found =
        program.exports.length === 0 ? 'It exports nothing.' : `It exports ${program.exports.join(', ')}.`;
      const how =
        exercise.kind === 'nodes'
          ? `Write "export" before your ${shapeOf(exercise, name)} ${name}.`
          : `Export ${name}.`;
      return { code: 'missing-export', message: `The file has no export named ${name}. ${found} ${how}` };
    });
}

function shapeOf(exercise: Extract<Exercise, { kind: 'nodes' }>, name: string): string {
  return Object.values(exercise.roles).find((role) => role.export === name)?.shape ?? 'class';
}
