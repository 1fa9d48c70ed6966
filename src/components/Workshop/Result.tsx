import type { ReactNode } from 'react';
import type { Grading } from '../../hooks/useGrading.ts';
import styles from './result.module.css';
import Verdict from './verdict/Verdict.tsx';
import Working from './Working.tsx';

interface Props {
  readonly grading: Grading;
  /** The program is no longer the one that was judged. */
  readonly changed: boolean;
  readonly hasHints: boolean;
  readonly goTo: (line: number, column?: number) => void;
  readonly onSeed: (seed: string) => void;
  readonly onRun: () => void;
}

/** The third region: what is going on, and what came of it. */
export default function Result({ grading, changed, hasHints, goTo, onSeed, onRun }: Props): ReactNode {
  return (
    <div className={styles.result} data-phase={grading.phase}>
      {grading.phase === 'idle' ? (
        <p className={styles.quiet}>Run the starter as it is first: its counterexample shows what is missing.</p>
      ) : grading.phase === 'stopped' ? (
        <p className={styles.quiet} role="status">
          Stopped. Nothing was judged.
        </p>
      ) : grading.phase === 'working' ? (
        <Working step={grading.step} progress={grading.progress} />
      ) : (
        <Verdict report={grading.report} changed={changed} hasHints={hasHints} goTo={goTo} onSeed={onSeed} onRun={onRun} />
      )}
    </div>
  );
}
