import { useMemo, useState, type ReactNode } from 'react';
import { countQuiz, withAnswer, withQuiz, type QuizRecord } from '../../hooks/progress/record.ts';
import { change } from '../../hooks/progress/store.ts';
import { useProgress } from '../../hooks/progress/useProgress.ts';
import { InQuiz } from './context.ts';
import styles from './styles.module.css';

interface Props {
  /** Put in at build time, see `src/plugin/quiz.ts`: the id of the lesson, and the names of the questions. */
  readonly id?: string;
  readonly questions?: string;
  readonly children: ReactNode;
}

/** Questions with explained answers. What was answered is kept in this browser. */
export default function Quiz({ id = '', questions = '', children }: Props): ReactNode {
  const { progress } = useProgress();
  const names = useMemo(() => questions.split(' '), [questions]);
  const record = useMemo(() => current(progress.quizzes[id], names), [progress, id, names]);
  const [cleared, setCleared] = useState<QuizRecord>();
  const context = useMemo(
    () => ({
      answerOf: (question: string) => record.answers[question],
      answer: (question: string, answer: QuizRecord['answers'][string] | undefined) => {
        setCleared(undefined);
        void change((before) => withAnswer(before, id, names.length, question, answer));
      },
    }),
    [record, id, names],
  );
  const { answered, right, of } = countQuiz(record);
  const clear = (): void => {
    setCleared(record);
    void change((before) => withQuiz(before, id, undefined));
  };
  const undo = (): void => {
    void change((before) => withQuiz(before, id, cleared));
    setCleared(undefined);
  };
  return (
    <section className={styles.quiz} aria-label="Quiz" data-quiz={id}>
      <InQuiz.Provider value={context}>
        <ol className={styles.questions}>{children}</ol>
      </InQuiz.Provider>
      <div className={styles.foot}>
        <p role="status" data-count>
          {answered === 0 ? `${of} questions` : `${answered} of ${of} answered, ${right} right`}
        </p>
        {/* One button, so that it keeps the focus. */}
        {answered > 0 || cleared !== undefined ? (
          <button type="button" className={styles.quiet} onClick={answered > 0 ? clear : undo}>
            {answered > 0 ? 'Clear answers' : 'Undo'}
          </button>
        ) : null}
      </div>
    </section>
  );
}

/** Answers to questions that stand so no longer do not count. */
function current(record: QuizRecord | undefined, names: readonly string[]): QuizRecord {
  const answers = Object.entries(record?.answers ?? {}).filter(([name]) => names.includes(name));
  return { of: names.length, answers: Object.fromEntries(answers) };
}
