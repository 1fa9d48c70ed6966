import { useMemo, type ReactNode } from 'react';
import { diffLines, type DiffLine } from '../../../util/line-diff.ts';
import styles from '../result.module.css';

/** Lines that are shown around a difference. */
const CONTEXT = 3;
const SIGNS: Record<DiffLine['kind'], string> = { same: ' ', first: '−', second: '+' };

interface Props {
  readonly own: string;
  readonly other: string;
}

/** Two programs, line by line; what they share is left out but for a little around each difference. */
export default function Diff({ own, other }: Props): ReactNode {
  const lines = useMemo(() => shown(diffLines(own, other)), [own, other]);
  return (
    <>
      <p className={styles.note}>− is in your program alone, + in the other alone.</p>
      <pre className={styles.diff} data-diff>
        {lines.map((line, index) =>
          typeof line === 'number' ? (
            <div key={index} data-kind="left-out">
              … {line} lines in both …
            </div>
          ) : (
            <div key={index} data-kind={line.kind}>
              <span>{SIGNS[line.kind]}</span> {line.text}
            </div>
          ),
        )}
      </pre>
    </>
  );
}

/** The lines to show; a number stands for so many that are the same. */
function shown(lines: readonly DiffLine[]): (DiffLine | number)[] {
  const near = lines.map((_, index) =>
    lines.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1).some(({ kind }) => kind !== 'same'),
  );
  const result: (DiffLine | number)[] = [];
  lines.forEach((line, index) => {
    const last = result.at(-1);
    if (near[index] === true) result.push(line);
    else if (typeof last === 'number') result[result.length - 1] = last + 1;
    else result.push(1);
  });
  return result;
}
