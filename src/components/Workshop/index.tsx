import type { ReactNode } from 'react';
import styles from './styles.module.css';

/** The place where an exercise is worked on. Without JavaScript it says how to work on it all the same. */
export default function Workshop({ exercise }: { readonly exercise: string }): ReactNode {
  return (
    <section className={styles.workshop} aria-label={`Exercise ${exercise}`}>
      <p className={styles.title}>
        Exercise <code>{exercise}</code>
      </p>
      <p className={styles.note}>
        The editor needs JavaScript. Without it, write your program in a file and grade it on the command
        line: <code>npx partial-failure grade my-program.ts --exercise {exercise}</code>
      </p>
    </section>
  );
}
