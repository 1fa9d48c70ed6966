import type { ComponentProps, ReactNode } from 'react';
import ExerciseMark from '../Progress/ExerciseMark.tsx';
import type { WorkshopData } from './data.ts';
import styles from './styles.module.css';

/** Headings of a brief stand below the lesson's own, and none of them is a place to link to. */
const headings = {
  h1: ({ children }: ComponentProps<'h1'>) => <h4 className={styles.heading}>{children}</h4>,
  h2: ({ children }: ComponentProps<'h2'>) => <h4 className={styles.heading}>{children}</h4>,
  h3: ({ children }: ComponentProps<'h3'>) => <h5 className={styles.heading}>{children}</h5>,
};

/** What to build, and hints that are opened one by one. */
export default function Brief({ data }: { readonly data: WorkshopData }): ReactNode {
  const { exercise, Brief: Body, hints } = data;
  return (
    <div className={styles.brief}>
      <header className={styles.head}>
        <h3 className={styles.title}>{exercise.title}</h3>
        <p className={styles.facts}>
          <code>{exercise.id}</code>
          <span>{exercise.difficulty}</span>
          <span>about {exercise.minutes} minutes</span>
          <ExerciseMark id={exercise.id} />
        </p>
      </header>
      <div className={styles.words}>
        <Body components={headings} />
      </div>
      {hints.length === 0 ? null : (
        <div className={styles.hints}>
          <h4 className={styles.heading}>Hints</h4>
          {hints.map(({ title, Body: Hint }, index) => (
            <details key={index} className={styles.hint} data-hint>
              <summary>{hintTitle(title, index, hints.length)}</summary>
              <div className={styles.words}>
                <Hint />
              </div>
            </details>
          ))}
        </div>
      )}
    </div>
  );
}

function hintTitle(title: string, index: number, count: number): string {
  const number = `Hint ${index + 1} of ${count}`;
  return title === '' || /^hint \d+$/i.test(title) ? number : `${number}: ${title}`;
}
