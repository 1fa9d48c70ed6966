import type { Json } from '../api.ts';
import type { CaseGroup, LoadedExercise } from '../explore/exercise.ts';
import { DEFAULT_LIMITS } from '../explore/run.ts';
import type { Finding } from '../explore/scenario.ts';
import { describeThrown } from '../sim/foreign.ts';
import { handOver } from '../sim/hand-over.ts';
import { copyJson } from '../sim/json-copy.ts';
import type { ProgramFactory } from '../sim/program.ts';
import type { RunLimits } from '../sim/topology.ts';
import type { Runtime } from '../sim/world.ts';
import { canonicalJson } from '../util/canonical.ts';
import { hash32, Prng } from '../util/prng.ts';
import { buildReport } from './build-report.ts';
import { explainBuiltIn } from './built-in.ts';
import { CoverageLog } from './coverage.ts';
import { encodeReplay, TokenError, versionMisfit, type CaseReplay } from './replay-token.ts';
import { SymptomLog } from './misconception/symptom-log.ts';
import type { Failure, GradeOptions, Problem, Report } from './report.ts';
import { Tally } from './tally.ts';

type LoadedFunction = Extract<LoadedExercise, { cases: unknown }>;

/** Smaller cases that may be tried for one failure. */
const SIMPLIFY_MAX = 300;

/** Characters of a case, as JSON, of which a token is made. */
const TOKEN_CASE_MAX = 5000;

const NO_HELPERS = {};
/** Where the console of a program goes that has no node. */
const unheard = (): void => undefined;

/** Grades pure functions: every enumerated case, then drawn ones; each with a fresh instance of the program. */
export function gradeFunction(
  loaded: LoadedFunction,
  factory: ProgramFactory,
  runtime: Runtime,
  options: GradeOptions,
): Report {
  const { id } = loaded.exercise;
  const seed = options.seedOf?.(id, '', 'cases', 0) ?? hash32(options.seed, id);
  return new FunctionGrading(loaded, factory, runtime, options, seed).grade();
}

/** Judges a program on one case, and tells how it fared. @throws TokenError when the exercise has no such cases */
export function replayCase(
  loaded: LoadedFunction,
  factory: ProgramFactory,
  runtime: Runtime,
  options: GradeOptions,
  asked: CaseReplay,
): Report {
  return new FunctionGrading(loaded, factory, runtime, options, asked.seed).replay(asked);
}

class FunctionGrading {
  private readonly tally = new Tally();
  private readonly first = new Map<string, { group: CaseGroup<unknown>; one: unknown }>();
  private readonly problems = new Map<string, Problem>();
  private readonly log = new CoverageLog();
  private readonly symptoms = new SymptomLog();
  private readonly enumerated: readonly CaseGroup<unknown>[];
  private readonly drawn: readonly CaseGroup<unknown>[];
  private readonly limits: RunLimits;

  constructor(
    private readonly loaded: LoadedFunction,
    private readonly factory: ProgramFactory,
    private readonly runtime: Runtime,
    private readonly options: GradeOptions,
    private readonly seed: number,
  ) {
    const { cases, exercise } = loaded;
    this.limits = { ...DEFAULT_LIMITS, ...exercise.limits };
    this.enumerated = cases.enumerate();
    this.drawn = cases.draw?.(new Prng(seed)) ?? [];
  }

  grade(): Report {
    const { tally, log, symptoms, first, enumerated, drawn } = this;
    const planned = [...enumerated, ...drawn].reduce((sum, group) => sum + group.cases.length, 0);
    let overruns = 0;
    for (const group of [...enumerated, ...drawn]) {
      const isDirected = enumerated.includes(group);
      for (const [index, one] of group.cases.entries()) {
        if (overruns >= 3) break;
        this.tellProgress(group, planned);
        log.runs++;
        if (isDirected) log.addPlain(group);
        else log.addDrawn(group);
        const broken = tally.add(group, this.judge(one));
        symptoms.add(isDirected ? 'case' : 'sample', group.id, index, broken);
        for (const { property } of broken) {
          if (property === 'within-limits') overruns++;
          if (!first.has(property)) first.set(property, { group, one });
        }
      }
    }
    return this.report(
      [...first].map(([property, { group, one }]) => {
        const breaks = (candidate: unknown): boolean => this.broken(candidate, property) !== undefined;
        const small = simplify(one, this.loaded.cases.simplify, breaks);
        return this.describe(group, small, this.broken(small, property) ?? { property, status: 'broken' });
      }),
    );
  }

  private tellProgress({ visible, title, category }: CaseGroup<unknown>, planned: number): void {
    this.options.onProgress?.({
      runsDone: this.log.runs,
      runsPlanned: planned,
      trying: visible ? title : category,
      broken: this.tally.broken.size,
    });
  }

