import type { Measure } from '../explore/scenario.ts';

/** A measure and its bound in words: `97.5 % (at least 90)`. */
export function tellMeasure({ value, bound, side, unit }: Measure): string {
  return `${amount(value)} ${unit} (${side === 'at-most' ? 'at most' : 'at least'} ${amount(bound)})`;
}

/** Whether the value is on the right side of its bound. */
export function isWithin({ value, bound, side }: Measure): boolean {
  return side === 'at-most' ? value <= bound : value >= bound;
}

/** With as many places as one can use, and thousands apart; the same in every engine. */
function amount(value: number): string {
  const scale = Math.abs(value) >= 100 ? 1 : Math.abs(value) >= 10 ? 10 : 100;
  const [whole = '', rest] = String(Math.round(value * scale) / scale).split('.');
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}${rest === undefined ? '' : `.${rest}`}`;
}
