import type { LoadedExercise } from '../explore/exercise.ts';
import { checkModels } from '../explore/check-models.ts';
import { tellCommand, type DrawnCommand } from '../explore/commands.ts';
import { countOf, sequencesOf } from '../explore/draw-commands.ts';
import { HarnessError } from '../explore/harness-error.ts';
import { exhaust, kindsOf } from '../explore/exhaust.ts';
import { howLate, type LatenessFound } from '../explore/lateness.ts';
import { DEFAULT_LIMITS, explore, replay, type RunId, type Subject } from '../explore/run.ts';
import { sampler } from '../explore/sample.ts';
import type { AnyScenario, Exhaust, Finding, Run } from '../explore/scenario.ts';
import { shrinkFaults } from '../explore/shrink.ts';
import { shrinkCommands } from '../explore/shrink-commands.ts';
import { createNoCrashLog } from '../explore/no-crash-log.ts';
import { createStepLog } from '../explore/step-log.ts';
import { spreadOver, sweepFaults } from '../explore/sweep.ts';
import { combine, replayOf } from '../sim/decider.ts';
import type { Fault } from '../sim/fault.ts';
import { sameTrace, traceHash, type TraceEvent } from '../sim/trace.ts';
import { hash32 } from '../util/prng.ts';
import { builtInFindings, explainBuiltIn } from './built-in.ts';
import { buildReport } from './build-report.ts';
import { recordRun } from './record-run.ts';
import { CoverageLog } from './coverage.ts';
import type { Failure, GradeOptions, Problem, Report } from './report.ts';
import { encodeReplay, TokenError, versionMisfit, type RunReplay } from './replay-token.ts';
import { seedsOf } from './seeds.ts';
import { shapeOf } from './misconception/shape.ts';
import { SymptomLog, type RunKind } from './misconception/symptom-log.ts';
import { tellingFirst, type Part } from './plan.ts';
import { lineOf, tellEvents } from './story.ts';
import { Tally } from './tally.ts';

type LoadedNodes = Extract<LoadedExercise, { scenarios: unknown }>;

/** Events that further runs may take once something was found broken: enough to see what else is. */
const EVENTS_AFTER_FAILURE = 400_000;
/** Runs that may go past a budget before grading stops: each of them is long. */
const OVERRUNS_MAX = 3;
/** Scenarios of a grading whose first run is made twice. */
const REPEATED_MAX = 4;
/** Runs that shrinking one counterexample may take. */
const SHRINK_RUNS_MAX = 250;

/**
 * More faults than these are not told, nor packed into a token: a run that was ended by its limit of events may have
 * 100,000, of which none is to blame.
 */
const FAULTS_TOLD_MAX = 1_000;

/** A run that breaks a property. */
interface Failed {
  /** Where the author has it: {@link Part.at}, or after all parts. */
  readonly at: number;
  readonly id: RunId;
  readonly run: Run;
  /** What it is told for, where a replay of it would not break the property: other runs have their part in it. */
  readonly finding?: Finding;
}

/** Grades a program on nodes: all cases, sweeps, commands and samples of all scenarios; then shrinks what it found. */
export function gradeNodes(loaded: LoadedNodes, subject: Subject, options: GradeOptions): Report {
  return new NodesGrading(loaded, subject, options).grade();
}

/** Makes one run, and tells how the program fared in it. @throws TokenError when the exercise has no such run */
export function replayNodes(
  loaded: LoadedNodes,
  subject: Subject,
  options: GradeOptions,
  asked: RunReplay,
): Report {
  const { rates } = asked;
  const own = rates === undefined ? subject : { ...subject, rates };
  return new NodesGrading(loaded, own, options).replay(asked);
}

/** What operations are made of: always in the key of a situation. */
function isCall({ kind }: TraceEvent): boolean {
  return kind === 'invoke' || kind === 'return' || kind === 'throw';
}

