import type { Classification, Trace, Violation } from 'partial-failure/safety-and-liveness';

/** The first grant whose token an earlier grant of another request had. */
export function uniqueness(_trace: Trace): Violation | undefined {
  // TODO: go through the events and remember which tokens were granted.
  return undefined;
}

/** The first grant whose token is not greater than that of a grant received before its own request was sent. */
export function monotonicity(_trace: Trace): Violation | undefined {
  // TODO: what was the greatest token when this request was sent?
  return undefined;
}

/** The first request that got no answer within the bound, though its node stayed up and the trace is long enough. */
export function availability(_trace: Trace, _options: { bound: number }): Violation | undefined {
  // TODO: what ends a request? An answer, of either kind; a crash of its node; the end of the trace excuses it too.
  return undefined;
}

// TODO: decide for each of the eight statements in the brief whether it is "safety" or "liveness".
export const classification: Partial<Classification> = {};
