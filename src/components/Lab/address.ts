/** The state of a lab as the address of its page: `?lab=33-and-34&late=14&seed=4#lab-33-and-34`. */
import { readValues, writeValues, type Controls, type Values } from '../../labs/controls.ts';
import { FIRST_SEED } from '../../labs/runs.ts';

/** Which run of a lab is looked at. */
export interface LabState {
  readonly values: Values;
  readonly seed: number;
}

/** The values that the page's address asks for, if it speaks of this lab; else the first ones. */
export function readAddress(id: string, controls: Controls): Values {
  const asked = new URLSearchParams(window.location.search);
  return readValues(controls, (name) => (asked.get('lab') === id ? asked.get(name) : null));
}

/** The seed that the page's address asks for, if it speaks of this lab; else the first one. */
export function readSeed(id: string): number {
  const asked = new URLSearchParams(window.location.search);
  const seed = asked.get('lab') === id ? Number(asked.get('seed')) : 0;
  return Number.isInteger(seed) && seed > 0 && seed % 2 === 0 ? seed : FIRST_SEED;
}

/** The page's address with a lab in that state. */
export function addressOf(id: string, controls: Controls, { values, seed }: LabState): string {
  const asked = new URLSearchParams([['lab', id], ...writeValues(controls, values)]);
  if (seed !== FIRST_SEED) asked.set('seed', String(seed));
  return `${window.location.origin}${window.location.pathname}?${asked.toString()}#lab-${id}`;
}

/** Makes the page's address that of the lab's state, without a step in the history. */
export function showAddress(id: string, controls: Controls, state: LabState): void {
  window.history.replaceState(window.history.state, '', addressOf(id, controls, state));
}
