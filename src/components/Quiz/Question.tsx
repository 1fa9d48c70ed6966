import { useContext, useId, useMemo, useState, type FormEvent, type ReactNode } from 'react';
import { InQuestion, InQuiz } from './context.ts';
import styles from './styles.module.css';

interface Props {
  /** Put in at build time, see `src/plugin/quiz.ts`: what it is kept under, and the numbers of the right choices. */
  readonly name?: string;
  readonly right?: string;
  readonly children: ReactNode;
}

/** One question: choose, check, read why. */
export default function Question({ name = '', right: rightText = '', children }: Props): ReactNode {
  const id = useId();
  const quiz = useContext(InQuiz);
  const answer = quiz?.answerOf(name);
  const [picked, setPicked] = useState<readonly number[]>([]);
  const [isEmpty, setEmpty] = useState(false);
  const right = useMemo(() => rightText.split(' ').map(Number), [rightText]);
  const chosen = answer?.chosen ?? picked;
  const isAnswered = answer !== undefined;
  const context = useMemo(
    () => ({
      id,
      right,
      chosen,
      isAnswered,
      choose: (index: number) => {
        setEmpty(false);
        setPicked((before) =>
          right.length === 1
            ? [index]
            : before.includes(index)
              ? before.filter((one) => one !== index)
              : [...before, index].sort((a, b) => a - b),
        );
      },
    }),
    [id, right, chosen, isAnswered],
  );
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    if (isAnswered) {
      setPicked([]);
      quiz?.answer(name, undefined);
    } else if (chosen.length === 0) {
      setEmpty(true);
    } else {
      quiz?.answer(name, { chosen, isRight: chosen.join() === right.join() });
    }
  };
  return (
    <li
      className={styles.question}
      data-answered={answer === undefined ? 'no' : answer.isRight ? 'right' : 'wrong'}
    >
      <form onSubmit={onSubmit} noValidate>
        <div role={right.length === 1 ? 'radiogroup' : 'group'} aria-labelledby={id} className={styles.asked}>
          <InQuestion.Provider value={context}>{children}</InQuestion.Provider>
        </div>
        <div className={styles.answerBar}>
          <button type="submit" className={isAnswered ? styles.quiet : styles.check}>
            {isAnswered ? 'Try again' : 'Check'}
          </button>
          <p role="status">
            {isEmpty ? 'Choose first.' : answer === undefined ? '' : answer.isRight ? 'Right.' : 'Not so.'}
          </p>
        </div>
      </form>
    </li>
  );
}

/** The question’s text. */
export function Prompt({ children }: { readonly children: ReactNode }): ReactNode {
  const { id, right = [] } = useContext(InQuestion) ?? {};
  return (
    <div className={styles.prompt} id={id}>
      {children}
      {right.length > 1 ? <p className={styles.several}>Choose all that are right.</p> : null}
    </div>
  );
}

/** One choice. */
export function Choice({
  index,
  children,
}: {
  readonly index: string;
  readonly children: ReactNode;
}): ReactNode {
  const question = useContext(InQuestion);
  if (question === undefined) return null;
  const number = Number(index);
  const isRight = question.right.includes(number);
  const isChosen = question.chosen.includes(number);
  const mark = !question.isAnswered ? undefined : isRight ? 'right' : isChosen ? 'wrong' : undefined;
  return (
    <label className={styles.choice} data-mark={mark} data-chosen={isChosen}>
      <input
        type={question.right.length === 1 ? 'radio' : 'checkbox'}
        name={question.id}
        checked={isChosen}
        disabled={question.isAnswered}
        onChange={() => question.choose(number)}
      />
      <span>
        {children}
        {mark === undefined ? null : (
          <span className={styles.mark}>
            {' '}
            <span aria-hidden="true">{mark === 'right' ? '✓' : '✕'}</span>{' '}
            {mark === 'wrong' ? 'not so' : isChosen ? 'right' : 'right, not chosen'}
          </span>
        )}
      </span>
    </label>
  );
}

/** Why the right choices are right: shown once the question is answered, and folded where nothing can be answered. */
export function Why({ children }: { readonly children: ReactNode }): ReactNode {
  const question = useContext(InQuestion);
  if (question === undefined) return null;
  if (question.isAnswered) return <div className={styles.why}>{children}</div>;
  const numbers = question.right.map((index) => index + 1).join(' and ');
  return (
    <noscript>
      <details>
        <summary>The answer</summary>
        <p>Right: {numbers}.</p>
        {children}
      </details>
    </noscript>
  );
}
