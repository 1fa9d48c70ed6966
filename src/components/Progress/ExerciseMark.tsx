import type { ReactNode } from 'react';
import { useProgress } from '../../hooks/progress/useProgress.ts';
import styles from './styles.module.css';
import { tellExercise } from './words.ts';

/** What became of an exercise so far; nothing before it was graded. */
export default function ExerciseMark({ id }: { readonly id: string }): ReactNode {
  const record = useProgress().progress.exercises[id];
  if (record === undefined) return null;
  return (
    <span className={styles.mark} data-passed={record.passed}>
      <span aria-hidden="true">{record.passed ? '✓' : '◐'}</span> {tellExercise(record)}
    </span>
  );
}
