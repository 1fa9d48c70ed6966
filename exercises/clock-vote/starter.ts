import type { Sample, Span } from 'partial-failure/clock-vote';

/** The narrowest span that holds the true offset whenever a majority of the sources is right. */
export function agree(_samples: Sample[]): Span | undefined {
  // TODO: each sample claims that the truth lies from offset - uncertainty to offset + uncertainty. Which times may be
  // the true one, if more than half of the samples are right? Give the span from the first of them to the last.
  return undefined;
}
