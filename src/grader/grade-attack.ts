import type { AttackTarget, LoadedExercise } from '../explore/exercise.ts';
import { replay, type Subject } from '../explore/run.ts';
import type { Finding } from '../explore/scenario.ts';
import { exclusion } from '../explore/system-model.ts';
import { describeThrown } from '../sim/foreign.ts';
import type { Fault } from '../sim/fault.ts';
import { parseFaults } from '../sim/parse-fault.ts';
import { copyJson } from '../sim/json-copy.ts';
import type { ProgramFactory } from '../sim/program.ts';
import type { Runtime } from '../sim/world.ts';
import { traceHash } from '../sim/trace.ts';
import { encodeReplay, TokenError, versionMisfit, type RunReplay } from './replay-token.ts';
import { buildReport } from './build-report.ts';
import { CoverageLog } from './coverage.ts';
import { SymptomLog } from './misconception/symptom-log.ts';
import type { Failure, GradeOptions, Problem, Report } from './report.ts';
import { recordRun } from './record-run.ts';
import { tellEvents } from './story.ts';
import { seedsOf } from './seeds.ts';
import { Tally } from './tally.ts';

type LoadedAttack = Extract<LoadedExercise, { targets: unknown }>;

const NO_HELPERS = {};
/** Where the console of a program goes that has no node. */
const unheard = (): void => undefined;

/** Grades fault lists: each is replayed on its target, which it must break by allowed means. */
export function gradeAttack(
  loaded: LoadedAttack,
  factory: ProgramFactory,
  runtime: Runtime,
  options: GradeOptions,
): Report {
  const grading = new AttackGrading(loaded, factory, runtime, options);
  for (const target of loaded.targets) {
    const { scenario } = target;
    grading.attack(target, seedsOf(options)(loaded.exercise.id, scenario.id, 'attack', 0));
  }
  return grading.report();
}

/**
 * Makes the run of one target again, under the program's own list: the token's is told of where it is another.
 *
 * @throws TokenError when the exercise has no such target
 */
export function replayAttack(
  loaded: LoadedAttack,
  factory: ProgramFactory,
  runtime: Runtime,
  options: GradeOptions,
  asked: RunReplay,
): Report {
  const { exercise, targets } = loaded;
  const misfit = versionMisfit(asked, exercise);
  if (misfit !== undefined) throw new TokenError(misfit);
  const target = targets.find((candidate) => candidate.export === asked.scenario);
  if (target === undefined)
    throw new TokenError(`The exercise ${exercise.id} has no target ${asked.scenario}.`);
  const grading = new AttackGrading(loaded, factory, runtime, options);
  grading.attack(target, asked.seed, asked.faults);
  const report = grading.report();
  if (report.verdict === 'error') return report;
  return { ...report, verdict: report.failures.length > 0 ? 'fail' : 'pass', score: null };
}

class AttackGrading {
  private readonly tally = new Tally();
  private readonly failures: Failure[] = [];
  private readonly problems: Problem[] = [];
  private readonly log = new CoverageLog();
  private readonly symptoms = new SymptomLog();
  private readonly exports: Readonly<Record<string, unknown>>;
  private readonly subject: Subject;

  constructor(
    private readonly loaded: LoadedAttack,
    factory: ProgramFactory,
    runtime: Runtime,
    private readonly options: GradeOptions,
  ) {
    this.subject = { exercise: { roles: {} }, factory, runtime };
    runtime.meter.reset();
    let exports: Record<string, unknown> = {};
    try {
      exports = factory(runtime.environment(loaded.exercise.helpers ?? NO_HELPERS, unheard));
    } catch (thrown) {
      const line = runtime.meter.lineOf(thrown);
      this.problems.push({
        code: 'exception',
        message: `The file threw: ${describeThrown(thrown)}`,
        ...(line > 0 && { line }),
      });
    }
    this.exports = exports;
  }