/** Why a run is not one of this exercise, in a sentence; `undefined` when it is. */
function misfitOf(
  asked: RunReplay,
  exercise: LoadedNodes['exercise'],
  scenario: AnyScenario | undefined,
): string | undefined {
  const misfit = versionMisfit(asked, exercise);
  if (misfit !== undefined) return misfit;
  const { scenario: wanted, caseIndex } = asked;
  if (scenario === undefined) return `The exercise ${exercise.id} has no scenario ${wanted}.`;
  const strange = strangerIn(asked.commands ?? [], scenario);
  if (strange !== undefined) return `The scenario ${wanted} has no command "${strange}".`;
  const cases = scenario.cases?.length ?? 1;
  return caseIndex < cases ? undefined : `The scenario ${wanted} has no case ${caseIndex}.`;
}

/** The name of a command that the scenario does not have. */
function strangerIn(commands: readonly DrawnCommand[], scenario: AnyScenario): string | undefined {
  const known = new Set(scenario.commands?.alphabet.map(({ name }) => name));
  return commands.find(({ name }) => !known.has(name))?.name;
}

class NodesGrading {
  private readonly loaded: LoadedNodes;
  private readonly subject: Subject;
  private readonly options: GradeOptions;
  private readonly tally: Tally;
  private readonly failed = new Map<string, Failed>();
  private readonly problems = new Map<string, Problem>();
  private readonly log: CoverageLog;
  private readonly symptoms = new SymptomLog();
  private hash = '';
  private planned = 0;
  private overruns = 0;
  private eventsAfterFailure = 0;

  constructor(loaded: LoadedNodes, subject: Subject, options: GradeOptions) {
    this.loaded = loaded;
    this.subject = subject;
    this.options = options;
    this.tally = new Tally(loaded.scenarios);
    this.log = new CoverageLog(loaded.scenarios);
  }

  grade(): Report {
    const { scenarios, exercise } = this.loaded;
    checkModels(exercise, scenarios);
    const { runs } = this.options;
    const sampledByDefault = scenarios.reduce((sum, { sample }) => sum + (sample?.runs ?? 0), 0);
    const samplesOf = ({ sample }: AnyScenario): number => {
      if (sample === undefined) return 0;
      return runs === undefined
        ? sample.runs
        : Math.max(1, Math.round((sample.runs * runs) / sampledByDefault));
    };
    for (const scenario of scenarios)
      this.planned += (scenario.cases?.length ?? 1) + samplesOf(scenario) + countOf(scenario.commands);
    for (const part of tellingFirst(scenarios, this.loaded.misconceptions?.telling)) {
      if (this.enough()) break;
      if (part.kind === 'case') this.case(part);
      else if (part.kind === 'sweep') this.sweep(part);
      else this.commands(part);
    }
    for (const scenario of scenarios) this.samples(scenario, samplesOf(scenario));
    for (const scenario of scenarios) this.searches(scenario);
    const tell = this.options.stopWhenBroken === undefined;
    const failures = tell
      ? [...this.failed]
          .sort(([, a], [, b]) => a.at - b.at)
          .map(([property, failure]) => this.tellFailure(property, failure))
      : [];
    const problems = [...this.problems.values()];
    return buildReport({
      exercise,
      options: this.options,
      tally: this.tally,
      failures,
      problems,
      coverage: this.log.coverage(this.hash),
      ...(tell && { symptoms: this.symptoms.symptoms(), known: this.loaded.misconceptions?.known }),
    });
  }

  private seedOf({ id }: AnyScenario, kind: string, index: number): number {
    return seedsOf(this.options)(this.loaded.exercise.id, id, kind, index);
  }

  private case({ scenario, caseIndex, at }: Part): void {
    const seed = this.seedOf(scenario, 'case', caseIndex);
    const id = { scenario, caseIndex, seed };
    this.log.addPlain(scenario);
    const run = explore(this.subject, id);
    this.take('case', id, run, at);
    if (caseIndex === 0 && this.isRepeated(scenario)) this.runAgain(id, run);
  }

