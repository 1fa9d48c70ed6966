import type { AttackTarget, LoadedExercise } from '../explore/exercise.ts';
import { replay, runSeed, type Subject } from '../explore/run.ts';
import type { Finding, Run } from '../explore/scenario.ts';
import { exclusion } from '../explore/system-model.ts';
import { describeThrown } from '../sim/foreign.ts';
import type { Fault } from '../sim/fault.ts';
import { parseFaults } from '../sim/parse-fault.ts';
import { copyJson } from '../sim/json-copy.ts';
import type { ProgramFactory } from '../sim/program.ts';
import type { Runtime } from '../sim/world.ts';
import { traceHash } from '../sim/trace.ts';
import { buildReport } from './build-report.ts';
import { CoverageLog } from './coverage.ts';
import { SymptomLog } from './misconception/symptom-log.ts';
import type { Failure, GradeOptions, Problem, Report, Sentence } from './report.ts';
import { tellStory } from './story.ts';
import { Tally } from './tally.ts';

type LoadedAttack = Extract<LoadedExercise, { targets: unknown }>;

const NO_HELPERS = {};

/** Grades fault lists: each is replayed on its target, which it must break by allowed means. */
export function gradeAttack(
  loaded: LoadedAttack,
  factory: ProgramFactory,
  runtime: Runtime,
  options: GradeOptions,
): Report {
  const { exercise, targets } = loaded;
  const tally = new Tally();
  const failures: Failure[] = [];
  const problems: Problem[] = [];
  const log = new CoverageLog();
  const symptoms = new SymptomLog();
  runtime.meter.reset();
  let exports: Record<string, unknown> = {};
  try {
    exports = factory(runtime.environment(exercise.helpers ?? NO_HELPERS));
  } catch (thrown) {
    const line = runtime.meter.lineOf(thrown);
    problems.push({
      code: 'exception',
      message: `The file threw: ${describeThrown(thrown)}`,
      ...(line > 0 && { line }),
    });
  }
  const subject: Subject = { exercise: { roles: {} }, factory, runtime };

  for (const target of targets) {
    const { scenario, property } = target;
    const place = { id: target.export, title: target.title, visible: true, category: target.title };
    const seed = runSeed(options.seed, exercise.id, scenario.id, 'attack', 0);
    const read = readAttack(exports[target.export], target);
    const run =
      'faults' in read ? replay(subject, { scenario, caseIndex: 0, seed }, read.faults ?? []) : undefined;
    log.runs++;
    log.events += run?.trace.length ?? 0;
    log.addPlain(place);
    for (const fault of run?.unfired ?? []) problems.push(unfiredProblem(target, read, fault));
    const outcome =
      run === undefined
        ? undefined
        : target.check(run).find((f) => f.property === target.breaks && f.status === 'broken');
    const finding = judge(target, read, outcome);
    const allBroken = tally.add(place, [finding]);
    symptoms.add('case', target.export, 0, allBroken);
    for (const broken of allBroken) {
      const summary = loaded.explain(broken);
      failures.push({
        property,
        scenario: target.title,
        visible: true,
        seed,
        summary,
        faults: 'faults' in read ? (read.faults ?? []) : [],
        story: storyOf(broken, run, summary),
        line: 0,
        traceHash: run === undefined ? '' : traceHash(run.trace),
      });
    }
    options.onProgress?.({
      runsDone: tally.scenarios().length,
      runsPlanned: targets.length,
      trying: target.title,
      broken: tally.broken.size,
    });
  }
  return buildReport({
    exercise,
    options,
    tally,
    failures,
    problems,
    coverage: log.coverage(''),
    symptoms: symptoms.symptoms(),
    known: loaded.misconceptions?.known,
  });
}

type Attack = { readonly faults: readonly Fault[] | null } | { readonly refused: string };

function readAttack(exported: unknown, target: AttackTarget): Attack {
  if (exported === null) return { faults: null };
  try {
    const faults = parseFaults(copyJson(exported, target.export));
    if (faults.length > target.faultsMax)
      return { refused: `${faults.length} faults; at most ${target.faultsMax} are allowed` };
    const { systemModel } = target.scenario;
    const forbidden = faults.find(
      (fault) =>
        !target.allows(fault) || (systemModel !== undefined && exclusion(systemModel, fault) !== undefined),
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

/** What the faults did to the system, and what came of it. */
function storyOf(finding: Finding, run: Run | undefined, summary: string): Sentence[] {
  const story = run === undefined ? [] : tellStory({ ...finding, events: [] }, run, {});
  const atMs = run === undefined ? 0 : run.endUs / 1000;
  return [...story, { text: summary, atMs, node: '', line: 0, tone: 'violation' }];
}
