/** The faults that a picture offers: each of them, added to those of the run, happens when the run is made again. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import fencing from '../../../exercises/fencing-token/exercise.ts';
import fencingScenarios from '../../../exercises/fencing-token/scenarios.ts';
import first from '../../../exercises/first-timeout/exercise.ts';
import firstScenarios from '../../../exercises/first-timeout/scenarios.ts';
import reply from '../../../exercises/no-reply/exercise.ts';
import replyScenarios from '../../../exercises/no-reply/scenarios.ts';
import quorum from '../../../exercises/quorum-register/exercise.ts';
import quorumScenarios from '../../../exercises/quorum-register/scenarios.ts';
import type { NodesExercise } from '../../../src/explore/exercise.ts';
import { createNoCrashLog } from '../../../src/explore/no-crash-log.ts';
import { offersAtEvent, offersOnLane, type SeenRun } from '../../../src/explore/offers.ts';
import { DEFAULT_LIMITS, replay, type RunId, type Subject } from '../../../src/explore/run.ts';
import type { AnyScenario } from '../../../src/explore/scenario.ts';
import { createStepLog } from '../../../src/explore/step-log.ts';
import { compileProgram } from '../../../src/grader/compile/compile-program.ts';
import { createRuntime } from '../../../src/grader/runtime.ts';
import { loadEsbuildInNode } from '../../../src/sandbox/node-esbuild.ts';
import { combine } from '../../../src/sim/decider.ts';
import type { Fault } from '../../../src/sim/fault.ts';
import { traceHash } from '../../../src/sim/trace.ts';
import { evaluatePlain, plainHost } from '../../support/evaluate-plain.ts';
import { root } from '../../support/figures.ts';

const EXERCISES: readonly (readonly [NodesExercise, readonly AnyScenario[], file: string])[] = [
  [first, firstScenarios, 'solutions/first-timeout.ts'],
  [first, firstScenarios, 'exercises/first-timeout/starter.ts'],
  [reply, replyScenarios, 'solutions/no-reply.ts'],
  [reply, replyScenarios, 'exercises/no-reply/mutants/fresh-key-per-attempt.ts'],
  [quorum, quorumScenarios, 'solutions/quorum-register.ts'],
  [quorum, quorumScenarios, 'exercises/quorum-register/mutants/memory-only.ts'],
  [fencing, fencingScenarios, 'solutions/fencing-token.ts'],
];

async function subjectOf(exercise: NodesExercise, file: string): Promise<Subject> {
  const result = await compileProgram(await loadEsbuildInNode(), readFileSync(join(root, file), 'utf8'), {
    fileName: file,
    helpers: Object.keys(exercise.helpers ?? {}),
  });
  if (!result.ok) throw new Error(`${file} does not compile.`);
  const runtime = createRuntime({ ...DEFAULT_LIMITS, ...exercise.limits }, plainHost);
  return { exercise, factory: evaluatePlain(result.program.code), runtime };
}

let subjects: readonly (readonly [Subject, readonly AnyScenario[]])[];
beforeAll(async () => {
  subjects = await Promise.all(
    EXERCISES.map(
      async ([exercise, scenarios, file]) => [await subjectOf(exercise, file), scenarios] as const,
    ),
  );
}, 120_000);

interface Seen extends SeenRun {
  readonly unfired: readonly Fault[];
}

function see(subject: Subject, id: RunId, faults: readonly Fault[]): Seen {
  const steps = createStepLog();
  const noCrash = createNoCrashLog(id.scenario.mayCrash);
  const watch = combine([steps.watch, noCrash.watch]);
  const { trace: events, ...run } = replay(subject, id, faults, watch);
  return { ...run, events, steps: steps.steps(), noCrash: noCrash.spans() };
}

/** Draws a program, one of its scenarios, and a fault that is offered; adds a few of them; gives each run to `look`. */
function play(
  draws: readonly number[],
  look: (run: Seen, added: Fault | undefined, id: RunId, subject: Subject) => void,
): void {
  let at = 0;
  const pick = <T>(from: readonly T[]): T | undefined => from[(draws[at++] ?? 0) % Math.max(1, from.length)];
  const [subject, scenarios] = pick(subjects) ?? [];
  const scenario = pick(scenarios ?? []);
  if (subject === undefined || scenario === undefined) return;
  const caseIndex = (draws[at++] ?? 0) % (scenario.cases?.length ?? 1);
  const id = { scenario, caseIndex, seed: draws[at++] ?? 0 };
  let faults: readonly Fault[] = [];
  let run = see(subject, id, faults);
  look(run, undefined, id, subject);
  for (let round = 0; round < 3; round++) {
    const event = pick(run.events);
    if (event === undefined) return;
    const isLane = (draws[at++] ?? 0) % 3 === 0 && event.node !== '';
    const added = pick(
      isLane
        ? offersOnLane(run, event.node, event.atUs + ((draws[at++] ?? 0) % 2_000), event.atUs + 90_000)
        : offersAtEvent(run, event),
    );
    if (added === undefined) continue;
    faults = [...faults, added];
    run = see(subject, id, faults);
    look(run, added, id, subject);
  }
}

