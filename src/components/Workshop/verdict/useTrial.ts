import { useCallback, useMemo, useState } from 'react';
import { decodeReplay, isCaseReplay, type RunReplay } from '../../../grader/replay-token.ts';
import type { Failure, Report } from '../../../grader/report.ts';
import { useReplay, type MakeRun } from '../../../hooks/useReplay.ts';
import { isChanged, type Edit } from '../../Faults/change.ts';
import type { FaultEdit } from '../../Faults/FaultList.tsx';
import { withNumber } from '../../Faults/numbers.ts';

/** A counterexample's faults under the reader's hands. */
export interface Trial extends FaultEdit {
  readonly edits: readonly Edit[];
  readonly changed: boolean;
  /** The run as it was found, and as it is with the changes; `undefined` while nothing is changed, or not made yet. */
  readonly found: Report | undefined;
  readonly tried: Report | undefined;
  reset(): void;
}

/** Runs the counterexample again, with the program that was graded, whenever its faults are changed. */
export function useTrial({ faults, token }: Failure, make: MakeRun | undefined): Trial | undefined {
  const first = useMemo(
    () => faults.map((fault): Edit => ({ original: fault, fault, out: false })),
    [faults],
  );
  const [edits, setEdits] = useState<readonly Edit[]>(first);
  const base = useMemo(() => runOf(token), [token]);
  const changed = edits.some(isChanged);
  const wanted = useMemo(
    (): RunReplay | undefined =>
      base && { ...base, faults: edits.filter(({ out }) => !out).map(({ fault }) => fault) },
    [base, edits],
  );
  const { report: found } = useReplay(make, changed ? base : undefined);
  const { report: tried } = useReplay(make, changed ? wanted : undefined);
  const edit = useCallback(
    (index: number, next: (edit: Edit) => Edit) =>
      setEdits((before) => before.map((one, at) => (at === index ? next(one) : one))),
    [],
  );
  if (base === undefined || make === undefined || faults.length === 0) return undefined;
  return {
    edits,
    changed,
    found,
    tried,
    toggle: (index) => edit(index, (one) => ({ ...one, out: !one.out })),
    number: (index, field, value) =>
      edit(index, (one) => ({ ...one, fault: withNumber(one.fault, field, value) })),
    reset: () => setEdits(first),
  };
}

function runOf(token: string | undefined): RunReplay | undefined {
  const replay = token === undefined ? undefined : decodeReplay(token);
  return replay === undefined || isCaseReplay(replay) ? undefined : replay;
}
