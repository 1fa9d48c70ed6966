import type { Arrow, Mark } from './model.ts';

/** Names a place on a lane. */
export function spotOf(lane: number, atUs: number): string {
  return `${lane} ${atUs}`;
}

/** How much a mark says; of several at one place the one with most is drawn. Bars go with any. */
const WEIGHT: Readonly<Record<string, number>> = { lost: -1, tick: 0, ring: 1, bar: 2, dot: 3, square: 4 };
const GLYPH = 5;

function weightOf({ shape }: Mark): number {
  return WEIGHT[shape] ?? GLYPH;
}

/** What stands at the places of a picture, whatever its size. */
export interface Spots {
  /** The mark that is drawn. */
  readonly top: ReadonlyMap<string, Mark>;
  /** On which sides there are arrows. */
  readonly busy: ReadonlyMap<string, { readonly lower: boolean; readonly higher: boolean }>;
}

/** Looks over marks and arrows. */
export function spotsOf(marks: readonly Mark[], arrows: readonly Arrow[]): Spots {
  const top = new Map<string, Mark>();
  for (const mark of marks) {
    const spot = spotOf(mark.lane, mark.atUs);
    const before = top.get(spot);
    if (before === undefined || weightOf(mark) > weightOf(before)) top.set(spot, mark);
  }
  const busy = new Map<string, { lower: boolean; higher: boolean }>();
  for (const { fate, from, to } of arrows) {
    for (const [lane, other, atUs] of [
      [from, to, fate.sentUs],
      [to, from, fate.endUs],
    ] as const) {
      const spot = spotOf(lane, atUs);
      const sides = busy.get(spot) ?? { lower: false, higher: false };
      if (other < lane) sides.lower = true;
      else sides.higher = true;
      busy.set(spot, sides);
    }
  }
  return { top, busy };
}

/** Whether a mark is drawn. */
export function isDrawn({ top }: Spots, mark: Mark): boolean {
  return mark.shape === 'bar' || top.get(spotOf(mark.lane, mark.atUs)) === mark;
}

/** How far from its lane an arrow ends, so that its head is seen. */
export function clearance({ top }: Spots, { to, fate }: Arrow): number {
  const mark = top.get(spotOf(to, fate.endUs));
  return mark !== undefined && weightOf(mark) === GLYPH ? 10.5 : 3.5;
}

/** What a message that arrives usually takes. */
export function usualFlightUs(arrows: readonly Arrow[]): number {
  const flights = arrows
    .filter(({ fate }) => fate.end === 'arrived')
    .map(({ fate }) => fate.endUs - fate.sentUs)
    .sort((a, b) => a - b);
  return flights[Math.floor(flights.length / 2)] ?? 0;
}
