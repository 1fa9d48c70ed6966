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
  readonly failure: string | undefined;
  /** Not the first run. */
  readonly isAgain: boolean;
  readonly onGuess: (choice: string | undefined) => void;
}

/** The question, the reader's answer, and then the true one. Saying what one expects makes the run. */
export default function Prediction(props: Props): ReactNode {
  const { question, guess, outcome, failure, isAgain, onGuess } = props;
  const told = outcome !== undefined;
  return (
    <div className={styles.prediction}>
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
        {told ? null : (
          <button type="button" className={styles.quiet} onClick={() => onGuess(undefined)}>
            {isAgain ? 'Just run it' : 'I cannot say; run it'}
          </button>
        )}
      </fieldset>
      <div className={styles.outcome} role="status">
        {failure !== undefined ? <p>{failure}</p> : null}
        {told ? (
          <>
            <p className={styles.verdict} data-right={verdictOf(guess, outcome)}>
              {wordsOf(guess, outcome, question)}
            </p>
            {outcome.because.map((sentence) => (
              <p key={sentence}>{sentence}</p>
            ))}
          </>
        ) : null}
      </div>
    </div>
  );
}

function verdictOf(guess: Guess | undefined, { answer }: Outcome): 'yes' | 'no' | undefined {
  if (guess?.choice === undefined) return undefined;
  return guess.choice === answer ? 'yes' : 'no';
}

function wordsOf(guess: Guess | undefined, outcome: Outcome, { choices }: Question): string {
  const label = choices.find(({ id }) => id === outcome.answer)?.label ?? outcome.answer;
  switch (verdictOf(guess, outcome)) {
    case 'yes':
      return `As you said: “${label}”.`;
    case 'no':
      return `It came otherwise: “${label}”.`;
    case undefined:
      return `The answer: “${label}”.`;
  }
}

/** Drawn, so that no font can lack it. */
function Tick(): ReactNode {
  return (
    <svg viewBox="0 0 16 16" className={styles.tick} aria-hidden="true">
      <path d="M3 8.5l3.2 3.5L13 4.5" />
    </svg>
  );
}
