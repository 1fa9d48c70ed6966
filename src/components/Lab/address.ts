/** The state of a lab as the address of its page: `?lab=33-and-34&late=14#lab-33-and-34`. */
import { readValues, writeValues, type Controls, type Values } from '../../labs/controls.ts';

/** The values that the page's address asks for, if it speaks of this lab; else the first ones. */
export function readAddress(id: string, controls: Controls): Values {
  const asked = new URLSearchParams(window.location.search);
  return readValues(controls, (name) => (asked.get('lab') === id ? asked.get(name) : null));
}

/** The page's address with a lab in that state. */
export function addressOf(id: string, controls: Controls, values: Values): string {
  const asked = new URLSearchParams([['lab', id], ...writeValues(controls, values)]);
  return `${window.location.origin}${window.location.pathname}?${asked.toString()}#lab-${id}`;
}

/** Makes the page's address that of the lab's state, without a step in the history. */
export function showAddress(id: string, controls: Controls, values: Values): void {
  window.history.replaceState(window.history.state, '', addressOf(id, controls, values));
}
