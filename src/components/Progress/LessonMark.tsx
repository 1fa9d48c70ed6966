import type { ReactNode } from 'react';
import { useProgress } from '../../hooks/progress/useProgress.ts';
import { useCourse } from '../../hooks/useCourse.ts';
import styles from './styles.module.css';
import { tellLesson } from './words.ts';

/** What the reader has done in a lesson; nothing before that. */
export default function LessonMark({ lesson }: { readonly lesson: string }): ReactNode {
  const { exercises } = useCourse();
  const { progress } = useProgress();
  const own = exercises.filter((one) => one.lesson === lesson).map(({ id }) => id);
  const words = tellLesson(progress, lesson, own);
  if (words === '') return null;
  return (
    <span className={styles.mark} data-mark={lesson}>
      <span aria-hidden="true">✓</span> {words}
    </span>
  );
}
