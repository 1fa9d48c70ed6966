import type { Json } from '../api.ts';
import type { CaseGroup, LoadedExercise } from '../explore/exercise.ts';
import type { Finding } from '../explore/scenario.ts';
import { describeThrown } from '../sim/foreign.ts';
import { copyJson } from '../sim/json-copy.ts';
import type { ProgramFactory } from '../sim/program.ts';
import type { Runtime } from '../sim/world.ts';
import { hash32, Prng } from '../util/prng.ts';
import { buildReport } from './build-report.ts';
import { explainBuiltIn } from './built-in.ts';
import { CoverageLog } from './coverage.ts';
import { SymptomLog } from './misconception/symptom-log.ts';
import type { Failure, GradeOptions, Problem, Report } from './report.ts';
import { Tally } from './tally.ts';

type LoadedFunction = Extract<LoadedExercise, { cases: unknown }>;

/** Smaller cases that may be tried for one failure. */
const SIMPLIFY_MAX = 300;

const NO_HELPERS = {};

/** Grades pure functions: every enumerated case, then drawn ones; each with a fresh instance of the program. */
export function gradeFunction(
  loaded: LoadedFunction,
  factory: ProgramFactory,
  runtime: Runtime,
  options: GradeOptions,
): Report {
  const { exercise, cases } = loaded;
  const tally = new Tally();
  const first = new Map<string, { group: CaseGroup<unknown>; one: unknown }>();
  const problems = new Map<string, Problem>();
  const log = new CoverageLog();
  const symptoms = new SymptomLog();

  const judge = (one: unknown): readonly Finding[] => {
    const { meter, realm } = runtime;
    meter.reset();
    try {
      const exports = factory(runtime.environment(exercise.helpers ?? NO_HELPERS));
      const findings = cases.judge(exports, one);
      realm.drain();
      return overran(runtime) ?? findings;
    } catch (thrown) {
      const line = meter.lineOf(thrown);
      const text = describeThrown(thrown);
      const message = `An exception left the program: ${text}`;
      if (problems.size < 3) problems.set(text, { code: 'exception', message, ...(line > 0 && { line }) });
      return (
        overran(runtime) ?? [
          { property: 'no-exceptions', status: 'broken', code: 'threw', data: { text, line } },
        ]
      );
    } finally {
      realm.reset();
    }
  };

  const seedOf = hash32(options.seed, exercise.id);
  const enumerated = cases.enumerate();
  const drawn = cases.draw?.(new Prng(seedOf)) ?? [];
  const planned = [...enumerated, ...drawn].reduce((sum, group) => sum + group.cases.length, 0);
  let overruns = 0;
  for (const [groups, kind] of [
    [enumerated, 'directed'],
    [drawn, 'sampled'],
  ] as const) {
    for (const group of groups) {
      for (const [index, one] of group.cases.entries()) {
        if (overruns >= 3) break;
        log.runs++;
        if (kind === 'directed') log.addPlain(group);
        else log.addDrawn(group);
        const broken = tally.add(group, judge(one));
        symptoms.add(kind === 'directed' ? 'case' : 'sample', group.id, index, broken);
        for (const { property } of broken) {
          if (property === 'within-limits') overruns++;
          if (!first.has(property)) first.set(property, { group, one });
        }
      }
      options.onProgress?.({
        runsDone: log.runs,
        runsPlanned: planned,
        trying: group.visible ? group.title : group.category,
        broken: tally.broken.size,
      });
    }
  }

  const failures = [...first].map(([property, { group, one }]): Failure => {
    const breaks = (candidate: unknown): Finding | undefined =>
      judge(candidate).find((finding) => finding.property === property && finding.status === 'broken');
    const small = simplify(one, cases.simplify, (candidate) => breaks(candidate) !== undefined);
    const finding = breaks(small) ?? { property, status: 'broken' };
    symptoms.addShape(property, finding.code === undefined ? [] : [`code ${finding.code}`]);
    const line = Number(finding.data?.['line'] ?? 0);
    const summary = explainBuiltIn(finding) ?? explainThrown(finding) ?? cases.explain(finding, small);
    const steps = cases.tell(small);
    return {
      property,
      scenario: group.visible ? group.title : group.category,
      visible: group.visible,
      seed: seedOf,
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
      case: caseAsJson(small),
    };
  });
  return buildReport({
    exercise,
    options,
    tally,
    failures,
    problems: [...problems.values()],
    coverage: log.coverage(''),
    symptoms: symptoms.symptoms(),
    known: loaded.misconceptions?.known,
  });
}

function overran({ meter, jobsOverrun }: Runtime): Finding[] | undefined {
  const reason = meter.overrun?.kind ?? (jobsOverrun() ? 'jobs' : undefined);
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

function caseAsJson(one: unknown): Json {
  try {
    return copyJson(one, 'case');
  } catch {
    return null;
  }
}
