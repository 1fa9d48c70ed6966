/**
 * How programs with a misconception fail: in which situations, in which way, and what their smallest counterexamples
 * look like. Without instants, counts, lines and seeds, so that two programs with the same mistake have much the same.
 */
export interface Fingerprint {
  /** How many directed cases of each scenario were tried: the first so many. A grading that found enough stops early. */
  readonly tried: Readonly<Record<string, number>>;
  /** For each way to fail in directed cases (`scenario property code`), the indices of the cases. */
  readonly cases: Readonly<Record<string, readonly number[]>>;
  /** Ways to fail in runs with drawn, single or combined faults: `scenario kind property code`. */
  readonly runs: readonly string[];
  /** For each property, what its counterexample is like, in features. */
  readonly shapes: Readonly<Record<string, readonly string[]>>;
}

/** A misconception that submissions are compared with. Made from a mutant; nothing of its code is in it. */
export interface KnownMisconception {
  /** The mutant's name. */
  readonly id: string;
  /** What somebody thinks who writes such a program, in a sentence. */
  readonly belief: string;
  /** Number of the hint that helps, from 1. */
  readonly hint?: number;
  readonly fingerprint: Fingerprint;
}

/** What `generated/misconceptions.json` in an exercise's folder holds. */
export interface Misconceptions {
  /** Hash of what it was made from. */
  readonly sources: string;
  readonly known: readonly KnownMisconception[];
  /**
   * Cases (`scenario#index`) and sweeps (`scenario sweep`) in which wrong programs fail, a few for all that were tried:
   * a grading makes them first. Where it does not say, the order is the author's.
   */
  readonly telling?: readonly string[];
}
