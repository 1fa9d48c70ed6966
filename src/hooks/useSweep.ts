import { useEffect, useState } from 'react';
import type { Values } from '../labs/controls.ts';
import type { SweepPoint } from '../labs/lab.ts';
import { sweepInWorker } from '../sandbox/browser-lab-host.ts';

/** Where the runs of a sweep are. */
export interface SweepState {
  /** What they came to; those of the settings before while others are being made. */
  readonly points: readonly SweepPoint[] | undefined;
  /** Why there are none. */
  readonly message: string | undefined;
}

const NONE: SweepState = { points: undefined, message: undefined };

/** Makes the runs of a lab's sweep, once they are wanted and again when another setting than the one swept over changes. */
export function useSweep(id: string, over: string, values: Values, wanted: boolean): SweepState {
  const [state, setState] = useState(NONE);
  const others = JSON.stringify({ ...values, [over]: 0 });
  useEffect(() => {
    if (!wanted) return undefined;
    let left = false;
    sweepInWorker(id, JSON.parse(others) as Values).then(
      (points) => {
        if (!left) setState({ points, message: undefined });
      },
      (reason: unknown) => {
        const message = reason instanceof Error ? reason.message : String(reason);
        if (!left) setState({ points: undefined, message });
      },
    );
    return () => {
      left = true;
    };
  }, [id, others, wanted]);
  return state;
}