  replay(asked: CaseReplay): Report {
    const { exercise } = this.loaded;
    const misfit = versionMisfit(asked, exercise);
    if (misfit !== undefined) throw new TokenError(misfit);
    const group = [...this.enumerated, ...this.drawn].find(({ id }) => id === asked.scenario);
    if (group === undefined)
      throw new TokenError(`The exercise ${exercise.id} has no cases ${asked.scenario}.`);
    this.log.runs++;
    this.log.addPlain(group);
    const failures = this.tally
      .add(group, this.judge(asked.case))
      .map((finding) => this.describe(group, asked.case, finding));
    const report = this.report(failures);
    if (report.verdict === 'error') return report;
    return { ...report, verdict: failures.length > 0 ? 'fail' : 'pass', score: null };
  }

  private judge(one: unknown): readonly Finding[] {
    const { runtime, problems } = this;
    const { exercise, cases } = this.loaded;
    const { meter, realm } = runtime;
    meter.reset();
    try {
      const exports = this.factory(runtime.environment(exercise.helpers ?? NO_HELPERS, unheard));
      const findings = cases.judge(
        exports,
        handOver(one, (value) => runtime.protect(value)),
        (thrown) => meter.lineOf(thrown),
      );
      realm.drain();
      return overran(runtime, this.limits) ?? findings;
    } catch (thrown) {
      const line = meter.lineOf(thrown);
      const text = describeThrown(thrown);
      const message = `An exception left the program: ${text}`;
      if (problems.size < 3) problems.set(text, { code: 'exception', message, ...(line > 0 && { line }) });
      return (
        overran(runtime, this.limits) ?? [
          { property: 'no-exceptions', status: 'broken', code: 'threw', data: { text, line } },
        ]
      );
    } finally {
      realm.reset();
    }
  }

  private broken(one: unknown, property: string): Finding | undefined {
    return this.judge(one).find((finding) => finding.property === property && finding.status === 'broken');
  }

  /** A case that breaks a property, told as it is. */
  private describe(group: CaseGroup<unknown>, one: unknown, finding: Finding): Failure {
    const { cases } = this.loaded;
    const { property } = finding;
    this.symptoms.addShape(property, finding.code === undefined ? [] : [`code ${finding.code}`]);
    const line = Number(finding.data?.['line'] ?? 0);
    const summary = explainBuiltIn(finding) ?? explainThrown(finding) ?? cases.explain(finding, one);
    const steps = cases.tell(one);
    const asJson = caseAsJson(one);
    const token = asJson === undefined ? undefined : this.tokenOf(group, asJson, property);
    return {
      property,
      scenario: group.visible ? group.title : group.category,
      visible: group.visible,
      seed: this.seed,
      summary,
      faults: [],
      story: [...steps, summary].map((text, i) => ({
        text,
        atMs: 0,
        node: '',
        line: i === steps.length ? line : 0,
        tone: i === steps.length ? 'violation' : 'plain',
      })),
      line,
      traceHash: '',
      case: asJson ?? null,
      ...(token !== undefined && { token }),
    };
  }

  /** None for a case that is large, or that is another one when it is written as JSON. */
  private tokenOf(group: CaseGroup<unknown>, one: Json, property: string): string | undefined {
    if (canonicalJson(one).length > TOKEN_CASE_MAX || this.broken(one, property) === undefined)
      return undefined;
    const { id: exercise, version: exerciseVersion } = this.loaded.exercise;
    return encodeReplay({ exercise, exerciseVersion, scenario: group.id, seed: this.seed, case: one });
  }

  private report(failures: readonly Failure[]): Report {
    return buildReport({
      exercise: this.loaded.exercise,
      options: this.options,
      tally: this.tally,
      failures,
      problems: [...this.problems.values()],
      coverage: this.log.coverage(''),
      ...(this.options.replay === undefined && { symptoms: this.symptoms.symptoms() }),
      known: this.loaded.misconceptions?.known,
    });
  }
}

function overran({ meter, jobsOverrun }: Runtime, { stepsPerGrading }: RunLimits): Finding[] | undefined {
  const together = meter.stepsOfAll > stepsPerGrading ? 'steps-of-grading' : undefined;
  const reason = meter.overrun?.kind ?? (jobsOverrun() ? 'jobs' : together);
  if (reason === undefined) return undefined;
  const line = meter.overrun?.line ?? 0;
  return [{ property: 'within-limits', status: 'broken', code: reason, data: { line } }];
}

function explainThrown(finding: Finding): string | undefined {
  if (finding.property !== 'no-exceptions') return undefined;
  return `An exception left the program: ${String(finding.data?.['text'] ?? '')}`;
}

function simplify(
  one: unknown,
  smaller: ((one: unknown) => readonly unknown[]) | undefined,
  fails: (candidate: unknown) => boolean,
): unknown {
  let current = one;
  let tries = 0;
  for (;;) {
    const next = smaller?.(current).find((candidate) => tries++ < SIMPLIFY_MAX && fails(candidate));
    if (next === undefined) return current;
    current = next;
  }
}

function caseAsJson(one: unknown): Json | undefined {
  try {
    return copyJson(one, 'case');
  } catch {
    return undefined;
  }
}
