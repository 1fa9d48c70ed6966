import Link from '@docusaurus/Link';
import { useState, type ReactNode } from 'react';
import type { Report } from '../../../grader/report.ts';
import { useProgress } from '../../../hooks/progress/useProgress.ts';
import { useCourse } from '../../../hooks/useCourse.ts';
import type { RightProgram, WorkshopData } from '../data.ts';
import styles from '../result.module.css';
import { tellSurvived } from '../verdict/words.ts';
import Diff from './Diff.tsx';

interface Props {
  readonly data: WorkshopData;
  readonly report: Report;
  /** The program that passed. */
  readonly source: string;
  readonly onSeed: (seed: string) => void;
}

/** After a pass: what was survived, other right programs, and where to go on. */
export default function WhatNext({ data, report, source, onSeed }: Props): ReactNode {
  const { exercise, loadSolution, loadAlternatives } = data;
  const { seed, coverage } = report;
  const [programs, setPrograms] = useState<readonly RightProgram[] | 'loading' | 'failed'>();
  const [chosen, setChosen] = useState(0);
  const compare = (): void => {
    setPrograms('loading');
    Promise.all([loadSolution?.(), loadAlternatives?.()]).then(
      ([solution, alternatives = []]) =>
        setPrograms([
          ...(solution === undefined
            ? []
            : [{ name: 'reference', about: 'The reference solution', code: solution }]),
          ...alternatives,
        ]),
      () => setPrograms('failed'),
    );
  };
  const other = Array.isArray(programs) ? programs[chosen] : undefined;
  const again = /^\d{1,9}$/.test(seed) ? String(Number(seed) + 1) : '1';
  return (
    <section className={styles.part} aria-label="What next">
      <p className={styles.meaning}>
        {tellSurvived(coverage)} That is no proof: other runs are possible. And it is a self-assessment, for
        whatever a browser is sent can be read.
      </p>
      <p className={styles.actions}>
        <Onward exercise={exercise.id} lesson={exercise.lesson} />
        <button type="button" className={styles.action} onClick={() => onSeed(again)}>
          Run with seed {again}
        </button>
        {programs === undefined && (loadSolution !== undefined || loadAlternatives !== undefined) ? (
          <button type="button" className={styles.action} onClick={compare}>
            Compare with other right programs
          </button>
        ) : null}
      </p>
      {programs === 'loading' ? <p role="status">Fetching…</p> : null}
      {programs === 'failed' ? <p role="status">They could not be fetched. Check your connection.</p> : null}
      {other === undefined || !Array.isArray(programs) ? null : (
        <>
          <label className={styles.compared}>
            Compared with{' '}
            <select value={chosen} onChange={(event) => setChosen(Number(event.target.value))}>
              {programs.map(({ name, about }, index) => (
                <option key={name} value={index}>
                  {about}
                </option>
              ))}
            </select>
          </label>
          <Diff own={source} other={other.code} />
        </>
      )}
    </section>
  );
}

/** The next exercise that was not passed yet, else the next lesson. */
function Onward({ exercise, lesson }: { readonly exercise: string; readonly lesson: string }): ReactNode {
  const { lessons, exercises } = useCourse();
  const { progress } = useProgress();
  const at = lessons.findIndex(({ id }) => id === lesson);
  const own = exercises.filter((one) => one.lesson === lesson && one.id !== exercise);
  const further = own.find(({ id }) => progress.exercises[id]?.passed !== true);
  const next = lessons[at + 1];
  if (further !== undefined)
    return (
      <Link className={styles.action ?? ''} to={`#exercise-${further.id}`}>
        Next exercise: {further.title}
      </Link>
    );
  return next === undefined ? null : (
    <Link className={styles.action ?? ''} to={next.permalink}>
      Next lesson: {next.title}
    </Link>
  );
}