  private samples(scenario: AnyScenario, count: number): void {
    const { sample } = scenario;
    if (sample === undefined) return;
    const cases = scenario.cases?.length ?? 1;
    for (let i = 0; i < count && !this.enough(); i++) {
      const seed = this.seedOf(scenario, 'sample', i);
      const id = { scenario, caseIndex: i % cases, seed };
      this.log.addDrawn(scenario);
      this.take('sample', id, explore(this.subject, id, [sampler(sample.mix, seed)]));
    }
  }

  private commands({ scenario, at }: Part): void {
    const { commands } = scenario;
    if (commands === undefined) return;
    const { id: exercise } = this.loaded.exercise;
    const cases = scenario.cases?.length ?? 1;
    const made = { every: 0, core: 0, fresh: 0 };
    let index = 0;
    let complete = true;
    for (const sequence of sequencesOf(commands, { exercise, id: scenario.id }, (i) =>
      this.seedOf(scenario, 'commands', i),
    )) {
      if (this.enough()) {
        complete = false;
        break;
      }
      const { kind, seed } = sequence;
      const id = { scenario, caseIndex: index++ % cases, seed, commands: sequence.commands };
      made[kind]++;
      this.log.commanded++;
      const run = explore(this.subject, id);
      this.take('commands', id, run, at);
      if (index === 1 && this.isRepeated(scenario)) this.runAgain(id, run);
    }
    const { alphabet, length, exhaust: every } = commands;
    const runs = made.core + made.fresh;
    this.log.addSequences(
      scenario,
      {
        kind: 'every-sequence',
        runs: made.every,
        length: every?.length ?? 0,
        alphabet: alphabet.length,
        complete,
      },
      { kind: 'commands', runs, ...length, alphabet: alphabet.length, fresh: made.fresh },
    );
  }

  private sweep({ scenario, caseIndex, at }: Part): void {
    const { sweep } = scenario;
    if (sweep === undefined) return;
    const seed = this.seedOf(scenario, 'sweep', caseIndex);
    const id = { scenario, caseIndex, seed };
    const { base, faults } = sweepFaults(this.subject, id, sweep);
    const chosen = spreadOver(faults, sweep.runsMax, hash32(seed, 'rotation'));
    this.planned += chosen.length + 1;
    this.log.addSweep(scenario, `${scenario.id} ${caseIndex}`, faults);
    this.take('sweep', id, base, at);
    for (const fault of chosen) {
      if (this.enough()) return;
      this.log.addSwept(scenario, `${scenario.id} ${caseIndex}`, fault);
      this.take('sweep', id, explore(this.subject, id, [replayOf([fault])]), at);
    }
  }

  private searches(scenario: AnyScenario): void {
    const spec = scenario.exhaust;
    if (spec === undefined) return;
    const cases = scenario.cases?.length ?? 1;
    for (let caseIndex = 0; caseIndex < cases && !this.enough(); caseIndex++)
      this.search(scenario, caseIndex, spec);
  }

  private search(scenario: AnyScenario, caseIndex: number, spec: Exhaust): void {
    const drawn = this.seedOf(scenario, 'exhaust', caseIndex);
    // Even: with an odd seed the order at one instant depends on all that went before, and nothing is ever alike.
    const id = { scenario, caseIndex, seed: (drawn & ~1) >>> 0 };
    const reads = this.loaded.checks.reads?.bind(this.loaded.checks);
    const { runs, merged, complete } = exhaust(this.subject, id, spec, {
      reads,
      visit: (run) => {
        this.log.exhausted++;
        this.take('exhaust', id, run);
        if (this.enough()) return 'stop';
        return reads === undefined || this.readsNoMore(run, reads) ? 'on' : 'every-run';
      },
    });
    const { faults, between } = spec;
    this.log.addExhausted(scenario, {
      faults,
      kinds: kindsOf(spec),
      ...(between !== undefined && { between }),
      runs,
      merged,
      complete,
    });
  }

