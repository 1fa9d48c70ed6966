import { useEffect, useState, type ComponentType } from 'react';
import type { WorkshopData } from '../components/Workshop/data.ts';

type BenchComponent = ComponentType<{ readonly data: WorkshopData }>;

/** The live part of the workshop, loaded once it is wanted. */
export function useLive(wanted: boolean): {
  readonly Bench: BenchComponent | undefined;
  readonly failed: boolean;
} {
  const [Bench, setBench] = useState<BenchComponent>();
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    if (!wanted) return undefined;
    let left = false;
    import('../components/Workshop/live.ts').then(
      ({ default: loaded }) => {
        if (!left) setBench(() => loaded);
      },
      () => {
        if (!left) setFailed(true);
      },
    );
    return () => {
      left = true;
    };
  }, [wanted]);
  return { Bench, failed };
}
