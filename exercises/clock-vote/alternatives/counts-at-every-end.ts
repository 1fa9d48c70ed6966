/** @approach For each end of an interval, counts the intervals that hold it; quadratic, and without any sorting. */
import type { Sample, Span } from 'partial-failure/clock-vote';

export const agree = (samples: Sample[]): Span | undefined => {
  const possible = samples
    .flatMap(({ offset, uncertainty }) => [offset - uncertainty, offset + uncertainty])
    .filter((time) => {
      const backers = samples.filter(({ offset, uncertainty }) => Math.abs(time - offset) <= uncertainty);
      return backers.length > samples.length / 2;
    });
  return possible.length === 0
    ? undefined
    : { earliest: Math.min(...possible), latest: Math.max(...possible) };
};
