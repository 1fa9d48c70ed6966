/** A list of faults that was changed, and what came of it, in words. */
import type { Report } from '../../grader/report.ts';
import type { Fault } from '../../sim/fault.ts';
import { numbersOf } from './numbers.ts';
import { nameFault } from './words.ts';

/** A fault of a list as it was, and as the reader wants it. */
export interface Edit {
  readonly original: Fault;
  readonly fault: Fault;
  /** Taken away. */
  readonly out: boolean;
}

/** Whether an edit changes anything. */
export function isChanged({ original, fault, out }: Edit): boolean {
  return out || numbersOf(fault).some(({ value }, index) => value !== numbersOf(original)[index]?.value);
}

/** What was changed: `Without the loss of …, and with the pause of a for 200 ms instead of 300 ms`. */
export function tellChange(edits: readonly Edit[]): string {
  const out = edits.filter((edit) => edit.out).map(({ fault }) => nameFault(fault));
  const changed = edits
    .filter((edit) => !edit.out && isChanged(edit))
    .map(({ original, fault }) => `${nameFault(fault)} ${tellNumbers(original, fault)}`);
  const parts = [
    ...(out.length > 0 ? [`without ${list(out)}`] : []),
    ...(changed.length > 0 ? [`with ${list(changed)}`] : []),
  ].join(', and ');
  return parts.charAt(0).toUpperCase() + parts.slice(1);
}

function tellNumbers(original: Fault, fault: Fault): string {
  const before = numbersOf(original);
  const told = numbersOf(fault).flatMap(({ label, value, unit }, index) => {
    const was = before[index]?.value;
    return was === undefined || was === value ? [] : [`${label} ${value} ${unit} instead of ${was} ${unit}`];
  });
  return told.join(', ');
}

/** The properties that a report finds broken, each once. */
export function brokenIn({ failures }: Report): string[] {
  return [...new Set(failures.map(({ property }) => property))];
}

/** Which promises are broken: `every promise kept`. */
export function tellBroken(broken: readonly string[]): string {
  return broken.length === 0 ? 'every promise kept' : `${list(broken)} broken`;
}

/** Which promises are broken now, compared with before: `every promise kept`. */
export function tellOutcome(before: readonly string[], now: readonly string[]): string {
  if (now.length === 0) return tellBroken(now);
  const still = now.filter((property) => before.includes(property));
  const fresh = now.filter((property) => !before.includes(property));
  return [
    ...(still.length > 0 ? [`${list(still)} still broken`] : []),
    ...(fresh.length > 0 ? [`${list(fresh)} broken ${still.length > 0 ? 'too' : 'now'}`] : []),
  ].join(', ');
}

/** `a`, `a and b`, `a, b and c`. */
export function list(items: readonly string[]): string {
  if (items.length < 2) return items[0] ?? '';
  return `${items.slice(0, -1).join(', ')} and ${items[items.length - 1]}`;
}

/** Whether two faults are the same, as data. */
export function isSame(one: Fault, other: Fault): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