  /** Tries the program's list on a target. @param expected the list that a replay token has */
  attack(target: AttackTarget, seed: number, expected?: readonly Fault[]): void {
    const { scenario, property } = target;
    const { tally, log, problems } = this;
    const place = { id: target.export, title: target.title, visible: true, category: target.title };
    const read = readAttack(this.exports[target.export], target);
    const faults = 'faults' in read ? (read.faults ?? []) : [];
    const run = 'faults' in read ? replay(this.subject, { scenario, caseIndex: 0, seed }, faults) : undefined;
    log.runs++;
    log.events += run?.trace.length ?? 0;
    log.addPlain(place);
    if (expected !== undefined && JSON.stringify(expected) !== JSON.stringify(faults)) {
      const message = `${target.export}: the list of this file is another than that of the token. The run is made with this file's.`;
      problems.push({ code: 'other-faults', message });
    }
    for (const fault of run?.unfired ?? []) problems.push(unfiredProblem(target, read, fault));
    const outcome =
      run === undefined
        ? undefined
        : target.check(run).find((f) => f.property === target.breaks && f.status === 'broken');
    const allBroken = tally.add(place, [judge(target, read, outcome)]);
    this.symptoms.add('case', target.export, 0, allBroken);
    for (const broken of allBroken) {
      const summary = this.loaded.explain(broken);
      const told = run === undefined ? [] : tellEvents({ ...broken, events: [] }, run, target);
      this.failures.push({
        property,
        scenario: target.title,
        visible: true,
        seed,
        summary,
        faults,
        story: [
          ...told.map(({ sentence }) => sentence),
          { text: summary, atMs: (run?.endUs ?? 0) / 1000, node: '', line: 0, tone: 'violation' },
        ],
        line: 0,
        traceHash: run === undefined ? '' : traceHash(run.trace),
        ...(this.options.withTraces === true &&
          run !== undefined && { run: recordRun(run, { ...broken, events: [] }, told) }),
        token: this.tokenOf(target, seed, faults),
      });
    }
    this.options.onProgress?.({
      runsDone: tally.scenarios().length,
      runsPlanned: this.loaded.targets.length,
      trying: target.title,
      broken: tally.broken.size,
    });
  }

  report(): Report {
    const { tally, failures, problems, log, options } = this;
    const { exercise, misconceptions } = this.loaded;
    return buildReport({
      exercise,
      options,
      tally,
      failures,
      problems,
      coverage: log.coverage(''),
      ...(options.replay === undefined && { symptoms: this.symptoms.symptoms() }),
      known: misconceptions?.known,
    });
  }

  private tokenOf({ export: scenario }: AttackTarget, seed: number, faults: readonly Fault[]): string {
    const { id: exercise, version: exerciseVersion } = this.loaded.exercise;
    return encodeReplay({ exercise, exerciseVersion, scenario, caseIndex: 0, seed, faults });
  }
}

type Attack = { readonly faults: readonly Fault[] | null } | { readonly refused: string };

function readAttack(exported: unknown, target: AttackTarget): Attack {
  if (exported === null) return { faults: null };
  try {
    const faults = parseFaults(copyJson(exported, target.export));
    if (faults.length > target.faultsMax)
      return { refused: `${faults.length} faults; at most ${target.faultsMax} are allowed` };
    const { scenario } = target;
    const { systemModel } = scenario;
    const forbidden = faults.find(
      (fault) =>
        !target.allows(fault) ||
        (systemModel !== undefined && exclusion(systemModel, fault, scenario.driftPpm) !== undefined),
    );
    if (forbidden !== undefined)
      return { refused: `a fault of kind ${forbidden.kind} that the system model does not allow` };
    return { faults };
  } catch (thrown) {
    return { refused: describeThrown(thrown) };
  }
}

function unfiredProblem({ export: name }: AttackTarget, read: Attack, fault: Fault): Problem {
  const index = 'faults' in read ? (read.faults ?? []).indexOf(fault) : -1;
  return {
    code: 'fault-unfired',
    message: `${name}: fault number ${index + 1}, of kind "${fault.kind}", never happened. Look at its message, node or moment: the run did not come to it.`,
  };
}

function judge(target: AttackTarget, read: Attack, outcome: Finding | undefined): Finding {
  const { property, breaks } = target;
  if ('refused' in read)
    return {
      property,
      status: 'broken',
      code: 'refused',
      data: { why: read.refused, target: target.export },
    };
  if (breaks === null) {
    return read.faults === null
      ? { property, status: 'held' }
      : { property, status: 'broken', code: 'unbreakable', data: { target: target.export } };
  }
  if (read.faults === null)
    return { property, status: 'broken', code: 'breakable', data: { target: target.export } };
  return outcome === undefined
    ? { property, status: 'broken', code: 'withstood', data: { target: target.export } }
    : { property, status: 'held' };
}
