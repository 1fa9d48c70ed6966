/** What a traitor can say to a loyal general, within the pattern of the two rounds and outside it. */
import type { Json } from 'partial-failure/kit';
import type { Order } from '../contract.ts';

/** What one general is sent by the traitor, in order; the first arrives at `firstMs`, each further one 5 ms later. */
export type Behaviour = readonly Json[];

const order = (content: Json): Json => ({ type: 'order', order: content });
const relay = (content: Json): Json => ({ type: 'relay', order: content });

export const ORDERS: readonly Order[] = ['attack', 'retreat'];
const [A, R] = ['attack', 'retreat'] as const;

/**
 * What a lying commander can do to one lieutenant: silence, an order, both in either order, one twice, one that is none,
 * a relay beside or instead of an order. Twelve.
 */
export const COMMANDER: readonly Behaviour[] = [
  [],
  [order(A)],
  [order(R)],
  [order(A), order(R)],
  [order(R), order(A)],
  [order(A), order(A)],
  [order('charge'), order(R)],
  [order(null)],
  [relay(A)],
  [relay(R)],
  [order(A), relay(R)],
  [order(R), relay(A)],
];

/** What a lying lieutenant can do to another lieutenant. Seventeen. */
export const LIEUTENANT: readonly Behaviour[] = [
  [],
  [relay(A)],
  [relay(R)],
  [relay(A), relay(A)],
  [relay(R), relay(R)],
  [relay(A), relay(R)],
  [relay(R), relay(A)],
  [relay(A), relay(A), relay(A)],
  [relay(R), relay(R), relay(R)],
  [order(A)],
  [order(R)],
  [order(A), relay(A)],
  [order(R), relay(R)],
  [order(A), relay(R)],
  [order(R), relay(A)],
  [relay(null)],
  [relay(['attack'])],
];

/** What a lying lieutenant can do to the commander. */
export const TO_COMMANDER: readonly Behaviour[] = [[], [order(R), relay(R)], [order(A), relay(A)]];

/** Within the pattern, each receiver gets one message of the round, with either order, or none. */
export const IN_PATTERN = {
  order: [[], [order(A)], [order(R)]],
  relay: [[], [relay(A)], [relay(R)]],
} as const satisfies Record<string, readonly Behaviour[]>;

/** Messages that are none, and orders that are none. */
export const MALFORMED: readonly Json[] = [
  null,
  0,
  '',
  'attack',
  [],
  {},
  [['attack']],
  { type: 'order' },
  { type: null, order: A },
  { order: A },
  { type: 'constructor', order: A },
  ...[null, 0, 1, '', 'constructor', 'charge', ['attack'], {}, { order: A }, true].flatMap((content) => [
    order(content),
    relay(content),
  ]),
];

/** Every choice of one of the options for each of so many receivers. */
export function everyChoice<T>(options: readonly (readonly T[])[]): T[][] {
  const [first, ...rest] = options;
  if (first === undefined) return [[]];
  const tails = everyChoice(rest);
  return first.flatMap((one) => tails.map((tail) => [one, ...tail]));
}
