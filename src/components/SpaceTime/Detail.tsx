import type { ReactNode } from 'react';
import type { Cone } from '../../diagram/causality.ts';
import { counted, instant } from '../../diagram/quantity.ts';
import type { TraceEvent } from '../../sim/trace.ts';
import styles from './styles.module.css';

interface Props {
  readonly event: TraceEvent | undefined;
  readonly words: string;
  readonly cone: Cone | undefined;
  readonly isViolation: boolean;
  readonly onLine: ((line: number) => void) | undefined;
  /** Opens the menu of what can be done at the event, and what that is called. */
  readonly menu: { readonly title: string; open(): void } | undefined;
  readonly onClear: () => void;
}

/** The chosen event in words, with the way to its line. Always there, so that nothing jumps. */
export default function Detail({ event, words, cone, isViolation, onLine, menu, onClear }: Props): ReactNode {
  if (event === undefined)
    return (
      <div className={styles.detail}>
        <p className={styles.invite}>Choose an event to see what led to it and what followed.</p>
      </div>
    );
  const { line, atUs, node } = event;
  return (
    <div className={styles.detail} data-violation={isViolation}>
      <p className={styles.what}>
        <span className={styles.when}>
          <time>{instant(atUs)}</time>
          {node === '' ? null : <span className={styles.node}>{node}</span>}
        </span>
        <span className={styles.words}>{words}</span>
      </p>
      <p className={styles.around}>
        {isViolation ? <span className={styles.certain}>Here the violation became certain. </span> : null}
        {cone === undefined
          ? null
          : `${counted(cone.pastCount, 'event')} led to it, ${counted(cone.futureCount, 'event')} may follow from it. `}
        {menu === undefined ? null : (
          <>
            <button type="button" className={styles.link} aria-haspopup="menu" onClick={menu.open}>
              {menu.title}
            </button>{' '}
          </>
        )}
        {line > 0 && onLine !== undefined ? (
          <button type="button" className={styles.link} onClick={() => onLine(line)}>
            Go to line {line}
          </button>
        ) : null}{' '}
        <button type="button" className={styles.link} onClick={onClear}>
          Show all
        </button>
      </p>
    </div>
  );
}
