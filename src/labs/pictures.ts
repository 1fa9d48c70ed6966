import type { Run } from '../explore/scenario.ts';
import type { Values } from './controls.ts';

/**
 * What a lab may show beside the diagram of its run: what comes of a slider's every position (*sweep*), several runs at
 * a glance (*tiles*), and a quantity over the run's time (*strip*).
 */
export type LabPicture<V extends Values = Values> = Sweep<V> | Tiles<V> | Strip<V>;

/** A picture of many runs. */
export type ManyPicture<V extends Values = Values> = Sweep<V> | Tiles<V>;

interface Titled {
  /** Unique within the lab; kebab-case. */
  readonly id: string;
  readonly title: string;
  /** Stands open above the diagram, not folded below it. Once it is the lab's own answer, it should. */
  readonly leads?: true;
}

/** What kind of end it is. Of several at one place the last of these decides. */
export const SIGNS = ['well', 'waits', 'refused', 'harm'] as const;
export type Sign = (typeof SIGNS)[number];

/** How a run can end: well, after a wait, by a refusal that kept harm away, or with harm. */
export interface End {
  readonly id: string;
  readonly label: string;
  readonly sign: Sign;
}

/** Something that is drawn as a line. */
export interface Line {
  readonly id: string;
  readonly label: string;
  /** A dot for each run too, where a position has several: the line is their mean. */
  readonly dots?: true;
}

/** What a run came to, for a picture of many. */
export interface RunEnd {
  /** Id of how it ended; absent in a picture that tells no ends. */
  readonly end?: string;
  /** By line: the number that is drawn, in the picture's unit. Absent where there is none. */
  readonly at?: Readonly<Record<string, number | undefined>>;
}

/** A run to be made, told by what differs from what the controls say. */
export interface RunSpec<V extends Values = Values> {
  readonly values?: Partial<V>;
  /** Even, so that what happens at one instant keeps its order. Default: 2. */
  readonly seed?: number;
  /** Names its tile. Runs of one name share a tile, which has the sign of the worst of them and their numbers. */
  readonly tile?: string;
}

/** The axis up. */
interface Upward {
  /** What it says, in the words of an axis, without the unit. */
  readonly up: string;
  readonly unit: string;
  /** Each step up is tenfold. */
  readonly log?: true;
  /** At most three; the third only helps to understand the others. */
  readonly lines: readonly Line[];
}

/** What comes of every position of one of the lab's sliders: a plot and its numbers. */
export interface Sweep<V extends Values = Values> extends Titled, Upward {
  readonly kind: 'sweep';
  /** Name of the slider. */
  readonly over: keyof V & string;
  /** What the slider sets, in a word or two. */
  readonly along: string;
  /** Default: each of the slider's. For runs that take long. */
  readonly positions?: readonly number[];
  /** So many runs at each position, with the seeds 2, 4, 6 …; a line is their mean. Default: 1. */
  readonly seeds?: number;
  /** Absent where only the lines matter. */
  readonly ends?: readonly End[];
  /** What calculation says, as a dashed line; `undefined` where it says nothing. */
  readonly theory?: { readonly label: string; at(x: number, values: V): number | undefined };
  read(run: Run, values: V): RunEnd;
}

/** Several runs, a tile for each; a tile opens its run. */
export interface Tiles<V extends Values = Values> extends Titled {
  readonly kind: 'tiles';
  runs(values: V): readonly RunSpec<V>[];
  readonly ends: readonly End[];
  /** A tile is a small diagram of its run. */
  readonly sketch?: true;
  /** Tiles row by row under these headings: how many there are is how many tiles stand in a row. */
  readonly columns?: readonly string[];
  /** Before each row; only with `columns`. */
  readonly rows?: readonly string[];
  read(run: Run, values: V): RunEnd;
}

/** From an instant on, in µs of true time, a value: a line of steps. */
export type Sample = readonly [fromUs: number, value: number];

/** A quantity while the run goes on: the length of a queue, how far a clock is ahead. */
export interface Strip<V extends Values = Values> extends Titled, Upward {
  readonly kind: 'strip';
  /** By line, in order of time. */
  read(run: Run, values: V): Readonly<Record<string, readonly Sample[]>>;
}

/** What a strip shows of a run. */
export type StripLines = Readonly<Record<string, readonly Sample[]>>;
