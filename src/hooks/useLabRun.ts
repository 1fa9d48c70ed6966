import { useCallback, useEffect, useRef, useState } from 'react';
import type { Values } from '../labs/controls.ts';
import type { LabResult } from '../labs/lab.ts';
import { runInWorker, warmWorker } from '../sandbox/browser-lab-host.ts';

/** Which run of a lab. */
export interface Wish {
  readonly values: Values;
  readonly seed: number;
}

/** A run that was made. */
export interface Made extends Wish {
  readonly result: LabResult;
}

/** Where a lab's runs are. */
export interface LabState {
  readonly phase: 'idle' | 'running' | 'done' | 'failed';
  /** The latest run that was made; it stays while the next one is being made, and when that fails. */
  readonly made: Made | undefined;
  /** The one before. */
  readonly former: Made | undefined;
  /** Why it failed. */
  readonly message: string | undefined;
}

const IDLE: LabState = { phase: 'idle', made: undefined, former: undefined, message: undefined };

/**
 * Runs a lab. One run is made at a time; of those that are wished for meanwhile only the last is made, so that the
 * picture follows a slider as fast as the machine can.
 */
export function useLabRun(id: string): {
  readonly state: LabState;
  run(wish: Wish): void;
  /** Loads what a run needs. */
  warm(): void;
} {
  const [state, setState] = useState(IDLE);
  const isThere = useRef(true);
  const isBusy = useRef(false);
  const next = useRef<Wish>(undefined);
  useEffect(() => {
    isThere.current = true;
    return () => {
      isThere.current = false;
    };
  }, []);
  const run = useCallback(
    (wish: Wish) => {
      setState((before) => ({ ...before, phase: 'running', message: undefined }));
      next.current = wish;
      if (isBusy.current) return;
      isBusy.current = true;
      const begin = (asked: Wish): void => {
        next.current = undefined;
        const goOn = (): boolean => {
          const { current: wanted } = next;
          if (!isThere.current || wanted === undefined) isBusy.current = false;
          else begin(wanted);
          return isBusy.current;
        };
        runInWorker(id, asked.values, asked.seed).then(
          (result) => {
            const phase = goOn() ? 'running' : 'done';
            if (!isThere.current) return;
            setState(({ made }) => ({ phase, made: { ...asked, result }, former: made, message: undefined }));
          },
          (reason: unknown) => {
            if (goOn() || !isThere.current) return;
            const message = reason instanceof Error ? reason.message : String(reason);
            setState((before) => ({ ...before, phase: 'failed', message }));
          },
        );
      };
      begin(wish);
    },
    [id],
  );
  return { state, run, warm: warmWorker };
}
