import type { ReactNode } from 'react';
import type { Outcome, Question } from '../../labs/lab.ts';
import type { Guess } from './Prediction.tsx';
import styles from './styles.module.css';

interface Props {
  readonly question: Question;
  readonly guess: Guess | undefined;
  /** Absent until it may be told. */
  readonly outcome: Outcome | undefined;
  readonly failure: string | undefined;
}

/** What came of the run, against what the reader had said. */
export default function Told({ question, guess, outcome, failure }: Props): ReactNode {
  return (
    <div className={styles.outcome} role="status">
      {failure !== undefined ? <p>{failure}</p> : null}
      {outcome !== undefined ? (
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
