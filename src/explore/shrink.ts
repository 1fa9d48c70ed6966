import type { Fault } from '../sim/fault.ts';

/**
 * A smallest list of faults for which `stillFails`: no single one of the result can be taken away. Then calmer values
 * of each fault are tried. After Zeller and Hildebrandt, Simplifying and Isolating Failure-Inducing Input, IEEE TSE
 * 28 (2), 2002, with complements only.
 *
 * @param runsMax how often `stillFails` may be asked
 */
export function shrinkFaults(
  faults: readonly Fault[],
  stillFails: (candidate: readonly Fault[]) => boolean,
  runsMax: number,
): { faults: readonly Fault[]; runs: number } {
  let current = faults;
  let runs = 0;
  const fails = (candidate: readonly Fault[]): boolean => {
    if (runs >= runsMax) return false;
    runs++;
    return stillFails(candidate);
  };
  if (current.length > 0 && fails([])) return { faults: [], runs };
  /** Takes faults away, so many at a time and then fewer, until no single one can be. @returns whether any was */
  const remove = (sizeMax: number): boolean => {
    const before = current.length;
    for (let size = sizeMax; size >= 1;) {
      let removed = false;
      for (let start = 0; start < current.length;) {
        const candidate = [...current.slice(0, start), ...current.slice(start + size)];
        if (candidate.length < current.length && candidate.length > 0 && fails(candidate)) {
          current = candidate;
          removed = true;
        } else {
          start += size;
        }
      }
      if (size === 1 && !removed) break;
      if (size > 1 || runs >= runsMax) size = runs >= runsMax ? 0 : Math.ceil(size / 2);
    }
    return current.length < before;
  };
  /** Tries half of each value, and half of that. @returns whether any became calmer */
  const soothe = (): boolean => {
    const before = current;
    for (let i = 0; i < current.length; i++) {
      for (let tries = 0; tries < 6; tries++) {
        const fault = current[i];
        if (fault === undefined) break;
        const calm = calmer(fault);
        if (calm === undefined) break;
        const candidate = current.map((other, at) => (at === i ? calm : other));
        if (!fails(candidate)) break;
        current = candidate;
      }
    }
    return current !== before;
  };
  remove(Math.ceil(current.length / 2));
  // With calmer values a fault may have become needless; mostly none has.
  while (soothe()) if (!remove(1)) break;
  return { faults: current, runs };
}

/** The same fault with a value half as large, or `undefined` when it is small already. */
function calmer(fault: Fault): Fault | undefined {
  const half = (ms: number, least: number): number | undefined => {
    const halved = Math.round(ms / 2);
    return Math.abs(halved) >= least ? halved : undefined;
  };
  switch (fault.kind) {
    case 'delay': {
      const byMs = half(fault.byMs, 10);
      return byMs === undefined ? undefined : { ...fault, byMs };
    }
    case 'duplicate': {
      const afterMs = half(fault.afterMs, 5);
      return afterMs === undefined ? undefined : { ...fault, afterMs };
    }
    case 'pause': {
      const forMs = half(fault.forMs, 50);
      return forMs === undefined ? undefined : { ...fault, forMs };
    }
    case 'clock-step': {
      const byMs = half(fault.byMs, 100);
      return byMs === undefined ? undefined : { ...fault, byMs };
    }
    case 'crash': {
      const restartAfterMs = fault.restartAfterMs === null ? undefined : half(fault.restartAfterMs, 50);
      return restartAfterMs === undefined ? undefined : { ...fault, restartAfterMs };
    }
    default:
      return undefined;
  }
}
