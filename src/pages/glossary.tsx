import Link from '@docusaurus/Link';
import useBrokenLinks from '@docusaurus/useBrokenLinks';
import Layout from '@theme/Layout';
import type { ReactNode } from 'react';
import { GLOSSARY } from '../components/Glossary/glossary.ts';
import styles from '../components/Glossary/styles.module.css';
import { useCourse } from '../hooks/useCourse.ts';

/** All words of the field, each with its one meaning in this course. */
export default function GlossaryPage(): ReactNode {
  const { lessons } = useCourse();
  const links = useBrokenLinks();
  return (
    <Layout
      title="Glossary"
      description="The words of distributed systems as this course uses them, one meaning each."
    >
      <main className={styles.page}>
        <h1>Glossary</h1>
        <p>The words of the field as this course uses them, one meaning each.</p>
        <dl className={styles.entries}>
          {GLOSSARY.map(({ id, term, means, lesson }) => {
            links.collectAnchor(id);
            const about = lessons.find((one) => one.id === lesson);
            return (
              <div key={id} id={id}>
                <dt>{term}</dt>
                <dd>
                  {means} {about === undefined ? null : <Link to={about.permalink}>{about.title}</Link>}
                </dd>
              </div>
            );
          })}
        </dl>
      </main>
    </Layout>
  );
}
