import { useCallback, useEffect, useRef, useState } from 'react';
import type { Exercise } from '../../explore/exercise.ts';
import type { MakeRun } from '../../hooks/useReplay.ts';
import { BrowserHost } from '../../sandbox/browser-host.ts';
import type { Step } from '../../sandbox/host.ts';

/** Makes runs with a program; `step` says what is being waited for, while it is long. */
export function useMakeRun(
  exercise: Exercise,
  source: string | undefined,
): { readonly makeRun: MakeRun | undefined; readonly step: Step | undefined } {
  const [step, setStep] = useState<Step>();
  const host = useRef<BrowserHost>(undefined);
  useEffect(
    () => () => {
      void host.current?.close();
      host.current = undefined;
    },
    [exercise],
  );
  const make = useCallback<MakeRun>(
    async (replay, options) => {
      const own = (host.current ??= new BrowserHost());
      const seed = String(replay.seed);
      const report = await own.grade({ exercise, module: exercise.id }, source ?? '', {
        ...options,
        seed,
        replay,
        withTraces: true,
        onStep: setStep,
      });
      setStep(undefined);
      return report;
    },
    [exercise, source],
  );
  return { makeRun: source === undefined ? undefined : make, step };
}
