import { useMemo, useReducer } from 'react';
import type { Fault } from '../../sim/fault.ts';
import { withNumber, type NumberField } from '../Faults/numbers.ts';

/** The faults of a run under the reader's hands. Keep the list as it is: it is the same object until it changes. */
export interface ChosenFaults {
  readonly faults: readonly Fault[];
  readonly canUndo: boolean;
  add(fault: Fault): void;
  remove(index: number): void;
  number(index: number, field: NumberField, value: number): void;
  /** Puts others in their place. */
  replace(faults: readonly Fault[]): void;
  undo(): void;
}

interface State {
  readonly faults: readonly Fault[];
  readonly before: readonly (readonly Fault[])[];
  /** What was changed last: writing one number is one step, however many digits it has. */
  readonly last: string;
}

type Step =
  'undo' | { readonly what: string; readonly change: (faults: readonly Fault[]) => readonly Fault[] };

/** A list of faults with undo. */
export function useFaults(first: readonly Fault[]): ChosenFaults {
  const [{ faults, before }, step] = useReducer(reduce, { faults: first, before: [], last: '' });
  const canUndo = before.length > 0;
  return useMemo(() => {
    const change = (next: (faults: readonly Fault[]) => readonly Fault[], what = ''): void =>
      step({ what, change: next });
    return {
      faults,
      canUndo,
      add: (fault) => change((all) => [...all, fault]),
      remove: (index) => change((all) => all.filter((_, at) => at !== index)),
      number: (index, field, value) =>
        change(
          (all) => all.map((fault, at) => (at === index ? withNumber(fault, field, value) : fault)),
          `${index} ${field}`,
        ),
      replace: (others) => change(() => others),
      undo: () => step('undo'),
    };
  }, [faults, canUndo]);
}

function reduce({ faults, before, last }: State, step: Step): State {
  if (step === 'undo')
    return { faults: before[before.length - 1] ?? faults, before: before.slice(0, -1), last: '' };
  const { what, change } = step;
  const isSameStep = what !== '' && what === last;
  return { faults: change(faults), before: isSameStep ? before : [...before, faults], last: what };
}
