import useBrokenLinks from '@docusaurus/useBrokenLinks';
import { useRef, type ReactNode } from 'react';
import { useNear } from '../../hooks/useNear.ts';
import { useLive } from '../../hooks/useLive.ts';
import Brief from './Brief.tsx';
import type { WorkshopData } from './data.ts';
import StillCode from './StillCode.tsx';
import styles from './styles.module.css';

const loadBench = () => import('./live.ts');

interface Props {
  /** Name of a folder in `exercises/`. */
  readonly exercise: string;
  /** Put in at build time, see `src/plugin/exercises.ts`. */
  readonly data?: WorkshopData;
}

/**
 * Where an exercise is worked on: brief and hints, editor, result. As HTML it is readable and has the starter in it; what
 * makes it live is loaded when the reader comes near.
 */
export default function Workshop({ exercise, data }: Props): ReactNode {
  const ref = useRef<HTMLElement>(null);
  const live = useLive(loadBench, useNear(ref));
  // So that the build knows where links to exercises lead.
  useBrokenLinks().collectAnchor(`exercise-${exercise}`);
  if (data === undefined) {
    throw new Error(
      `<Workshop exercise="${exercise}"> has no data. Is workshopData among the remark plugins?`,
    );
  }
  return (
    <section
      ref={ref}
      className={styles.workshop}
      aria-label={`Exercise: ${data.exercise.title}`}
      id={`exercise-${exercise}`}
    >
      {live.Part === undefined ? (
        <div className={styles.still}>
          <Brief data={data} />
          <StillCode id={exercise} code={data.starter} failed={live.failed} />
        </div>
      ) : (
        <live.Part data={data} />
      )}
    </section>
  );
}
