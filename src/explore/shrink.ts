import type { CrashFault, Fault, PartitionFault, SlowLinkFault } from '../sim/fault.ts';
import { takeAway } from './take-away.ts';

/** Of more links than this, only halves are tried. */
const LINKS_ONE_BY_ONE = 8;

/**
 * A smallest list of faults for which `stillFails`: no single one of the result can be taken away. Then calmer values
 * of each fault are tried.
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
  const mayAsk = (): boolean => runs < runsMax;
  const fails = (candidate: readonly Fault[]): boolean => {
    if (!mayAsk()) return false;
    runs++;
    return stillFails(candidate);
  };
  if (current.length > 0 && fails([])) return { faults: [], runs };
  /** Takes faults away, so many at a time and then fewer. @returns whether any was */
  const remove = (sizeMax: number): boolean => {
    const before = current.length;
    current = takeAway(current, fails, sizeMax, mayAsk);
    return current.length < before;
  };
  /** Tries half of each value, and half of that. @returns whether any became calmer */
  const soothe = (): boolean => {
    const before = current;
    for (let i = 0; i < current.length && mayAsk(); i++) {
      for (let tries = 0; ; tries++) {
        const fault = current[i];
        if (fault === undefined || tries >= ('links' in fault ? 12 : 6)) break;
        const tried = current;
        for (const calm of calmer(fault)) {
          const candidate = current.map((other, at) => (at === i ? calm : other));
          if (!fails(candidate)) continue;
          current = candidate;
          break;
        }
        if (current === tried) break;
      }
    }
    return current !== before;
  };
  remove(Math.ceil(current.length / 2));
  // With calmer values a fault may have become needless; mostly none has.
  while (soothe()) if (!remove(1)) break;
  return { faults: current, runs };
}

/** The same fault with a value half as large, or with less to it; nothing when it is small already. */
function calmer(fault: Fault): Fault[] {
  switch (fault.kind) {
    case 'delay':
      return halves(fault.byMs, 10).map((byMs) => ({ ...fault, byMs }));
    case 'duplicate':
      return halves(fault.afterMs, 5).map((afterMs) => ({ ...fault, afterMs }));
    case 'pause':
      return halves(fault.forMs, 50).map((forMs) => ({ ...fault, forMs }));
    case 'clock-step':
      return halves(fault.byMs, 100).map((byMs) => ({ ...fault, byMs }));
    case 'crash':
      return calmerCrash(fault);
    case 'slow-node':
    case 'slow-disk':
      return [...halves(fault.byMs, 1).map((byMs) => ({ ...fault, byMs })), ...shorter(fault)];
    case 'slow-link':
      return [
        ...fewerLinks(fault),
        ...halves(fault.byMs, 10).map((byMs) => ({ ...fault, byMs })),
        ...shorter(fault),
      ];
    case 'partition':
      return [...fewerLinks(fault), ...shorter(fault)];
    case 'clock-rate':
      return halves(fault.realMicros - 1_000_000, 100).map((off) => ({
        ...fault,
        realMicros: 1_000_000 + off,
      }));
    case 'burst-loss':
    case 'silence':
    case 'small-inbox':
    case 'no-sync':
      return shorter(fault);
    case 'corrupt':
      return fault.draw === 0 ? [] : [{ ...fault, draw: 0 }];
    default:
      return [];
  }
}

function calmerCrash(fault: CrashFault): Fault[] {
  const { losesDisk, unsynced, restartAfterMs, ...rest } = fault;
  const calm: Fault[] = [];
  const tail = unsynced === undefined ? {} : { unsynced };
  if (losesDisk === true) calm.push({ ...rest, ...tail, restartAfterMs });
  if (unsynced?.torn !== undefined) {
    const { torn: _torn, ...whole } = unsynced;
    calm.push({ ...fault, unsynced: whole });
    if (unsynced.torn.last > 1)
      calm.push({ ...fault, unsynced: { ...whole, torn: { ...unsynced.torn, last: 1 } } });
  }
  if (restartAfterMs !== null)
    for (const ms of halves(restartAfterMs, 50)) calm.push({ ...fault, restartAfterMs: ms });
  return calm;
}

/** The same fault on the first or the second half of its links; of a few, on all but one. */
function fewerLinks(fault: PartitionFault | SlowLinkFault): Fault[] {
  const { links } = fault;
  if (links.length < 2) return [];
  const half = Math.ceil(links.length / 2);
  const fewer = [links.slice(0, half), links.slice(half)];
  if (links.length > 2 && links.length <= LINKS_ONE_BY_ONE)
    fewer.push(...links.map((_, i) => links.filter((_link, at) => at !== i)));
  return fewer.map((some) => ({ ...fault, links: some }));
}

/** The same fault for half as long. */
function shorter(fault: Extract<Fault, { fromMs: number }>): Fault[] {
  return halves(fault.untilMs - fault.fromMs, 50).map((ms) => ({ ...fault, untilMs: fault.fromMs + ms }));
}

/** Half of it, as a list: empty when that is less than `least`, or no less than before. */
function halves(ms: number, least: number): number[] {
  const halved = Math.round(ms / 2);
  return Math.abs(halved) >= least && Math.abs(halved) < Math.abs(ms) ? [halved] : [];
}
