import { useEffect, useMemo, useState } from 'react';
import type { Values } from '../labs/controls.ts';
import type { AnyLab, RunMade } from '../labs/lab.ts';
import type { RunSpec } from '../labs/pictures.ts';
import { pictureOf, runsOf } from '../labs/runs.ts';
import { manyInWorker } from '../sandbox/browser-lab-host.ts';

/** Where the runs of a picture of many are. */
export interface ManyState {
  /** Those that the picture asks for, in order. */
  readonly runs: readonly RunSpec[];
  /** What they came to, as far as they are made; those of the settings before stand in for the others. */
  readonly ends: readonly RunMade[];
  readonly isComplete: boolean;
  /** Why there are no more. */
  readonly message: string | undefined;
}

interface Gathered {
  /** The request that they answer. */
  readonly request: object | undefined;
  readonly asked: string;
  readonly ends: readonly RunMade[];
  /** So many of them are of these settings. */
  readonly fresh: number;
  readonly isComplete: boolean;
  readonly message: string | undefined;
}

const NONE: Gathered = {
  request: undefined,
  asked: '',
  ends: [],
  fresh: 0,
  isComplete: false,
  message: undefined,
};

/** Makes the runs of a picture, once they are wanted and again when the settings change that they depend on. */
export function useMany(
  id: string,
  lab: AnyLab,
  picture: string,
  values: Values,
  wanted: boolean,
): ManyState {
  const [state, setState] = useState(NONE);
  const shown = pictureOf(lab, picture);
  // A sweep makes the same runs wherever its slider stands.
  const asked = JSON.stringify(shown.kind === 'sweep' ? { ...values, [shown.over]: 0 } : values);
  const runs = useMemo(() => runsOf(lab, picture, JSON.parse(asked) as Values), [lab, picture, asked]);
  useEffect(() => {
    if (!wanted) return undefined;
    let left = false;
    const request = {};
    const gather = (more: readonly RunMade[]): void => {
      if (left) return;
      setState((before) => {
        const fresh = before.request === request ? before.fresh : 0;
        const ends = [...before.ends];
        ends.splice(fresh, more.length, ...more);
        return { request, asked, ends, fresh: fresh + more.length, isComplete: false, message: undefined };
      });
    };
    manyInWorker(id, picture, JSON.parse(asked) as Values, gather).then(
      (how) => {
        if (!left && how === 'complete') setState((before) => ({ ...before, isComplete: true }));
      },
      (reason: unknown) => {
        const message = reason instanceof Error ? reason.message : String(reason);
        if (!left) setState((before) => ({ ...before, message }));
      },
    );
    return () => {
      left = true;
    };
  }, [id, picture, asked, wanted]);
  return {
    runs,
    ends: state.ends.slice(0, runs.length),
    isComplete: state.isComplete && state.asked === asked,
    message: state.message,
  };
}
