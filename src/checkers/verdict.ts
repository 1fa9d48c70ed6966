/**
 * What a checker says: the property holds, it is broken, or the budget did not suffice to know. `unknown` is never
 * passed off as one of the others.
 */
export type Verdict = 'ok' | 'illegal' | 'unknown';

/** The verdict on several parts: one broken part breaks the whole; else what is unknown of a part is of the whole. */
export function combineVerdicts(verdicts: Iterable<Verdict>): Verdict {
  let combined: Verdict = 'ok';
  for (const verdict of verdicts) {
    if (verdict === 'illegal') return 'illegal';
    if (verdict === 'unknown') combined = 'unknown';
  }
  return combined;
}
