/** What pictures of many runs say: places, stretches, sentences and tables, made from what the runs came to. */
import { amount, count, counted } from '../../diagram/quantity.ts';
import type { Table } from '../../labs/lab.ts';
import {
  SIGNS,
  type End,
  type RunEnd,
  type RunSpec,
  type Strip,
  type StripLines,
  type Sweep,
  type Tiles,
} from '../../labs/pictures.ts';

/** A position of a slider with the runs that were made there. */
export interface Point {
  readonly x: number;
  readonly runs: readonly RunEnd[];
}

/** Neighbouring positions of a slider at which runs end the same way. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly end: End;
}

/** A tile with its runs. */
export interface Tile {
  readonly name: string;
  readonly runs: readonly (RunEnd & { readonly spec: RunSpec })[];
  /** The worst of them. */
  readonly end: End;
  /** So many of its runs ended so. */
  readonly share: number;
  /** The run that it opens. */
  readonly opens: RunSpec;
}

/** The runs of a sweep by their position, as far as they are made. */
export function pointsOf(over: string, runs: readonly RunSpec[], ends: readonly RunEnd[]): readonly Point[] {
  const points = new Map<number, RunEnd[]>();
  ends.forEach((end, index) => {
    const x = runs[index]?.values?.[over];
    if (typeof x !== 'number') return;
    const others = points.get(x);
    if (others === undefined) points.set(x, [end]);
    else others.push(end);
  });
  return [...points].map(([x, made]) => ({ x, runs: made }));
}

/** The mean of what a line says of the runs at a position; `undefined` where it says nothing of any. */
export function meanOf({ runs }: Point, line: string): number | undefined {
  const known = runs.flatMap(({ at }) => at?.[line] ?? []);
  return known.length === 0 ? undefined : known.reduce((sum, one) => sum + one, 0) / known.length;
}

/**
 * The worst way in which one of several runs ended; `undefined` for no run, or a picture that tells no ends.
 *
 * @throws Error for an end that the picture does not name
 */
export function worstOf(runs: readonly RunEnd[], ends: readonly End[]): End | undefined {
  if (ends.length === 0) return undefined;
  let worst: End | undefined;
  for (const { end: id } of runs) {
    const end = ends.find((one) => one.id === id);
    if (end === undefined) throw new Error(`The picture names no end "${id ?? ''}".`);
    if (worst === undefined || SIGNS.indexOf(end.sign) > SIGNS.indexOf(worst.sign)) worst = end;
  }
  return worst;
}

/** The points of a sweep by how their runs end, in order. */
export function stretchesOf(points: readonly Point[], ends: readonly End[]): readonly Stretch[] {
  const stretches: Stretch[] = [];
  for (const { x, runs } of points) {
    const end = worstOf(runs, ends);
    const last = stretches.at(-1);
    if (end === undefined) continue;
    if (last?.end === end) stretches[stretches.length - 1] = { ...last, to: x };
    else stretches.push({ from: x, to: x, end });
  }
  return stretches;
}

/** `0 to 8 s`. */
export function rangeOf({ from, to }: Omit<Stretch, 'end'>, unit: string): string {
  const last = unit === '' ? String(to) : `${to} ${unit}`;
  return from === to ? last : `${from} to ${last}`;
}

/** A sweep in a sentence or two: its ends, else where each line begins and ends and where it is highest. */
export function tellSweep({ ends, lines, unit }: Sweep, along: string, points: readonly Point[]): string {
  const told = stretchesOf(points, ends ?? []).map(
    (stretch) => `${rangeOf(stretch, along)}: ${stretch.end.label}.`,
  );
  if (ends !== undefined) return told.join(' ');
  return lines.map((line) => tellLine(line.label, along, unit, points, line.id)).join(' ');
}

function tellLine(label: string, along: string, unit: string, points: readonly Point[], id: string): string {
  const known = points.flatMap((point) => {
    const value = meanOf(point, id);
    return value === undefined ? [] : [{ x: point.x, value }];
  });
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined) return `${label}: never.`;
  const at = ({ x, value }: typeof first): string =>
    `${amount(value, unit)} at ${rangeOf({ from: x, to: x }, along)}`;
  const highest = known.reduce((best, one) => (one.value > best.value ? one : best));
  const peak = highest.value > Math.max(first.value, last.value) ? `, at most ${at(highest)}` : '';
  return `${label}: ${at(first)}, ${at(last)}${peak}.`;
}

