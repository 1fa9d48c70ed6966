import { useMemo, type ReactNode } from 'react';
import { differenceOf } from '../../diagram/difference.ts';
import type { RecordedRun } from '../../diagram/recorded-run.ts';
import SpaceTime, { useView, type Selection } from './index.tsx';
import styles from './styles.module.css';

/** One of two runs that are compared. */
export interface Compared {
  readonly run: RecordedRun;
  readonly title: string;
  readonly words?: ReadonlyMap<number, string>;
  readonly selection?: Selection;
}

interface Props {
  readonly one: Compared;
  readonly other: Compared;
  readonly onLine?: (line: number) => void;
}

/** Two runs of the same nodes against each other: the same lanes and scale, scrolled together, pinned where they part. */
export default function Comparison({ one, other, onLine }: Props): ReactNode {
  const view = useView();
  const pins = useMemo(() => {
    const parting = differenceOf(one.run, other.run);
    const pin = (seq: number): { seq: number; words: string }[] =>
      seq < 0 ? [] : [{ seq, words: 'the runs part here' }];
    return { one: pin(parting.one), other: pin(parting.other) };
  }, [one.run, other.run]);
  return (
    <div className={styles.pair}>
      {(['one', 'other'] as const).map((which) => {
        const { run, title, ...rest } = which === 'one' ? one : other;
        return (
          <section key={which} className={styles.paired} data-compared={which}>
            <p className={styles.pairTitle}>{title}</p>
            <SpaceTime
              {...rest}
              run={run}
              beside={which === 'one' ? other.run : one.run}
              label={title}
              view={view}
              pins={pins[which]}
              {...(onLine !== undefined && { onLine })}
            />
          </section>
        );
      })}
    </div>
  );
}
