import type { ReactNode } from 'react';
import type { Values } from '../../labs/controls.ts';
import { UNSURE, type Outcome, type Question } from '../../labs/lab.ts';
import styles from './styles.module.css';

/** What the reader said, and of which settings. */
export interface Guess {
  readonly choice: string;
  readonly values: Values;
  /** Those are still set. */
  readonly isHere: boolean;
}

interface Props {
  readonly question: Question;
  readonly guess: Guess | undefined;
  /** Absent until it may be told. */
  readonly outcome: Outcome | undefined;
  readonly onGuess: (choice: string) => void;
}

/** The question, the reader's answer, and then the true one marked. It is answered once: that makes the run. */
export default function Prediction({ question, guess, outcome, onGuess }: Props): ReactNode {
  return (
    <fieldset className={styles.question}>
      <legend>{question.text}</legend>
      <div className={styles.answers}>
        {answersTo(question).map(({ id, label }) => (
          <button
            key={id}
            type="button"
            aria-pressed={guess?.isHere === true && guess.choice === id}
            aria-disabled={guess !== undefined}
            data-answer={outcome?.answer === id ? 'true' : undefined}
            onClick={() => {
              if (guess === undefined) onGuess(id);
            }}
          >
            {label}
            {outcome?.answer === id ? <Tick /> : null}
          </button>
        ))}
      </div>
    </fieldset>
  );
}

/** All that can be answered to a question. */
export function answersTo({ choices }: Question): Question['choices'] {
  return [...choices, { id: UNSURE, label: 'I cannot say' }];
}

/** Drawn, so that no font can lack it. */
function Tick(): ReactNode {
  return (
    <svg viewBox="0 0 16 16" className={styles.tick} aria-hidden="true">
      <path d="M3 8.5l3.2 3.5L13 4.5" />
    </svg>
  );
}
