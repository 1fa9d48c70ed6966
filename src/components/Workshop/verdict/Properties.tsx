import type { ReactNode } from 'react';
import type { PropertyResult } from '../../../grader/report.ts';
import styles from '../result.module.css';
import Measures from './Measures.tsx';

const STATUS: Record<PropertyResult['status'], { glyph: string; word: string }> = {
  passed: { glyph: '✓', word: 'passed' },
  broken: { glyph: '⚑', word: 'broken' },
  'not-exercised': { glyph: '○', word: 'not exercised' },
};

interface Props {
  readonly properties: readonly PropertyResult[];
}

interface ChipsProps extends Props {
  readonly score: number | null;
  readonly maxScore: number;
}

/** The points, and all properties at a glance. */
export function Chips({ properties, score, maxScore }: ChipsProps): ReactNode {
  return (
    <ul className={styles.chips} aria-label="Points and properties">
      {score === null ? null : (
        <li className={styles.points}>
          {score} of {maxScore} points
        </li>
      )}
      {properties.map(({ id, status }) => (
        <li key={id} data-status={status}>
          <span aria-hidden="true">{STATUS[status].glyph}</span>{' '}
          <span className={styles.unseen}>{STATUS[status].word}: </span>
          {id}
        </li>
      ))}
    </ul>
  );
}

/** Each property, what became of it, and what it says. */
export default function Properties({ properties }: Props): ReactNode {
  const idle = properties.some(({ status }) => status === 'not-exercised');
  return (
    <section className={styles.part}>
      <h4>Properties</h4>
      <ul className={styles.properties}>
        {properties.map(({ id, means, status, points, maxPoints, measures }) => (
          <li key={id} data-status={status}>
            <span className={styles.state}>
              <span aria-hidden="true">{STATUS[status].glyph}</span> {STATUS[status].word}
            </span>
            <span className={styles.property}>
              <code>{id}</code> <span className={styles.means}>{means}</span>
              {measures === undefined ? null : <Measures measures={measures} />}
            </span>
            <span className={styles.number}>{maxPoints === 0 ? '' : `${points}/${maxPoints}`}</span>
          </li>
        ))}
      </ul>
      {idle ? (
        <p className={styles.note}>
          Not exercised: your program never came into the situation that the property is about.
        </p>
      ) : null}
    </section>
  );
}
