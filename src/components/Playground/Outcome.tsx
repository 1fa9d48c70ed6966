import type { ReactNode } from 'react';
import type { Report } from '../../grader/report.ts';
import { brokenIn, list } from '../Faults/change.ts';
import styles from './styles.module.css';

interface Props {
  readonly report: Report | undefined;
  /** Another run is being made. */
  readonly isBehind: boolean;
  /** What is being waited for, in words. */
  readonly waiting: string | undefined;
  /** A fault that happened leaves the system model. */
  readonly isOutside: boolean;
  readonly onLine: (line: number) => void;
}

/** What came of the run: which promises it broke, kept, or never put to the test. */
export default function Outcome({ report, isBehind, waiting, isOutside, onLine }: Props): ReactNode {
  return (
    <section
      className={styles.outcome}
      aria-label="Outcome"
      aria-busy={isBehind}
      data-verdict={report?.verdict}
    >
      <div className={styles.live} role="status">
        <p className={styles.sentence}>{waiting ?? (report === undefined ? '' : tell(report))}</p>
        {report === undefined ? null : (
          <>
            <ul className={styles.broken}>
              {report.failures.map(({ property, summary, line }, index) => (
                <li key={index}>
                  <span aria-hidden="true">⚑</span> <code>{property}</code> {summary}{' '}
                  <LineLink line={line} onLine={onLine} />
                </li>
              ))}
              {report.problems
                .filter(({ code }) => code !== 'faults-not-met')
                .map(({ message, line = 0 }) => (
                  <li key={`${message} ${line}`}>
                    {message} <LineLink line={line} onLine={onLine} />
                  </li>
                ))}
            </ul>
            {isOutside && report.failures.length > 0 ? (
              <p className={styles.quiet}>
                A fault of this run is outside the system model: what is broken here is not the program’s
                fault.
              </p>
            ) : null}
          </>
        )}
      </div>
      <p className={styles.quiet}>{report === undefined ? '' : tellIdle(report)}</p>
    </section>
  );
}

/** Leads to a line of the program; nothing for 0. */
function LineLink({ line, onLine }: { readonly line: number; readonly onLine: Props['onLine'] }): ReactNode {
  if (line === 0) return null;
  return (
    <button type="button" className={styles.link} onClick={() => onLine(line)}>
      line {line}
    </button>
  );
}

function tell(report: Report): string {
  const broken = brokenIn(report).length;
  switch (report.verdict) {
    case 'pass':
      return '✓ Every promise kept in this run.';
    case 'fail':
      return broken === 1 ? 'One promise broken:' : `${broken} promises broken:`;
    case 'invalid':
      return 'This program cannot run:';
    case 'error':
      return 'This run could not be made:';
  }
}

function tellIdle({ verdict, properties }: Report): string {
  if (verdict !== 'pass' && verdict !== 'fail') return '';
  const idle = properties.filter(({ status }) => status === 'not-exercised').map(({ id }) => id);
  return idle.length === 0 ? '' : `Not put to the test in this run: ${list(idle)}.`;
}
