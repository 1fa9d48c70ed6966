import type { Programs } from '@generated/partial-failure-exercises/default/programs.js';
import CodeBlock from '@theme/CodeBlock';
import { useMemo, useRef, useState, type ReactNode } from 'react';
import { glyphOfFault } from '../../diagram/glyphs.ts';
import type { RecordedRun } from '../../diagram/recorded-run.ts';
import { later, type LatenessFound } from '../../explore/lateness.ts';
import { offersAtEvent, offersOnLane } from '../../explore/offers.ts';
import { exclusion } from '../../explore/system-model.ts';
import { encodeReplay, type RunReplay } from '../../grader/replay-token.ts';
import { useReplay } from '../../hooks/useReplay.ts';
import { isSame } from '../Faults/change.ts';
import SpaceTime, { useView, type Actions } from '../SpaceTime/index.tsx';
import { STEP_WORDS } from '../Workshop/Working.tsx';
import ReplayToken from '../Workshop/verdict/ReplayToken.tsx';
import Chooser, { Reveal, type ChosenRun } from './Chooser.tsx';
import FaultPanel from './FaultPanel.tsx';
import { writeLink, type PlaygroundLink } from './link.ts';
import LatenessPanel from './LatenessPanel.tsx';
import Outcome from './Outcome.tsx';
import ProgramText from './ProgramText.tsx';
import { useScenarios } from './scenarios.ts';
import Share from './Share.tsx';
import styles from './styles.module.css';
import { useFaults } from './useFaults.ts';
import { useMakeRun } from './useMakeRun.ts';
import { useProgram, type Choice } from './useProgram.ts';
import { tellOffer } from './words.ts';

interface Props {
  readonly programs: Programs;
  /** The reader’s own program. */
  readonly draft: string | undefined;
  readonly exercises: readonly { readonly id: string; readonly title: string }[];
  readonly onExercise: (id: string) => void;
  readonly link: PlaygroundLink | undefined;
  readonly replay: RunReplay | undefined;
}

