import { useEffect, useRef, type ReactNode } from 'react';
import { withLast, withRead } from '../../hooks/progress/record.ts';
import { change } from '../../hooks/progress/store.ts';

/** The heading below which nothing new comes. */
const END = 'what-to-take-away';

/** At the end of a lesson: remembers that it was opened, and that it was read to what one takes away from it. */
export default function ReadMark({ lesson }: { readonly lesson: string }): ReactNode {
  const ref = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    void change((progress) => withLast(progress, lesson));
    const end = document.getElementById(END) ?? ref.current;
    if (end === null) return undefined;
    const observer = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting))
        void change((progress) => withRead(progress, lesson));
    });
    observer.observe(end);
    return () => observer.disconnect();
  }, [lesson]);
  return <span ref={ref} />;
}