const anyDraws = fc.array(fc.nat(0xffff_fffe), { minLength: 24, maxLength: 24 });

describe('offers', () => {
  it('happen, each of them, beside those that were chosen before', () => {
    const kinds = new Set<string>();
    fc.assert(
      fc.property(anyDraws, (draws) =>
        play(draws, (run, added, id) => {
          if (added === undefined) return;
          kinds.add(`${added.kind}${'at' in added ? ('step' in added.at ? ' step' : ' time') : ''}`);
          expect(
            run.unfired,
            JSON.stringify([id.scenario.id, id.caseIndex, id.seed, added]),
          ).not.toContainEqual(added);
        }),
      ),
      { seed: 11, numRuns: 300 },
    );
    expect([...kinds].sort()).toEqual([
      'clock-step time',
      'corrupt',
      'crash step',
      'crash time',
      'delay',
      'drop',
      'duplicate',
      'partition',
      'pause step',
      'pause time',
    ]);
  });

  it('are no crashes where the scenario allows none: there a crash would not happen', () => {
    const tried = { kept: 0, refused: 0 };
    fc.assert(
      fc.property(anyDraws, (draws) =>
        play(draws, (run, added, id, subject) => {
          if (added !== undefined || id.scenario.mayCrash === undefined) return;
          const event = run.events[(draws[23] ?? 0) % run.events.length];
          if (event === undefined || event.node === '') return;
          // A node counts as started only just after the event that says so: until the next one nobody looks.
          if (run.events.some(({ kind, atUs }) => kind === 'started' && atUs === event.atUs)) return;
          const offers = offersAtEvent(run, event);
          const pause = offers.find(({ kind }) => kind === 'pause');
          if (pause?.kind !== 'pause') return;
          const crash: Fault = { kind: 'crash', at: pause.at, restartAfterMs: null };
          const isOffered = offers.some(({ kind }) => kind === 'crash');
          expect(see(subject, id, [crash]).unfired, JSON.stringify([id, crash])).toEqual(
            isOffered ? [] : [crash],
          );
          tried[isOffered ? 'kept' : 'refused']++;
        }),
      ),
      { seed: 14, numRuns: 800 },
    );
    expect(tried.kept).toBeGreaterThan(30);
    expect(tried.refused).toBeGreaterThan(10);
  });

  it('at a step strike just before the event: it no longer comes then, and nothing before it changes', () => {
    let struck = 0;
    fc.assert(
      fc.property(anyDraws, (draws) =>
        play(draws, (run, added, id, subject) => {
          if (added !== undefined) return;
          const event = run.events[(draws[23] ?? 0) % run.events.length];
          if (event === undefined) return;
          const pause = offersAtEvent(run, event).find(
            ({ kind, ...rest }) => kind === 'pause' && 'at' in rest,
          );
          if (pause?.kind !== 'pause' || !('step' in pause.at)) return;
          const paused = see(subject, id, [pause]);
          const same = ({ kind, node, atUs }: (typeof run.events)[number]): string =>
            `${kind} ${node} ${atUs}`;
          const earlier = run.events.filter(({ atUs }) => atUs < event.atUs).map(same);
          expect(paused.events.slice(0, earlier.length).map(same)).toEqual(earlier);
          expect(paused.events.find(({ kind }) => kind === 'pause')?.atUs).toBe(event.atUs);
          struck++;
        }),
      ),
      { seed: 12, numRuns: 120 },
    );
    expect(struck).toBeGreaterThan(40);
  });

  it('are looked for without changing the run', () => {
    fc.assert(
      fc.property(anyDraws, (draws) =>
        play(draws, (run, added, id, subject) => {
          if (added !== undefined) return;
          expect(traceHash(run.events)).toBe(traceHash(replay(subject, id, []).trace));
        }),
      ),
      { seed: 13, numRuns: 40 },
    );
  });
});
