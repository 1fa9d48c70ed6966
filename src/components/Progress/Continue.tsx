import Link from '@docusaurus/Link';
import type { ReactNode } from 'react';
import { useProgress } from '../../hooks/progress/useProgress.ts';
import { useCourse } from '../../hooks/useCourse.ts';

/** The way into the course: where the reader left off, or to its first lesson. */
export default function Continue({ className }: { readonly className: string }): ReactNode {
  const { lessons } = useCourse();
  const { last } = useProgress().progress;
  const [first] = lessons;
  const lesson = lessons.find(({ id }) => id === last);
  const to = lesson ?? first;
  if (to === undefined) return null;
  return (
    <Link className={className} to={to.permalink}>
      {lesson === undefined ? 'Start the course' : `Continue: ${lesson.title}`}
    </Link>
  );
}
