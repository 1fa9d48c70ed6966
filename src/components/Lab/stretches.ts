import type { SweepPoint, SweepWords } from '../../labs/lab.ts';

type End = SweepWords['ends'][number];

/** Neighbouring positions of a slider at which a run ends the same way. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly end: End;
}

/** The points of a sweep by how they end, in order. */
export function stretchesOf(points: readonly SweepPoint[], ends: readonly End[]): readonly Stretch[] {
  const stretches: Stretch[] = [];
  for (const point of points) {
    const end = ends.find(({ id }) => id === point.end);
    if (end === undefined) throw new Error(`The sweep names no end "${point.end}".`);
    const last = stretches.at(-1);
    if (last?.end === end) stretches[stretches.length - 1] = { ...last, to: point.x };
    else stretches.push({ from: point.x, to: point.x, end });
  }
  return stretches;
}

/** `0 to 8 s`. */
export function rangeOf({ from, to }: Stretch, unit: string): string {
  return from === to ? `${from} ${unit}` : `${from} to ${to} ${unit}`;
}
