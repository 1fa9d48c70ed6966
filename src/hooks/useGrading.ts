import { useCallback, useEffect, useRef, useState } from 'react';
import type { Exercise } from '../explore/exercise.ts';
import type { Progress, Report } from '../grader/report.ts';
import type { MakeRun } from './useReplay.ts';
import { BrowserHost } from '../sandbox/browser-host.ts';
import type { Step } from '../sandbox/host.ts';

/** Where a workshop's grading is. */
export type Grading =
  | { readonly phase: 'idle' }
  | { readonly phase: 'working'; readonly step: Step; readonly progress: Progress | undefined }
  | { readonly phase: 'stopped' }
  | {
      readonly phase: 'done';
      readonly report: Report;
      /** Which grading of this page. */
      readonly run: number;
      readonly graded: Graded;
    };

/** The program that was graded, whatever the editor holds by now. */
export interface Graded {
  readonly source: string;
  /** Makes one run of it with chosen faults; absent where the exercise is not about programs on nodes. */
  readonly makeRun?: MakeRun;
}

/** Grades a workshop's program: one grading at a time; a new one ends the one before. */
export interface GradingControl {
  readonly grading: Grading;
  run(source: string, seed: string): void;
  stop(): void;
  /** Loads what a run needs. */
  warm(): void;
}

export function useGrading(exercise: Exercise): GradingControl {
  const [grading, setGrading] = useState<Grading>({ phase: 'idle' });
  const host = useRef<BrowserHost>(undefined);
  const running = useRef<AbortController>(undefined);
  const runs = useRef(0);

  useEffect(
    () => () => {
      running.current?.abort();
      void host.current?.close();
      host.current = undefined;
    },
    [exercise],
  );

  const hostOf = useCallback(() => (host.current ??= new BrowserHost()), []);

  const run = useCallback(
    (source: string, seed: string) => {
      running.current?.abort();
      const controller = new AbortController();
      running.current = controller;
      const { signal } = controller;
      const working = (step: Step, progress?: Progress): void => {
        if (!signal.aborted) setGrading({ phase: 'working', step, progress });
      };
      working('compiling');
      const target = { exercise, module: exercise.id };
      hostOf()
        .grade(target, source, {
          seed,
          signal,
          withTraces: true,
          onStep: (step) => {
            if (step !== 'running') working(step);
          },
          onProgress: (progress) => working('running', progress),
        })
        .then(
          (report) => {
            if (signal.aborted) return;
            const makeRun: MakeRun = (replay) =>
              hostOf().grade(target, source, { seed: String(replay.seed), replay, withTraces: true });
            setGrading({
              phase: 'done',
              report,
              run: (runs.current += 1),
              graded: { source, ...(exercise.kind === 'nodes' && { makeRun }) },
            });
          },
          (reason: unknown) => {
            if (!signal.aborted) throw reason;
          },
        );
    },
    [exercise, hostOf],
  );

  const stop = useCallback(() => {
    running.current?.abort();
    setGrading({ phase: 'stopped' });
  }, []);
  const warm = useCallback(() => hostOf().warm(), [hostOf]);
  return { grading, run, stop, warm };
}
