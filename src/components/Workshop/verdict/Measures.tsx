import type { ReactNode } from 'react';
import type { MeasureResult } from '../../../grader/report.ts';
import { isWithin, tellMeasure } from '../../../grader/tell-measure.ts';
import styles from './measures.module.css';

interface Props {
  readonly measures: readonly MeasureResult[];
}

/** What was measured, each against its bound: a bar, and a stroke that it must not pass, or must reach. */
export default function Measures({ measures }: Props): ReactNode {
  return (
    <ul className={styles.measures}>
      {measures.map((measure) => {
        const { scenario, visible, value, bound, side } = measure;
        const most = side === 'at-least' ? Math.max(value, bound, 1e-9) : Math.max(value, 1.25 * bound, 1e-9);
        const percent = (n: number): string => `${Math.max(0, Math.min(100, (n / most) * 100))}%`;
        const within = isWithin(measure);
        return (
          <li key={`${visible} ${scenario}`} data-within={within}>
            <span className={styles.where}>{scenario}</span>
            <span className={styles.track} aria-hidden="true">
              <span className={styles.bar} style={{ inlineSize: percent(value) }} />
              <span className={styles.bound} style={{ insetInlineStart: percent(bound) }} />
            </span>
            <span className={styles.value}>
              {within ? '' : '⚑ '}
              {tellMeasure(measure)}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
