/** The numbers of faults that a reader may change. */
import type { Fault } from '../../sim/fault.ts';

/** Name of a number in a fault; `atMs` is that of its moment. */
export type NumberField =
  'atMs' | 'fromMs' | 'untilMs' | 'byMs' | 'afterMs' | 'forMs' | 'restartAfterMs' | 'percent' | 'capacity';

/** One number of a fault. */
export interface FaultNumber {
  readonly field: NumberField;
  /** What stands before it: "for". */
  readonly label: string;
  /** What stands behind it: "ms". */
  readonly unit: string;
  readonly value: number;
  /** Least value; absent where it may be negative. */
  readonly min?: number;
  readonly max?: number;
}

/** The numbers of a fault, in the order in which they are read. Faults of which only keys are known have none. */
export function numbersOf(fault: Fault): FaultNumber[] {
  const ms = (field: NumberField, label: string, value: number, min = 0): FaultNumber => ({
    field,
    label,
    unit: 'ms',
    value,
    min,
  });
  const stretch = ({
    fromMs,
    untilMs,
  }: {
    readonly fromMs: number;
    readonly untilMs: number;
  }): FaultNumber[] => [ms('fromMs', 'from', fromMs), ms('untilMs', 'to', untilMs, fromMs)];
  switch (fault.kind) {
    case 'delay':
      return [ms('byMs', 'by', fault.byMs)];
    case 'duplicate':
      return [ms('afterMs', 'after', fault.afterMs)];
    case 'pause':
      return [...momentOf(fault), ms('forMs', 'for', fault.forMs)];
    case 'crash':
      return [
        ...momentOf(fault),
        ...(fault.restartAfterMs === null
          ? []
          : [ms('restartAfterMs', 'restart after', fault.restartAfterMs)]),
      ];
    case 'clock-step':
      return [...momentOf(fault), { field: 'byMs', label: 'by', unit: 'ms', value: fault.byMs }];
    case 'forge':
    case 'replay':
    case 'leap-second':
    case 'clock-rate':
      return momentOf(fault);
    case 'partition':
    case 'silence':
    case 'no-sync':
      return stretch(fault);
    case 'slow-link':
    case 'slow-node':
    case 'slow-disk':
      return [...stretch(fault), ms('byMs', 'by', fault.byMs)];
    case 'burst-loss':
      return [
        ...stretch(fault),
        { field: 'percent', label: 'lost', unit: '%', value: fault.percent, min: 0, max: 100 },
      ];
    case 'small-inbox':
      return [
        ...stretch(fault),
        { field: 'capacity', label: 'at most', unit: 'messages', value: fault.capacity, min: 0, max: 10_000 },
      ];
    case 'drop':
    case 'corrupt':
    case 'equivocate':
      return [];
  }
}

/** The instant of a fault that has one; a step has no number that means something to a reader. */
function momentOf(fault: Extract<Fault, { at: unknown }>): FaultNumber[] {
  return 'atMs' in fault.at ? [{ field: 'atMs', label: 'at', unit: 'ms', value: fault.at.atMs, min: 0 }] : [];
}

/** The fault with another value for one of its {@link numbersOf}; what lies outside its bounds becomes the nearest. */
export function withNumber(fault: Fault, field: NumberField, value: number): Fault {
  const number = numbersOf(fault).find((one) => one.field === field);
  if (number === undefined || !Number.isFinite(value)) return fault;
  const { min = -Infinity, max = Infinity } = number;
  const within = Math.max(min, Math.min(max, field === 'capacity' ? Math.round(value) : value));
  if (field === 'atMs') return 'at' in fault ? { ...fault, at: { ...fault.at, atMs: within } } : fault;
  return { ...fault, [field]: within };
}