/** One exercise's programs under chosen faults: what is chosen, the run, what came of it. */
export default function Table({ programs, draft, exercises, onExercise, link, replay }: Props): ReactNode {
  const { exercise } = programs;
  const program = useProgram(programs, draft, link);
  const scenarios = useScenarios(exercise.id);
  const [asked, setAsked] = useState<ChosenRun | undefined>(replay);
  const chosen = useFaults(replay?.faults ?? []);
  const { faults } = chosen;
  const first =
    scenarios?.find(({ id }) => id === programs.naive?.scenario) ??
    scenarios?.find(({ visible }) => visible) ??
    scenarios?.[0];
  const runOf = asked ?? (first && { scenario: first.id, caseIndex: 0, seed: 1 });
  const model = scenarios?.find(({ id }) => id === runOf?.scenario)?.model;
  const { scenario, caseIndex, seed } = runOf ?? {};
  const rates = replay?.rates;
  // Commands belong to their scenario: another one has others.
  const commands = replay?.scenario === scenario ? replay?.commands : undefined;
  const wanted = useMemo(
    (): RunReplay | undefined =>
      scenario === undefined || caseIndex === undefined || seed === undefined
        ? undefined
        : {
            exercise: exercise.id,
            exerciseVersion: exercise.version,
            scenario,
            caseIndex,
            seed,
            faults,
            ...(commands !== undefined && { commands }),
            ...(rates !== undefined && { rates }),
          },
    [exercise, scenario, caseIndex, seed, commands, rates, faults],
  );
  const { makeRun, step } = useMakeRun(exercise, program.source);
  const { report, isBehind } = useReplay(makeRun, wanted);
  const made = report?.replayed?.run;
  const [late, setLate] = useState<{ readonly run: RecordedRun; readonly found: LatenessFound }>();
  const lateness = late?.run === made ? late?.found : undefined;
  const run = useMemo(() => made && withSpare(made, lateness), [made, lateness]);
  const unfired = report?.replayed?.unfired ?? [];
  // Of the run that is seen, not of one that is still being made.
  const findLateness =
    makeRun && wanted && !isBehind ? () => makeRun(wanted, { withLateness: true }) : undefined;
  const view = useView();
  const [line, setLine] = useState(0);
  const code = useRef<HTMLDetailsElement>(null);

  const whyOutside = useMemo(
    () => faults.map((fault) => (model === undefined ? undefined : exclusion(model, fault))),
    [faults, model],
  );
  const { add } = chosen;
  const actions = useMemo(
    (): Actions => ({
      title: 'What can go wrong here',
      at: (place) => {
        if (run === undefined) return [];
        const offers =
          place.kind === 'event'
            ? offersAtEvent(run, place.event)
            : offersOnLane(run, place.node, tidy(place.fromUs), tidy(place.untilUs ?? place.fromUs));
        return offers.map((fault) => ({
          label: tellOffer(fault),
          glyph: glyphOfFault(fault),
          ...(model !== undefined &&
            exclusion(model, fault) !== undefined && { note: 'outside the system model' }),
          act: () => add(fault),
        }));
      },
    }),
    [run, model, add],
  );
  const onLine = (to: number): void => {
    setLine(to);
    if (code.current === null) return;
    code.current.open = true;
    code.current.scrollIntoView({ block: 'nearest' });
  };
  const token = wanted === undefined ? undefined : encodeReplay(wanted);

  return (
    <>
      <Chooser
        exercise={exercise.id}
        exercises={exercises}
        onExercise={onExercise}
        program={program}
        scenarios={scenarios}
        run={runOf}
        onRun={setAsked}
      />
      <Reveal program={program} />
      {program.choice === 'link' && !program.isAllowed ? (
        <section className={styles.ask} aria-label="A program from a link">
          <p>
            This link brings a program by whoever made it. It runs walled off, in this browser alone. Read it
            first.
          </p>
          <CodeBlock language="ts" showLineNumbers>
            {program.linked ?? ''}
          </CodeBlock>
          <button type="button" className={styles.button} onClick={program.allow}>
            Run it
          </button>
        </section>
      ) : null}
      <div className={styles.work}>
        <div className={styles.seen}>
          <Outcome
            report={report}
            isBehind={isBehind}
            waiting={step === undefined || report !== undefined ? undefined : STEP_WORDS[step]}
            isOutside={faults.some(
              (fault, index) => whyOutside[index] !== undefined && !unfired.some((one) => isSame(one, fault)),
            )}
            onLine={onLine}
          />
          {run === undefined ? null : (
            <SpaceTime
              // Another scenario is another story: it is read from its beginning, as the reader likes to look.
              key={`${scenario} ${caseIndex}`}
              view={view}
              run={run}
              label={`The run of ${exercise.id}`}
              actions={actions}
              onLine={onLine}
            />
          )}
          {made === undefined || report?.verdict !== 'pass' || findLateness === undefined ? null : (
            <LatenessPanel
              run={made}
              lateness={lateness}
              onFound={(found) => setLate({ run: made, found })}
              find={findLateness}
              model={model}
              holdUp={(message, byMs) => chosen.replace(later(faults, message, byMs))}
            />
          )}
        </div>
        <FaultPanel
          key={`${scenario} ${caseIndex}`}
          chosen={chosen}
          whyOutside={whyOutside}
          unfired={unfired}
          suggests={program.choice === 'naive'}
          findOwn={makeRun && wanted && (() => makeRun(wanted, { withOwnFaults: true }))}
        />
      </div>
      {program.source === undefined ? null : (
        <ProgramText
          // A program that was chosen anew is read first.
          key={program.base}
          exercise={exercise.id}
          source={program.source}
          line={line}
          loadTypes={programs.loadTypes}
          onRun={program.edit}
          details={code}
        />
      )}
      {token === undefined ? null : (
        <section className={styles.share} aria-label="Share">
          <Share
            hasCode={isOwn(program.choice)}
            fragment={() => writeLink({ token, ...sharedOf(program.choice, program.source) })}
          />
          <ReplayToken token={token} />
        </section>
      )}
    </>
  );
}

/** The run with what its messages have to spare, for the picture. */
function withSpare(run: RecordedRun, lateness: LatenessFound | undefined): RecordedRun {
  const spareMs = new Map(
    (lateness?.messages ?? [])
      .filter(({ limitMs }) => limitMs !== undefined)
      .map(({ message, unharmedMs }) => [message, unharmedMs]),
  );
  return spareMs.size === 0 ? run : { ...run, spareMs };
}

/** An instant that was pointed at, to a tenth of a ms. */
function tidy(us: number): number {
  return Math.round(us / 100) * 100;
}

/** Whether a program is not one of the course's, so that a link has to bring its text. */
function isOwn(choice: Choice): choice is 'draft' | 'link' | 'edited' {
  return choice === 'draft' || choice === 'link' || choice === 'edited';
}

function sharedOf(
  choice: ReturnType<typeof useProgram>['choice'],
  source: string | undefined,
): Pick<PlaygroundLink, 'program' | 'code'> {
  if (!isOwn(choice)) return { program: choice };
  return { program: 'own', code: source ?? '' };
}
