import { useDoc } from '@docusaurus/plugin-content-docs/client';
import { ThemeClassNames } from '@docusaurus/theme-common';
import type { Props } from '@theme/DocItem/Content';
import Heading from '@theme/Heading';
import MDXContent from '@theme/MDXContent';
import clsx from 'clsx';
import type { ReactNode } from 'react';
import LessonLead from '../../../components/Progress/LessonLead.tsx';
import ReadMark from '../../../components/Progress/ReadMark.tsx';

/** A lesson: its title, how long it takes and the way to the exercise, the text, and the mark that it was read. */
export default function DocItemContent({ children }: Props): ReactNode {
  const { id, title } = useDoc().metadata;
  return (
    <div className={clsx(ThemeClassNames.docs.docMarkdown, 'markdown')}>
      <header>
        <Heading as="h1">{title}</Heading>
        <LessonLead lesson={id} />
      </header>
      <MDXContent>{children}</MDXContent>
      <ReadMark lesson={id} />
    </div>
  );
}
