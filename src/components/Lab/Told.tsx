import { useState, type ReactNode } from 'react';
import { UNSURE, type Outcome, type Question } from '../../labs/lab.ts';
import { answersTo, type Guess } from './Prediction.tsx';
import styles from './styles.module.css';

interface Props {
  readonly question: Question;
  readonly guess: Guess | undefined;
  /** Absent until it may be told. */
  readonly outcome: Outcome | undefined;
  readonly failure: string | undefined;
  /** Tries the run again that failed. */
  readonly onAgain: () => void;
}

/** What came of the run, against what the reader had said. A screen reader hears it when the end has changed. */
export default function Told({ question, guess, outcome, failure, onAgain }: Props): ReactNode {
  const words = outcome === undefined ? undefined : wordsOf(guess, outcome, question);
  return (
    <div className={styles.outcome}>
      <Heard
        end={failure ?? (outcome && `${outcome.answer} ${String(outcome.harm !== undefined)}`)}
        words={failure ?? [words ?? '', ...(outcome?.because ?? [])].join(' ')}
      />
      {failure === undefined ? null : (
        <p>
          {failure}{' '}
          <button type="button" className={styles.quiet} onClick={onAgain}>
            Run again
          </button>
        </p>
      )}
      {outcome === undefined ? null : (
        <>
          <p className={styles.verdict} data-verdict="" data-right={verdictOf(guess, outcome)}>
            {words}
          </p>
          {outcome.because.map((sentence, index) => (
            <p key={index}>{sentence}</p>
          ))}
        </>
      )}
    </div>
  );
}

/** Says the words of each end once, however often the numbers in them change. */
function Heard({ end, words }: { readonly end: string | undefined; readonly words: string }): ReactNode {
  const [heard, setHeard] = useState<{ readonly end: string | undefined; readonly words: string }>();
  if (heard?.end !== end) setHeard({ end, words });
  return (
    <p className={styles.unseen} role="status">
      {end === undefined ? '' : heard?.words}
    </p>
  );
}

function verdictOf(guess: Guess | undefined, { answer }: Outcome): 'yes' | 'no' | undefined {
  if (guess?.isHere !== true) return undefined;
  if (guess.choice === answer) return 'yes';
  return guess.choice === UNSURE ? undefined : 'no';
}

function wordsOf(guess: Guess | undefined, outcome: Outcome, question: Question): string {
  const label = answersTo(question).find(({ id }) => id === outcome.answer)?.label ?? outcome.answer;
  switch (verdictOf(guess, outcome)) {
    case 'yes':
      return `As you said: “${label}”.`;
    case 'no':
      return `It turned out otherwise: “${label}”.`;
    case undefined:
      return guess?.isHere === true ? `The answer: “${label}”.` : `Now: “${label}”.`;
  }
}
