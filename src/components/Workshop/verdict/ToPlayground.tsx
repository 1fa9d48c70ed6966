import Link from '@docusaurus/Link';
import { useMemo, type ReactNode } from 'react';
import { writeLink } from '../../Playground/link.ts';
import styles from '../result.module.css';

interface Props {
  readonly token: string;
  /** The program that was graded: the link holds it. */
  readonly source: string;
}

/** The way to the playground, with this run and its program. */
export default function ToPlayground({ token, source }: Props): ReactNode {
  const fragment = useMemo(() => writeLink({ token, program: 'own', code: source }), [token, source]);
  return (
    <p className={styles.why}>
      <Link to={`/playground#${fragment}`}>Open in the playground</Link>: choose other faults for this run.
    </p>
  );
}
