import type { Json } from '../api.ts';
import type { Finding, Measure } from '../explore/scenario.ts';

/** What a finding knows of what went wrong: the words of its sentence are made from it. */
export type FindingData = Readonly<Record<string, Json>>;

/** A way in which a property can be broken. */
export interface Break {
  /** The property, or those that can be broken in this way. */
  readonly property: string | readonly string[];
  /** One or two sentences that begin with what happened. `property` is for breaks of several. */
  // Any parameters: each break has data of its own, and `broken` asks for just that.
  readonly says: (data: never, property: string) => string;
}

type OneOf<P> = P extends readonly (infer Q extends string)[] ? Q : P & string;
type PropertyOf<B extends Break> = OneOf<B['property']>;

type DataOf<B extends Break> =
  Parameters<B['says']> extends readonly [infer D extends FindingData, ...unknown[]] ? D : never;

/** What comes after the events: the data, where the sentence has any; the property, where there are several. */
type Details<B extends Break> = B['property'] extends readonly string[]
  ? [data: [DataOf<B>] extends [never] ? Record<never, never> : DataOf<B>, property: PropertyOf<B>]
  : [DataOf<B>] extends [never]
    ? []
    : [data: DataOf<B>];

/** Where something can be seen: an event's `seq`, or what has one. `undefined`, and -1 for "not in the trace", are left out. */
export type Place = number | { readonly seq: number } | undefined;

/** What {@link defineFindings} makes. */
export interface Findings<Breaks extends Readonly<Record<string, Break>>> {
  /**
   * A property is broken.
   *
   * @param events that prove it; the last is where it became certain
   */
  broken<Code extends keyof Breaks & string>(
    code: Code,
    events: readonly Place[],
    ...details: Details<Breaks[Code]>
  ): Finding;
  /** The run put the property to the test, and it held. */
  held(property: PropertyOf<Breaks[keyof Breaks]>): Finding;
  /** The check ran out of its counted budget. */
  unknown(property: PropertyOf<Breaks[keyof Breaks]>): Finding;
  /** The sentence of a finding: for `checks.explain`. */
  explain(finding: Finding): string;
}

/**
 * The ways in which an exercise's properties can be broken, by code: each with its property and its sentence. A check
 * cannot misspell a code, forget what the sentence needs, or name a property that nothing breaks.
 *
 * ```ts
 * const { broken, held, explain } = defineFindings({
 *   'stale-accepted': {
 *     property: 'stale-writes-refused',
 *     says: (d: { late: number; newer: number }) => `Token ${d.late} was let in after ${d.newer}.`,
 *   },
 * });
 * broken('stale-accepted', [newer.sent, late.sent], { late: 33, newer: 34 });
 * held('stale-writes-refused');
 * ```
 */
export function defineFindings<const Breaks extends Readonly<Record<string, Break>>>(
  breaks: Breaks,
): Findings<Breaks> {
  const table = new Map<string, Break>(Object.entries(breaks));
  return {
    broken(code, events, ...details) {
      const [data, named] = details as [FindingData?, string?];
      const of = table.get(code)?.property;
      const property = named ?? (typeof of === 'string' ? of : '');
      const seqs = events
        .map((place) => (typeof place === 'object' ? place.seq : (place ?? -1)))
        .filter((seq) => seq >= 0);
      return { property, status: 'broken', code, events: seqs, ...(data !== undefined && { data }) };
    },
    held: (property) => ({ property, status: 'held' }),
    unknown: (property) => ({ property, status: 'unknown' }),
    explain({ property, code = '', data = {} }) {
      const says = table.get(code)?.says;
      // Only `broken` makes findings with these codes, and it asks for the data that the sentence takes.
      return says === undefined ? `The property ${property} was broken.` : says(data as never, property);
    },
  };
}

/**
 * A finding, held or broken, with the number that it rests on. The learner sees it against its bound.
 *
 * ```ts
 * measured(held('recovers'), { value: 97.5, bound: 90, side: 'at-least', unit: '%' });
 * ```
 */
export function measured(finding: Finding, measure: Measure): Finding {
  return { ...finding, measure };
}
