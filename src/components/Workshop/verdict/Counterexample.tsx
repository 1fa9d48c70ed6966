import { useMemo, useState, type ReactNode } from 'react';
import type { Failure } from '../../../grader/report.ts';
import type { Graded } from '../../../hooks/useGrading.ts';
import FaultList from '../../Faults/FaultList.tsx';
import SpaceTime, { useSelection } from '../../SpaceTime/index.tsx';
import styles from '../result.module.css';
import ReplayToken from './ReplayToken.tsx';
import Story from './Story.tsx';
import ToPlayground from './ToPlayground.tsx';
import { useTrial } from './useTrial.ts';
import { Contrast, Faults } from './WhyNot.tsx';
import { tellPlace } from './words.ts';

interface Props {
  readonly failure: Failure;
  /** What the broken property says. */
  readonly means: string;
  readonly goTo: (line: number) => void;
  /** The program that was graded. */
  readonly graded: Graded;
  /** The one to look at first stands open, and its summary is the verdict's line. */
  readonly open?: boolean;
}

/** The smallest run found that breaks a property: which faults, and what happened. */
export default function Counterexample(props: Props): ReactNode {
  const { failure, means, goTo, graded, open = false } = props;
  const { property, faults, story, summary, line, run } = failure;
  const selection = useSelection();
  const trial = useTrial(failure, graded.makeRun);
  const [seen, setSeen] = useState(open);
  const words = useMemo(
    () => new Map(run?.told.map((seq, index) => [seq, story[index]?.text ?? ''])),
    [run, story],
  );
  const told = (
    <>
      <dl className={styles.which}>
        <div>
          <dt>Broken property</dt>
          <dd>
            <code>{property}</code> <span className={styles.means}>{means}</span>
          </dd>
        </div>
        <div>
          <dt>{failure.visible ? 'Scenario' : 'Hidden category'}</dt>
          <dd>{failure.scenario}</dd>
        </div>
        {line > 0 ? (
          <div>
            <dt>Your line</dt>
            <dd>
              <button type="button" className={styles.lineLink} onClick={() => goTo(line)}>
                line {line}
              </button>
            </dd>
          </div>
        ) : null}
      </dl>
      {failure.commands === undefined ? null : (
        <p className={styles.takes}>What was done, as it was drawn: {failure.commands.join('; ')}.</p>
      )}
      {faults.length === 0 ? (
        failure.case === undefined ? (
          <p className={styles.faultless}>It takes no fault at all.</p>
        ) : null
      ) : (
        <>
          <p className={styles.takes}>
            It takes {faults.length === 1 ? 'one fault' : `${faults.length} faults`}:
          </p>
          {trial === undefined ? (
            <FaultList label="Faults of this run" faults={faults.map((fault) => ({ fault }))} />
          ) : (
            <Faults trial={trial} />
          )}
        </>
      )}
      {trial?.changed === true ? (
        <Contrast trial={trial} words={words} selection={selection} onLine={goTo} />
      ) : null}
      <div className={styles.drawn}>
        <Story story={story} goTo={goTo} run={run} selection={selection} />
        {run === undefined || !seen || trial?.changed === true ? null : (
          <SpaceTime
            run={run}
            label={`The run that breaks ${property}`}
            words={words}
            selection={selection}
            onLine={goTo}
          />
        )}
      </div>
      <ReplayToken token={failure.token} />
      {failure.token === undefined || graded.makeRun === undefined || !seen ? null : (
        <ToPlayground token={failure.token} source={graded.source} />
      )}
    </>
  );
  if (open) {
    return (
      <section className={styles.part}>
        <h4>How it happened</h4>
        {told}
      </section>
    );
  }
  return (
    <details className={styles.other} onToggle={(event) => setSeen(event.currentTarget.open)}>
      <summary>
        {summary} <span className={styles.where}>{tellPlace(failure)}</span>
      </summary>
      {told}
    </details>
  );
}