  /** Whether the checks find the same in a run when they are given only what they say they read. */
  private readsNoMore(run: Run, reads: (event: TraceEvent) => boolean): boolean {
    const { checks } = this.loaded;
    const outcome = (findings: readonly Finding[]): string =>
      findings.map(({ property, status }) => `${property} ${status}`).join();
    let further = false;
    const less: Run = {
      ...run,
      trace: run.trace.filter((event) => isCall(event) || reads(event)),
      get faults() {
        further = true;
        return run.faults;
      },
      get faultsOverUs() {
        further = true;
        return run.faultsOverUs;
      },
    };
    try {
      return outcome(checks.check(less)) === outcome(checks.check(run)) && !further;
    } catch {
      return false;
    }
  }

  /** Some scenarios of a grading, others with another seed: repeating all of them takes a fifth of its time. */
  private isRepeated(scenario: AnyScenario): boolean {
    const { scenarios } = this.loaded;
    const every = Math.ceil(scenarios.length / REPEATED_MAX);
    return (scenarios.indexOf(scenario) + hash32(this.options.seed, 'repeated')) % every === 0;
  }

  /**
   * Makes a run a second time. What a verdict rests on is that the same run comes out the same; a program cannot
   * change that, so a difference is a fault of the simulator or of the scenario.
   */
  private runAgain(id: RunId, run: Run): void {
    // Where an engine's own stack ends a run, it need not do so twice at the same call.
    if ('line' in run.ending) return;
    const again = explore(this.subject, id);
    if (!sameTrace(again.trace, run.trace)) {
      throw new HarnessError(
        `The same run of ${id.scenario.id} with seed ${id.seed} came out differently the second time.`,
      );
    }
    this.log.addRepeated(id.scenario);
  }

  private enough(): boolean {
    const { stopWhenBroken } = this.options;
    if (stopWhenBroken === '*' && this.tally.broken.size > 0) return true;
    if (stopWhenBroken !== undefined && this.tally.broken.has(stopWhenBroken)) return true;
    if (this.stepsTaken() > 1) return true;
    return this.overruns >= OVERRUNS_MAX || this.eventsAfterFailure > EVENTS_AFTER_FAILURE;
  }

  /** Steps of all runs so far, as a part of what a grading may take. */
  private stepsTaken(): number {
    const { exercise, runtime } = this.subject;
    const { stepsPerGrading } = { ...DEFAULT_LIMITS, ...exercise.limits };
    return runtime.meter.stepsOfAll / stepsPerGrading;
  }

  private judge(scenario: AnyScenario, run: Run): Finding[] {
    const builtIn = builtInFindings(run);
    // A run that was broken off says nothing about what would have come.
    if (run.ending.reason !== 'time' && run.ending.reason !== 'quiet') return builtIn;
    const findings = this.loaded.checks.check(run);
    const { judges } = scenario;
    return [
      ...builtIn,
      ...(judges === undefined ? findings : findings.filter((f) => judges.includes(f.property))),
    ];
  }

  private take(kind: RunKind, id: RunId, run: Run, at = Number.MAX_SAFE_INTEGER): void {
    const { scenario } = id;
    const { log } = this;
    log.runs++;
    log.events += run.trace.length;
    if (this.tally.broken.size > 0) this.eventsAfterFailure += run.trace.length;
    if (this.options.hashTraces === true) this.hash = traceHash(run.trace, this.hash);
    this.noteProblems(run);
    const finding: Finding | undefined =
      this.stepsTaken() > 1
        ? { property: 'within-limits', status: 'broken', code: 'steps-of-grading', data: {} }
        : undefined;
    const broken = this.tally.add(scenario, this.judge(scenario, run).concat(finding ?? []));
    this.symptoms.add(kind, scenario.id, id.caseIndex, broken);
    if (finding !== undefined) this.keepSimplest(finding.property, { at, id, run, finding });
    for (const { property } of broken) {
      if (property === 'within-limits') this.overruns++;
      this.keepSimplest(property, { at, id, run });
    }
    this.tellProgress(scenario);
  }

