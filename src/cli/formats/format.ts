import type { Results } from './results.ts';

/** Where a format is written to. */
export interface Target {
  /** The file's name, without its folder. */
  readonly fileName: string;
  /** What is in the file now, for a format that fills it in. */
  readonly before?: string;
  /** The environment’s variables, for a platform that says there whose submission it is. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The instant, as ISO 8601 without fractions of a second. */
  readonly now: string;
}

/** What a format makes of the results. */
export interface Output {
  readonly text: string;
  /** Further files, by their paths below the folder of the first. */
  readonly beside?: ReadonlyMap<string, string>;
  /** What to tell the instructor: who was left out, and why. */
  readonly remarks?: readonly string[];
}

/** A format that results are written in: a pure function, and what to say of it. */
export interface Format {
  readonly name: string;
  /** What it is for, in a few words. */
  readonly summary: string;
  /** Whether it has a picture of each first counterexample. */
  readonly withPictures?: boolean;
  /** For a format that fills in a file that is there: throws FormatError for another. Called before anything is graded. */
  readonly fillsIn?: (before: string) => void;
  /** Variables of the environment that it cannot do without. */
  readonly needs?: readonly string[];
  /** @throws FormatError when these results, or this file, do not fit the format */
  readonly write: (results: Results, target: Target) => Output;
}

/** The results, or the file to be filled in, do not fit the format. The message says what to do. */
export class FormatError extends Error {
  override readonly name = 'FormatError';
}
