import Link from '@docusaurus/Link';
import { useId, type ReactNode } from 'react';
import { GLOSSARY } from './glossary.ts';
import styles from './styles.module.css';

interface Props {
  /** Of the entry; the words themselves where it is left out. */
  readonly id?: string;
  readonly children: string;
}

/** A word at its first use: what it means is shown at it, and stands in the glossary. */
export default function Term({ id, children }: Props): ReactNode {
  const name = useId();
  const wanted = id ?? children.toLowerCase().replaceAll(' ', '-');
  const entry = GLOSSARY.find((one) => one.id === wanted);
  if (entry === undefined)
    throw new Error(
      `<Term>: there is no "${wanted}" in the glossary. Add it to src/components/Glossary/glossary.ts, or give the id of an entry.`,
    );
  return (
    <span className={styles.term}>
      <Link to={`/glossary#${entry.id}`} aria-describedby={name}>
        {children}
      </Link>
      <span role="tooltip" id={name} className={styles.tip}>
        {entry.means}
      </span>
    </span>
  );
}