  /** At every run, those of shrinking too: a host takes silence for a hang. */
  private tellProgress({ visible, title, category }: AnyScenario): void {
    const { runs } = this.log;
    this.options.onProgress?.({
      runsDone: runs,
      runsPlanned: Math.max(this.planned, runs),
      trying: visible ? title : category,
      broken: this.tally.broken.size,
    });
  }

  /** Of the runs that break a property, one is told: not the first that was made, but that in the author's order. */
  private keepSimplest(property: string, failure: Failed): void {
    const known = this.failed.get(property);
    if (known !== undefined && known.at <= failure.at) return;
    this.failed.delete(property);
    this.failed.set(property, failure);
  }

  private noteProblems(run: Run): void {
    if (this.problems.size >= 3) return;
    for (const event of run.trace) {
      if (event.kind !== 'error' || !run.nodes.some((node) => node.id === event.node && node.role !== ''))
        continue;
      const key = `${event.line} ${event.text}`;
      if (this.problems.has(key) || this.problems.size >= 3) continue;
      const message = `An exception left the program (${event.where}): ${event.text}`;
      this.problems.set(key, { code: 'exception', message, ...(event.line > 0 && { line: event.line }) });
    }
  }

  private tellFailure(property: string, found: Failed): Failure {
    const { id, run, finding: told } = found;
    const { scenario } = id;
    if (told !== undefined) return this.describe(id, run, told);
    const breaks = (candidate: Run): Finding | undefined => {
      // Runs of a program that does too much take long: whoever watches is told that there is life.
      this.tellProgress(scenario);
      return this.judge(scenario, candidate).find(
        (finding) => finding.property === property && finding.status === 'broken',
      );
    };
    const again = replay(this.subject, id, run.faults);
    if (breaks(again) === undefined || !sameTrace(again.trace, run.trace)) {
      throw new HarnessError(
        `The run of ${scenario.id} with seed ${id.seed} did not replay: its faults gave another trace.`,
      );
    }
    const tries = property === 'within-limits' ? 12 : SHRINK_RUNS_MAX;
    const fewer = this.withFewerCommands(found, breaks, tries);
    const { faults } = shrinkFaults(
      fewer.run.faults,
      (candidate) => this.stepsTaken() < 2 && breaks(replay(this.subject, fewer.id, candidate)) !== undefined,
      tries - fewer.tries,
    );
    this.tellProgress(scenario);
    const shrunk = replay(this.subject, fewer.id, faults);
    const finding = breaks(shrunk);
    if (finding === undefined)
      throw new HarnessError(`The shrunk run of ${scenario.id} no longer breaks ${property}.`);
    this.symptoms.addShape(property, shapeOf(finding, shrunk));
    return this.describe(fewer.id, shrunk, finding);
  }

  /** A failed run with as few commands as will do. Each list brings its own faults. */
  private withFewerCommands(
    { id, run }: Failed,
    breaks: (run: Run) => Finding | undefined,
    triesMax: number,
  ): { readonly id: RunId; readonly run: Run; readonly tries: number } {
    const { commands } = id.scenario;
    if (commands === undefined || id.commands === undefined) return { id, run, tries: 0 };
    let smallest = { id, run };
    const { tries } = shrinkCommands(
      commands,
      id.commands,
      (candidate) => {
        const smaller = { ...id, commands: candidate };
        if (this.stepsTaken() >= 2) return false;
        const made = explore(this.subject, smaller);
        if (breaks(made) === undefined) return false;
        smallest = { id: smaller, run: made };
        return true;
      },
      triesMax,
    );
    return { ...smallest, tries };
  }

