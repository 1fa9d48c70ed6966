import type { ReactNode } from 'react';
import type { Grading } from '../../hooks/useGrading.ts';
import type { WorkshopData } from './data.ts';
import styles from './result.module.css';
import Verdict from './verdict/Verdict.tsx';
import { tellVerdict, VERDICT_LABELS } from './verdict/words.ts';
import Working, { STEP_WORDS } from './Working.tsx';

interface Props {
  readonly data: WorkshopData;
  readonly grading: Grading;
  /** Nothing has been written yet. */
  readonly isStarter: boolean;
  /** The program is no longer the one that was judged. */
  readonly changed: boolean;
  readonly onHint: ((hint?: number) => void) | undefined;
  readonly goTo: (line: number, column?: number) => void;
  readonly onSeed: (seed: string) => void;
  readonly onRun: () => void;
}

/** The third region: what is going on, and what came of it. */
export default function Result(props: Props): ReactNode {
  const { grading } = props;
  return (
    <div className={styles.result} data-phase={grading.phase}>
      {/* For those who go by headings: the brief’s may be out of sight. */}
      <h3 className={styles.unseen}>Result</h3>
      <p className={styles.unseen} role="status">
        {announce(grading)}
      </p>
      <Shown {...props} />
    </div>
  );
}

function Shown({ grading, isStarter, ...rest }: Props): ReactNode {
  switch (grading.phase) {
    case 'idle':
      return (
        <p className={styles.quiet}>
          {isStarter
            ? 'Run the starter as it is first: its counterexample shows what is missing.'
            : 'Run your program; the verdict appears here.'}
        </p>
      );
    case 'stopped':
      return <p className={styles.quiet}>Stopped. Nothing was judged.</p>;
    case 'working':
      return <Working step={grading.step} progress={grading.progress} />;
    case 'done':
      return <Verdict key={grading.run} report={grading.report} graded={grading.graded} {...rest} />;
  }
}

/** For screen readers: the step and the verdict, not the numbers that run. */
function announce(grading: Grading): string {
  switch (grading.phase) {
    case 'idle':
      return '';
    case 'stopped':
      return 'Stopped.';
    case 'working':
      return STEP_WORDS[grading.step];
    case 'done':
      return `${VERDICT_LABELS[grading.report.verdict]}. ${tellVerdict(grading.report)}`;
  }
}
