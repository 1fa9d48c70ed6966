import { useEffect, useState } from 'react';
import type { RunReplay } from '../grader/replay-token.ts';
import type { GradeOptions, Report } from '../grader/report.ts';

/** Makes one run with a program, with its trace. */
export type MakeRun = (replay: RunReplay, options?: Pick<GradeOptions, 'withOwnFaults'>) => Promise<Report>;

/**
 * The report of a run, made anew when another is wanted; that of the one before stands until it is there. `undefined`
 * when none is wanted.
 *
 * @param wanted keep it the same object while the same run is wanted
 */
export function useReplay(make: MakeRun | undefined, wanted: RunReplay | undefined): Report | undefined {
  const [report, setReport] = useState<Report>();
  useEffect(() => {
    if (make === undefined || wanted === undefined) {
      setReport(undefined);
      return undefined;
    }
    let left = false;
    void make(wanted).then((made) => {
      if (!left) setReport(made);
    });
    return () => {
      left = true;
    };
  }, [make, wanted]);
  return report;
}
