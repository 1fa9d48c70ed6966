import type { ReactNode } from 'react';
import type { Outcome, Question } from '../../labs/lab.ts';
import styles from './styles.module.css';

/** What the reader said; without a choice she only wanted to see. */
export interface Guess {
  readonly choice: string | undefined;
}

interface Props {
  readonly question: Question;
  readonly guess: Guess | undefined;
  /** Absent until it may be told. */
  readonly outcome: Outcome | undefined;
  /** Not the first run. */
  readonly isAgain: boolean;
  readonly onGuess: (choice: string | undefined) => void;
}

/** The question, the reader's answer, and then the true one marked. Saying what one expects makes the run. */
export default function Prediction(props: Props): ReactNode {
  const { question, guess, outcome, isAgain, onGuess } = props;
  const told = outcome !== undefined;
  return (
    <fieldset className={styles.question}>
      <legend>{question.text}</legend>
      <div className={styles.answers}>
        {question.choices.map(({ id, label }) => (
          <button
            key={id}
            type="button"
            aria-pressed={guess?.choice === id}
            data-answer={told && outcome.answer === id ? 'true' : undefined}
            onClick={() => {
              if (!told) onGuess(id);
            }}
          >
            {label}
            {told && outcome.answer === id ? <Tick /> : null}
          </button>
        ))}
      </div>
      {/* It keeps its place: what can be set stands below it, and must not move while it is being set. */}
      <button type="button" className={styles.quiet} data-hidden={told} onClick={() => onGuess(undefined)}>
        {isAgain ? 'Just run it' : 'I cannot say; run it'}
      </button>
    </fieldset>
  );
}

/** Drawn, so that no font can lack it. */
function Tick(): ReactNode {
  return (
    <svg viewBox="0 0 16 16" className={styles.tick} aria-hidden="true">
      <path d="M3 8.5l3.2 3.5L13 4.5" />
    </svg>
  );
}
