import Link from '@docusaurus/Link';
import type { ReactNode } from 'react';
import { useCourse } from '../../hooks/useCourse.ts';
import ExerciseMark from './ExerciseMark.tsx';
import LessonMark from './LessonMark.tsx';
import styles from './styles.module.css';

/** All lessons with their exercises: how long, how hard, what comes before, and what the reader has done. */
export default function CourseMap(): ReactNode {
  const { lessons, exercises } = useCourse();
  const titles = new Map(exercises.map(({ id, title }) => [id, title]));
  return (
    <ol className={styles.map}>
      {lessons.map(({ id, title, description, permalink, minutes }) => (
        <li key={id} className={styles.lesson}>
          <Link to={permalink}>{title}</Link>
          <span className={styles.facts}>{minutes} minutes to read</span>
          <p className={styles.about}>
            {description} <LessonMark lesson={id} />
          </p>
          <ul className={styles.exercises}>
            {exercises
              .filter(({ lesson }) => lesson === id)
              .map((exercise) => (
                <li key={exercise.id}>
                  <Link to={`${permalink}#exercise-${exercise.id}`}>{exercise.title}</Link>
                  <span className={styles.facts}>
                    {exercise.difficulty}, {exercise.minutes} minutes
                  </span>
                  <ExerciseMark id={exercise.id} />
                  <span className={styles.needs}>
                    After: {exercise.prerequisites.map((one) => titles.get(one) ?? one).join(', ')}
                  </span>
                </li>
              ))}
          </ul>
        </li>
      ))}
    </ol>
  );
}
