import { useCallback, useEffect, useRef, useState } from 'react';
import type { Values } from '../labs/controls.ts';
import type { LabResult } from '../labs/lab.ts';
import { runInWorker, warmWorker } from '../sandbox/browser-lab-host.ts';

/** Where a lab's run is. */
export interface LabState {
  readonly phase: 'idle' | 'running' | 'done' | 'failed';
  /** What was asked for last. */
  readonly values: Values | undefined;
  /** That of these values when `done`; before that, what there was. */
  readonly result: LabResult | undefined;
  /** Why it failed. */
  readonly message: string | undefined;
}

const IDLE: LabState = { phase: 'idle', values: undefined, result: undefined, message: undefined };

/** Runs a lab; of several runs that were asked for, the last one counts. */
export function useLabRun(id: string): {
  readonly state: LabState;
  run(values: Values): void;
  /** Loads what a run needs. */
  warm(): void;
} {
  const [state, setState] = useState(IDLE);
  const latest = useRef<Values>(undefined);
  useEffect(
    () => () => {
      latest.current = undefined;
    },
    [],
  );
  const run = useCallback(
    (values: Values) => {
      latest.current = values;
      setState(({ result }) => ({ phase: 'running', values, result, message: undefined }));
      runInWorker(id, values).then(
        (result) => {
          if (latest.current === values) setState({ phase: 'done', values, result, message: undefined });
        },
        (reason: unknown) => {
          const message = reason instanceof Error ? reason.message : String(reason);
          if (latest.current === values) setState({ phase: 'failed', values, result: undefined, message });
        },
      );
    },
    [id],
  );
  return { state, run, warm: warmWorker };
}