/** A sweep in numbers. */
export function tableOfSweep(
  sweep: Sweep,
  along: string,
  points: readonly Point[],
  theory: (x: number) => number | undefined,
): Table {
  const { lines, ends, unit } = sweep;
  return {
    caption: 'The same in numbers',
    head: [
      sweep.along,
      ...lines.map(({ label }) => label),
      ...(sweep.theory === undefined ? [] : [sweep.theory.label]),
      ...(ends === undefined ? [] : [(sweep.seeds ?? 1) > 1 ? 'at worst' : 'in the end']),
    ],
    rows: points.map((point) => [
      rangeOf({ from: point.x, to: point.x }, along),
      ...lines.map(({ id }) => told(meanOf(point, id), unit)),
      ...(sweep.theory === undefined ? [] : [told(theory(point.x), unit)]),
      ...(ends === undefined ? [] : [worstOf(point.runs, ends)?.label ?? '']),
    ]),
  };
}

function told(value: number | undefined, unit: string): string {
  return value === undefined ? 'never' : amount(value, unit);
}

/** The tiles of a picture, as far as their runs are made. */
export function tilesOf({ ends }: Tiles, runs: readonly RunSpec[], made: readonly RunEnd[]): readonly Tile[] {
  const tiles = new Map<string, (RunEnd & { readonly spec: RunSpec })[]>();
  made.forEach((end, index) => {
    const spec = runs[index];
    if (spec === undefined) return;
    const name = spec.tile ?? `Run ${index + 1}`;
    const others = tiles.get(name);
    if (others === undefined) tiles.set(name, [{ ...end, spec }]);
    else others.push({ ...end, spec });
  });
  return [...tiles].flatMap(([name, of]) => {
    const end = worstOf(of, ends);
    const like = of.filter((one) => one.end === end?.id);
    const opens = like[0]?.spec;
    return end === undefined || opens === undefined
      ? []
      : [{ name, runs: of, end, share: like.length, opens }];
  });
}

/** How many runs ended how: “20 runs: 12 X, 8 Y.” */
export function tellTiles({ ends }: Tiles, made: readonly RunEnd[]): string {
  const counts = ends.flatMap(({ id, label }) => {
    const number = made.filter(({ end }) => end === id).length;
    return number === 0 ? [] : [`${count(number)} × ${label}`];
  });
  return `${counted(made.length, 'run')}: ${counts.join(', ')}.`;
}

/** The tiles by how they ended. */
export function tableOfTiles({ ends }: Tiles, tiles: readonly Tile[]): Table {
  return {
    caption: 'The same as a list',
    head: ['in the end', 'runs', 'which'],
    rows: ends.flatMap(({ id, label }) => {
      const number = tiles.reduce((sum, { runs }) => sum + runs.filter(({ end }) => end === id).length, 0);
      const names = tiles.filter(({ end }) => end.id === id).map(({ name }) => name);
      return number === 0 ? [] : [[label, count(number), names.join(', ')]];
    }),
  };
}

/** What a line of a strip is at an instant; `undefined` before it begins. */
export function valueAt(samples: StripLines[string], us: number): number | undefined {
  let value: number | undefined;
  for (const [fromUs, next] of samples) {
    if (fromUs > us) break;
    value = next;
  }
  return value;
}

/** A strip in a sentence: where each line is lowest and highest. */
export function tellStrip({ lines, unit }: Strip, read: StripLines): string {
  return lines
    .map(({ id, label }) => {
      const samples = read[id] ?? [];
      const [first] = samples;
      if (first === undefined) return `${label}: nothing.`;
      const highest = samples.reduce((best, one) => (one[1] > best[1] ? one : best), first);
      const lowest = samples.reduce((best, one) => (one[1] < best[1] ? one : best), first);
      return highest[1] === lowest[1]
        ? `${label}: ${amount(first[1], unit)} all the time.`
        : `${label}: ${amount(lowest[1])} to ${amount(highest[1], unit)}, most at ${amount(highest[0] / 1e6, 's')}.`;
    })
    .join(' ');
}

/** Rows of a table, at most: a strip may have thousands of steps. */
const ROWS = 24;

/** A strip in numbers: where it changes, or at equal distances where that is often. */
export function tableOfStrip({ lines, unit }: Strip, read: StripLines, endUs: number): Table {
  const changes = [...new Set(lines.flatMap(({ id }) => (read[id] ?? []).map(([us]) => us)))].sort(
    (a, b) => a - b,
  );
  const instants =
    changes.length <= ROWS
      ? changes
      : Array.from({ length: ROWS }, (_, index) => (endUs * index) / (ROWS - 1));
  return {
    caption: 'The same in numbers',
    head: ['from', ...lines.map(({ label }) => label)],
    rows: instants.map((us) => [
      amount(us / 1e6, 's'),
      ...lines.map(({ id }) => {
        const value = valueAt(read[id] ?? [], us);
        return value === undefined ? '' : amount(value, unit);
      }),
    ]),
  };
}
