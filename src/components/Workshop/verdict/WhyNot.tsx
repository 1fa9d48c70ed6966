import type { ReactNode } from 'react';
import type { Report } from '../../../grader/report.ts';
import { brokenIn, isSame, tellBroken, tellChange, tellOutcome } from '../../Faults/change.ts';
import FaultList from '../../Faults/FaultList.tsx';
import Comparison, { type Compared } from '../../SpaceTime/Comparison.tsx';
import styles from '../result.module.css';
import type { Trial } from './useTrial.ts';

const NEVER = 'It did not happen: in this run the program does not come to where it strikes.';

/** The faults of a counterexample, each to be taken away or changed, and what then becomes of the promises. */
export function Faults({ trial }: { readonly trial: Trial }): ReactNode {
  const { edits, changed, found, tried } = trial;
  const unfired = changed ? (tried?.replayed?.unfired ?? []) : [];
  return (
    <div className={styles.trial}>
      <FaultList
        label="Faults of this run"
        faults={edits.map(({ fault, out }) => ({
          fault,
          out,
          notes: !out && unfired.some((one) => isSame(one, fault)) ? [NEVER] : [],
        }))}
        edit={trial}
      />
      <p className={styles.why}>
        {changed ? (
          <button type="button" className={styles.lineLink} onClick={trial.reset}>
            All as found
          </button>
        ) : (
          `Would it break without ${edits.length === 1 ? 'it' : 'one of them'}? Take it away, or change its numbers: the same program runs again at once.`
        )}
      </p>
      <p className={styles.outcome} role="status" data-kept={tried?.failures.length === 0}>
        {changed && found !== undefined && tried !== undefined ? tell(trial, found, tried) : ''}
      </p>
    </div>
  );
}

function tell({ edits }: Trial, found: Report, tried: Report): string {
  const [problem] = tried.problems;
  if (tried.verdict === 'error') return `This run could not be made: ${problem?.message ?? ''}`;
  return `${tellChange(edits)}: ${tellOutcome(brokenIn(found), brokenIn(tried))}.`;
}

interface ContrastProps extends Pick<Compared, 'words' | 'selection'> {
  readonly trial: Trial;
  readonly onLine: (line: number) => void;
}

/** The run as it was found and as it is with the changes; nothing before both are there. */
export function Contrast({ trial, onLine, ...rest }: ContrastProps): ReactNode {
  const { edits, found, tried } = trial;
  if (found?.replayed === undefined || tried?.replayed === undefined) return null;
  return (
    <Comparison
      one={{ ...rest, run: found.replayed.run, title: titleOf('As found', found) }}
      other={{ run: tried.replayed.run, title: titleOf(tellChange(edits), tried) }}
      onLine={onLine}
    />
  );
}

function titleOf(words: string, report: Report): string {
  return `${words}: ${tellBroken(brokenIn(report))}`;
}
