import { useEffect, type ReactNode } from 'react';
import type { Failure, Report } from '../../grader/report.ts';
import { useGrading } from '../../hooks/useGrading.ts';
import Counterexample from '../Workshop/verdict/Counterexample.tsx';
import Problems from '../Workshop/verdict/Problems.tsx';
import { counted } from '../Workshop/verdict/words.ts';
import Working from '../Workshop/Working.tsx';
import result from '../Workshop/result.module.css';
import type { TryItData } from './data.ts';
import styles from './styles.module.css';

const SEED = '1';

interface Props {
  readonly data: TryItData;
  /** The program to run; another object for each time. */
  readonly asked: { readonly source: string } | undefined;
  /** The program is no longer the one that was run. */
  readonly changed: boolean;
  readonly goTo: (line: number, column?: number) => void;
}

/** Runs the program when it is asked to, and shows how the property that this is about breaks, or that it held. */
export default function Outcome({ data, asked, changed, goTo }: Props): ReactNode {
  const { grading, run, stop, warm } = useGrading(data.exercise);
  useEffect(warm, [warm]);
  useEffect(() => {
    if (asked !== undefined) run(asked.source, SEED);
  }, [asked, run]);
  if (grading.phase === 'idle') return null;
  return (
    <div className={`${styles.outcome} ${result.result}`} data-phase={grading.phase}>
      {grading.phase === 'working' ? (
        <>
          <Working step={grading.step} progress={grading.progress} />
          <button type="button" className={styles.quiet} onClick={stop}>
            Stop
          </button>
        </>
      ) : grading.phase === 'stopped' ? (
        <p role="status">Stopped.</p>
      ) : (
        <Told
          key={grading.run}
          report={grading.report}
          graded={grading.graded}
          about={data.breaks}
          changed={changed}
          goTo={goTo}
        />
      )}
    </div>
  );
}

interface ToldProps extends Pick<Props, 'changed' | 'goTo'> {
  readonly report: Report;
  readonly graded: Parameters<typeof Counterexample>[0]['graded'];
  /** The property. */
  readonly about: string;
}

function Told({ report, graded, about, changed, goTo }: ToldProps): ReactNode {
  const { verdict, failures, problems, properties } = report;
  const failure = failures.find(({ property }) => property === about) ?? failures[0];
  const tone =
    failure === undefined && verdict !== 'pass' ? 'invalid' : failure === undefined ? 'pass' : 'fail';
  return (
    <div className={result.verdict} data-verdict={tone} data-broken={failure?.property}>
      <div className={result.line} role="status">
        <span className={result.badge}>{BADGES[tone]}</span>
        <p className={result.sentence}>{tell(report, failure, about)}</p>
      </div>
      {changed ? <p className={result.stale}>You have changed the program since. Run it again.</p> : null}
      {tone === 'invalid' ? (
        <Problems problems={problems} judged={false} told={problems.length === 1} goTo={goTo} />
      ) : null}
      {failure === undefined ? null : (
        <Counterexample
          failure={failure}
          means={properties.find(({ id }) => id === failure.property)?.means ?? ''}
          goTo={goTo}
          graded={graded}
          open
        />
      )}
    </div>
  );
}

const BADGES = { pass: '✓ Held', fail: '⚑ Broken', invalid: '! Cannot run' } as const;

function tell(report: Report, failure: Failure | undefined, about: string): string {
  if (failure !== undefined)
    return failure.property === about
      ? failure.summary
      : `${about} held on every run, but another property breaks. ${failure.summary}`;
  if (report.verdict === 'pass') return `${about} held on ${counted(report.coverage.runs, 'run')}.`;
  return report.problems[0]?.message ?? 'It was not judged.';
}