  /** A run that breaks a property, told as it is. */
  private describe(id: RunId, shrunk: Run, finding: Finding): Failure {
    const { scenario } = id;
    const { property } = finding;
    const summary = explainBuiltIn(finding) ?? this.loaded.checks.explain(finding, shrunk);
    const told = tellEvents(finding, shrunk, this.loaded.checks, summary);
    const endingLine = 'line' in shrunk.ending ? shrunk.ending.line : 0;
    return {
      property,
      scenario: scenario.visible ? scenario.title : scenario.category,
      visible: scenario.visible,
      seed: id.seed,
      summary,
      ...(id.commands !== undefined && {
        commands: id.commands.map((command) => tellCommand(scenario.commands?.alphabet ?? [], command)),
      }),
      faults: shrunk.faults.slice(0, FAULTS_TOLD_MAX),
      story: told.map(({ sentence }) => sentence),
      line: endingLine > 0 ? endingLine : lineOf(finding, shrunk),
      traceHash: traceHash(shrunk.trace),
      ...(this.options.withTraces === true && { run: recordRun(shrunk, finding, told) }),
      ...(shrunk.faults.length <= FAULTS_TOLD_MAX && { token: this.tokenOf(id, shrunk.faults) }),
    };
  }

  private tokenOf({ scenario, caseIndex, seed, commands }: RunId, faults: readonly Fault[]): string {
    const { id: exercise, version: exerciseVersion } = this.loaded.exercise;
    const { rates } = this.subject;
    return encodeReplay({
      exercise,
      exerciseVersion,
      scenario: scenario.id,
      caseIndex,
      seed,
      faults,
      ...(commands !== undefined && { commands }),
      ...(rates !== undefined && rates !== 'drawn' && { rates }),
    });
  }

  /** How late each message of a run may come before one of the exercise's properties breaks. */
  private howLate(id: RunId, run: Run): LatenessFound {
    return howLate({
      events: run.trace,
      faults: run.faults,
      breaksWith: (faults) => {
        this.tellProgress(id.scenario);
        return this.judge(id.scenario, replay(this.subject, id, faults))
          .filter(({ status }) => status === 'broken')
          .map(({ property }) => property);
      },
      mayAsk: () => this.stepsTaken() < 1,
    });
  }

  /** One run, judged by itself: a property that it does not exercise is no failure. */
  replay(asked: RunReplay): Report {
    const { exercise, scenarios } = this.loaded;
    const { caseIndex, seed, faults, commands } = asked;
    const scenario = scenarios.find(({ id }) => id === asked.scenario);
    const misfit = misfitOf(asked, exercise, scenario);
    if (scenario === undefined || misfit !== undefined) throw new TokenError(misfit);
    const id = { scenario, caseIndex, seed, ...(commands !== undefined && { commands }) };
    const stepLog = createStepLog();
    const noCrash = createNoCrashLog(scenario.mayCrash);
    const watch = combine([stepLog.watch, noCrash.watch]);
    const run =
      this.options.withOwnFaults === true
        ? explore(this.subject, id, [watch])
        : replay(this.subject, id, faults, watch);
    this.log.addPlain(scenario);
    this.take(commands === undefined ? 'case' : 'commands', id, run);
    const idle = run.unfired.length;
    if (idle > 0) {
      const which = idle === faults.length ? 'None' : `Only ${faults.length - idle}`;
      const message = `${which} of the ${faults.length} faults happened: this program does not come to where the others strike.`;
      this.problems.set('faults', { code: 'faults-not-met', message });
    }
    const failures = this.judge(scenario, run)
      .filter(({ status }) => status === 'broken')
      .map((finding) => this.describe(id, run, finding));
    const report = buildReport({
      exercise,
      options: this.options,
      tally: this.tally,
      failures,
      problems: [...this.problems.values()],
      coverage: this.log.coverage(traceHash(run.trace)),
    });
    const { withTraces, withLateness } = this.options;
    const replayed = withTraces === true && {
      replayed: {
        ...(withLateness === true && failures.length === 0 && { lateness: this.howLate(id, run) }),
        run: { ...(failures[0]?.run ?? recordRun(run)), steps: stepLog.steps(), noCrash: noCrash.spans() },
        unfired: run.unfired,
      },
    };
    if (report.verdict === 'error') return { ...report, ...replayed };
    return { ...report, ...replayed, verdict: failures.length > 0 ? 'fail' : 'pass', score: null };
  }
}
