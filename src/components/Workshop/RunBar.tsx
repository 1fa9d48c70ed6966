import { useId, type ReactNode } from 'react';
import type { Grading } from '../../hooks/useGrading.ts';
import { isMac } from './platform.ts';
import styles from './styles.module.css';

interface Props {
  readonly grading: Grading;
  readonly seed: string;
  readonly onSeed: (seed: string) => void;
  readonly onRun: () => void;
  readonly onStop: () => void;
  readonly onWarm: () => void;
}

/** Below the editor: the one primary action, and the seed that it runs with. */
export default function RunBar({ grading, seed, onSeed, onRun, onStop, onWarm }: Props): ReactNode {
  const id = useId();
  const working = grading.phase === 'working';
  return (
    <div className={styles.runBar}>
      {working ? (
        <button type="button" className={styles.stop} onClick={onStop}>
          Stop
        </button>
      ) : (
        <button type="button" className={styles.run} onClick={onRun} onFocus={onWarm}>
          Run
        </button>
      )}
      <span className={styles.keys}>
        <kbd>{isMac() ? 'Cmd' : 'Ctrl'}</kbd> <kbd>Enter</kbd> runs
      </span>
      <span className={styles.keys}>
        <kbd>Ctrl</kbd> {isMac() ? <kbd>Shift</kbd> : null} <kbd>M</kbd> lets <kbd>Tab</kbd> leave the editor
      </span>
      <span className={styles.seed}>
        <label htmlFor={id}>Seed</label>
        <input
          id={id}
          type="text"
          inputMode="numeric"
          value={seed}
          maxLength={32}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => onSeed(event.target.value)}
          onBlur={() => {
            if (seed.trim() === '') onSeed('1');
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !working) onRun();
          }}
        />
      </span>
    </div>
  );
}
