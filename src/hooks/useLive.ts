import { useEffect, useState, type ComponentType } from 'react';

/** A part of a page that comes later. */
export interface Live<P> {
  /** Absent until it is there. */
  readonly Part: ComponentType<P> | undefined;
  readonly failed: boolean;
}

/** Loads the live part of a figure once it is wanted. `load` must stay the same function. */
export function useLive<P>(load: () => Promise<{ default: ComponentType<P> }>, wanted: boolean): Live<P> {
  const [Part, setPart] = useState<ComponentType<P>>();
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    if (!wanted) return undefined;
    let left = false;
    load().then(
      ({ default: loaded }) => {
        if (!left) setPart(() => loaded);
      },
      () => {
        if (!left) setFailed(true);
      },
    );
    return () => {
      left = true;
    };
  }, [load, wanted]);
  return { Part, failed };
}
