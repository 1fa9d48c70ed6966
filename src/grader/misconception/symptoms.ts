/** In which situations a program failed, and what the smallest runs look like: without instants, numbers and lines. */
export interface Symptoms {
  /** Directed cases that were tried, by scenario: the first so many. A grading that found enough stops early. */
  readonly tried: Readonly<Record<string, number>>;
  /** Each way in which something was broken: the situation, the property, the code. */
  readonly signs: readonly string[];
  /** The shape of each broken property's counterexample: see {@link import("./shape.ts").shapeOf}. */
  readonly shapes: Readonly<Record<string, readonly string[]>>;
}
