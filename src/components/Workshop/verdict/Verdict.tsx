import type { ReactNode } from 'react';
import type { Failure, Report } from '../../../grader/report.ts';
import styles from '../result.module.css';
import type { Graded } from '../../../hooks/useGrading.ts';
import type { WorkshopData } from '../data.ts';
import WhatNext from '../next/WhatNext.tsx';
import Counterexample from './Counterexample.tsx';
import Misconception from './Misconception.tsx';
import Problems from './Problems.tsx';
import Properties, { Chips } from './Properties.tsx';
import Scenarios from './Scenarios.tsx';
import Tried from './Tried.tsx';
import { tellCoverage, tellVerdict, VERDICT_LABELS } from './words.ts';

interface Props {
  readonly data: WorkshopData;
  readonly report: Report;
  readonly changed: boolean;
  readonly graded: Graded;
  /** Opens a hint by its number, or the next one; absent when there is none. */
  readonly onHint: ((hint?: number) => void) | undefined;
  readonly goTo: (line: number, column?: number) => void;
  readonly onSeed: (seed: string) => void;
  readonly onRun: () => void;
}

const GLYPHS: Record<Report['verdict'], string> = { pass: '✓', fail: '⚑', invalid: '!', error: '?' };

/** The report: one line first, then what led to it, then everything that was looked at. */
export default function Verdict(props: Props): ReactNode {
  const { data, report, changed, graded, onHint, goTo, onSeed, onRun } = props;
  const {
    verdict,
    failures,
    problems,
    properties,
    scenarios,
    coverage,
    score,
    maxScore,
    seed,
    misconception,
  } = report;
  const [first, ...others] = failures;
  const meansOf = (failure: Failure): string =>
    properties.find(({ id }) => id === failure.property)?.means ?? '';
  const judged = verdict === 'pass' || verdict === 'fail';
  return (
    <div className={styles.verdict} data-verdict={verdict}>
      <div className={styles.line} ref={showWhenNew}>
        <span className={styles.badge}>
          <span aria-hidden="true">{GLYPHS[verdict]}</span> {VERDICT_LABELS[verdict]}
        </span>
        <p className={styles.sentence}>{tellVerdict(report)}</p>
        {judged ? <Chips properties={properties} score={score} maxScore={maxScore} /> : null}
      </div>
      {changed ? (
        <p className={styles.stale}>You have changed the program since. Run it again to judge it anew.</p>
      ) : null}

      {verdict === 'pass' ? (
        <WhatNext data={data} report={report} source={graded.source} onSeed={onSeed} />
      ) : null}
      {verdict === 'error' ? (
        <button type="button" className={styles.action} onClick={onRun}>
          Try again
        </button>
      ) : null}
      {problems.length > 0 ? (
        <Problems
          problems={problems}
          judged={judged}
          told={verdict === 'invalid' && problems.length === 1}
          goTo={goTo}
        />
      ) : null}
      {first === undefined ? null : (
        <Counterexample failure={first} means={meansOf(first)} goTo={goTo} graded={graded} open />
      )}
      {misconception === undefined ? null : <Misconception guess={misconception} onHint={onHint} />}
      {verdict === 'fail' ? (
        <div>
          <p className={styles.next}>
            Read the story from its end. What did your program know when it last had a choice?
          </p>
          {onHint === undefined ? null : (
            <button type="button" className={styles.action} onClick={() => onHint()}>
              Open a hint
            </button>
          )}
        </div>
      ) : null}

      {judged ? (
        <>
          <Properties properties={properties} />
          {others.length > 0 ? (
            <section className={styles.part}>
              <h4>Also broken</h4>
              {others.map((failure) => (
                <Counterexample
                  key={failure.property}
                  failure={failure}
                  means={meansOf(failure)}
                  goTo={goTo}
                  graded={graded}
                />
              ))}
            </section>
          ) : null}
          <Scenarios scenarios={scenarios} />
          <Tried coverage={coverage} />
          <p className={styles.coverage}>
            {tellCoverage(coverage)} Seed {seed}: the same program and seed give the same verdict, here and on
            the command line.
          </p>
        </>
      ) : null}
    </div>
  );
}

/** A verdict that came below the edge of the window is brought to sight; one that is seen stays where it is. */
function showWhenNew(line: HTMLElement | null): void {
  line?.scrollIntoView({ block: 'nearest' });
}
