import Link from '@docusaurus/Link';
import type { ReactNode } from 'react';
import { useCourse } from '../../../hooks/useCourse.ts';
import styles from './styles.module.css';

/** No such page: what to do instead. */
export default function NotFoundContent(): ReactNode {
  const { lessons } = useCourse();
  return (
    <main className={styles.page}>
      <h1>No reply</h1>
      <p>
        There is no page at this address. Unlike a request without a reply, this is certain: nothing was done,
        and trying again does no harm and no good.
      </p>
      <p>
        <Link to="/">To the start page</Link>, or to a lesson:
      </p>
      <ul>
        {lessons.map(({ id, title, permalink }) => (
          <li key={id}>
            <Link to={permalink}>{title}</Link>
          </li>
        ))}
      </ul>
    </main>
  );
}
