/**
 * @breaks tight
 * @misconception All sources that agree with the majority are right, so all that they hold possible is possible.
 */
import type { Sample, Span } from 'partial-failure/clock-vote';

export function agree(samples: Sample[]): Span | undefined {
  const enough = Math.floor(samples.length / 2) + 1;
  const backers = (time: number): Sample[] =>
    samples.filter(({ offset, uncertainty }) => Math.abs(time - offset) <= uncertainty);
  const agreeing = new Set(
    samples
      .flatMap(({ offset, uncertainty }) => [offset - uncertainty, offset + uncertainty])
      .map(backers)
      .filter((some) => some.length >= enough)
      .flat(),
  );
  if (agreeing.size === 0) return undefined;
  return {
    earliest: Math.min(...[...agreeing].map(({ offset, uncertainty }) => offset - uncertainty)),
    latest: Math.max(...[...agreeing].map(({ offset, uncertainty }) => offset + uncertainty)),
  };
}
