import type { ReactNode } from 'react';
import type { Progress } from '../../grader/report.ts';
import type { Step } from '../../sandbox/host.ts';
import styles from './result.module.css';
import { count } from './verdict/words.ts';

/** Steps in words. */
export const STEP_WORDS: Record<Step, string> = {
  'fetching-compiler':
    'Getting the compiler ready. The first time in this browser it is fetched: 3.7 MB, once.',
  compiling: 'Compiling…',
  starting: 'Starting the simulator…',
  running: 'Running…',
};

interface Props {
  readonly step: Step;
  readonly progress: Progress | undefined;
}

/** What is being done, and how far it is. */
export default function Working({ step, progress }: Props): ReactNode {
  return (
    <div className={styles.working}>
      <p className={styles.step}>{STEP_WORDS[step]}</p>
      {progress === undefined ? (
        <progress className={styles.bar} aria-label="Grading" />
      ) : (
        <>
          <progress
            className={styles.bar}
            aria-label="Grading"
            max={Math.max(1, progress.runsPlanned)}
            value={Math.min(progress.runsDone, progress.runsPlanned)}
          />
          <p className={styles.trying}>
            <span className={styles.number}>
              {count(progress.runsDone)} of {count(progress.runsPlanned)} runs
            </span>
            <span>{progress.trying}</span>
            {progress.broken > 0 ? (
              <span>
                {progress.broken === 1 ? '1 property' : `${progress.broken} properties`} broken so far
              </span>
            ) : null}
          </p>
        </>
      )}
    </div>
  );
}
