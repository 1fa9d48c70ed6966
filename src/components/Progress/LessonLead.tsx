import useBrokenLinks from '@docusaurus/useBrokenLinks';
import type { ReactNode } from 'react';
import { useCourse } from '../../hooks/useCourse.ts';
import styles from './styles.module.css';

/** Below a lesson's title: how long it takes, and the way to its exercises. */
export default function LessonLead({ lesson }: { readonly lesson: string }): ReactNode {
  const { lessons, exercises } = useCourse();
  const links = useBrokenLinks();
  const entry = lessons.find(({ id }) => id === lesson);
  if (entry === undefined) return null;
  const own = exercises.filter((one) => one.lesson === lesson);
  return (
    <p className={styles.lead}>
      <span>{entry.minutes} minutes to read</span>
      {own.map(({ id, minutes }, index) => {
        links.collectLink(`${entry.permalink}#exercise-${id}`);
        return (
          <span key={id}>
            <a href={`#exercise-${id}`}>Skip to the exercise{own.length > 1 ? ` ${index + 1}` : ''}</a> (
            {minutes} minutes)
          </span>
        );
      })}
    </p>
  );
}
