/** What one grading noted of how a program failed: the raw material of a fingerprint. */
export interface Symptoms {
  /** Directed cases that were tried, by scenario. */
  readonly tried: Readonly<Record<string, number>>;
  /** Each way in which something was broken: `scenario#case property code`, `scenario kind property code`. */
  readonly signs: readonly string[];
  /** For each broken property, the features of its counterexample. */
  readonly shapes: Readonly<Record<string, readonly string[]>>;
}
