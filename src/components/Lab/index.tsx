import useBrokenLinks from '@docusaurus/useBrokenLinks';
import { useId, useRef, type ReactNode } from 'react';
import { useLive } from '../../hooks/useLive.ts';
import { useNear } from '../../hooks/useNear.ts';
import Still from './Still.tsx';
import styles from './styles.module.css';

const loadBench = () => import('./live.ts');

interface Props {
  /** Name of a folder in `src/labs/`. */
  readonly id: string;
  readonly title: string;
  /** Whether it opens the lesson, before its first section. */
  readonly opening?: boolean;
  /** What one would see with the first settings, for those who cannot run it. */
  readonly shows: string;
  /** What it is about. */
  readonly children: ReactNode;
}

/** A figure that one can play: controls, a question, a run of the simulator. Loaded when the reader comes near. */
export default function Lab({ id, title, opening = false, shows, children }: Props): ReactNode {
  const ref = useRef<HTMLElement>(null);
  const name = useId();
  const anchor = `lab-${id}`;
  // So that the build knows where links to labs lead.
  useBrokenLinks().collectAnchor(anchor);
  const { Part: Bench, failed } = useLive(loadBench, useNear(ref));
  return (
    <section ref={ref} className={styles.lab} id={anchor} aria-labelledby={name}>
      {/* For those who go by headings: no section stands above it. */}
      {opening ? <h2 className={styles.unseen}>First, a failure</h2> : null}
      <header className={styles.head}>
        <h3 id={name} className={styles.title}>
          <span className={styles.kind}>Lab</span> {title}
        </h3>
        <div className={styles.about}>{children}</div>
      </header>
      {Bench !== undefined ? (
        <Bench id={id} title={title} shows={shows} />
      ) : (
        <Still failed={failed} shows={shows} />
      )}
    </section>
  );
}
