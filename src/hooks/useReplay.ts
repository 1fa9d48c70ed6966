import { useEffect, useState } from 'react';
import type { RunReplay } from '../grader/replay-token.ts';
import type { GradeOptions, Report } from '../grader/report.ts';

/** Makes one run with a program, with its trace. */
export type MakeRun = (
  replay: RunReplay,
  options?: Pick<GradeOptions, 'withOwnFaults' | 'withLateness'>,
) => Promise<Report>;

/** A run that was asked for. */
export interface Replayed {
  /** That of the run before until the wanted one is there; absent when none is wanted. */
  readonly report: Report | undefined;
  /** The report is of another run than the wanted one, or not there yet. */
  readonly isBehind: boolean;
}

/**
 * The report of a run, made anew when another is wanted.
 *
 * @param wanted keep it the same object while the same run is wanted
 */
export function useReplay(make: MakeRun | undefined, wanted: RunReplay | undefined): Replayed {
  const [made, setMade] = useState<{
    readonly make: MakeRun;
    readonly wanted: RunReplay;
    readonly report: Report;
  }>();
  useEffect(() => {
    if (make === undefined || wanted === undefined) {
      setMade(undefined);
      return undefined;
    }
    let left = false;
    void make(wanted).then((report) => {
      if (!left) setMade({ make, wanted, report });
    });
    return () => {
      left = true;
    };
  }, [make, wanted]);
  return { report: made?.report, isBehind: made?.make !== make || made?.wanted !== wanted };
}
