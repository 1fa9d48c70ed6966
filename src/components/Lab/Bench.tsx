import labs from '@generated/partial-failure-labs/default/labs.js';
import { useEffect, useState, type ReactNode } from 'react';
import type { AnyLab } from '../../labs/lab.ts';
import Play from './Play.tsx';
import styles from './styles.module.css';

interface Props {
  readonly id: string;
  readonly title: string;
}

/** Fetches what the lab is made of, then lets the reader play. */
export default function Bench({ id, title }: Props): ReactNode {
  const [lab, setLab] = useState<AnyLab>();
  const [failed, setFailed] = useState(false);
  const modules = labs[id];
  if (modules === undefined) throw new Error(`<Lab id="${id}">: there is no folder src/labs/${id}.`);
  useEffect(() => {
    let left = false;
    modules.lab().then(
      (loaded) => {
        if (!left) setLab(loaded);
      },
      () => {
        if (!left) setFailed(true);
      },
    );
    return () => {
      left = true;
    };
  }, [modules]);
  if (lab !== undefined) return <Play id={id} title={title} lab={lab} loadSource={modules.source} />;
  return (
    <div className={styles.still}>
      {failed ? (
        <p role="status">The lab could not be loaded. Check your connection and reload the page.</p>
      ) : (
        <p className={styles.loading}>Loading the lab…</p>
      )}
    </div>
  );
}
