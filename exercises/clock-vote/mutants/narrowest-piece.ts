/**
 * @breaks contains-truth
 * @misconception Of several stretches on which a majority agrees, the narrowest is the most precise answer.
 */
import type { Sample, Span } from 'partial-failure/clock-vote';

export function agree(samples: Sample[]): Span | undefined {
  const enough = Math.floor(samples.length / 2) + 1;
  const ends = samples
    .flatMap(({ offset, uncertainty }) => [
      { at: offset - uncertainty, step: 1 },
      { at: offset + uncertainty, step: -1 },
    ])
    .sort((a, b) => a.at - b.at || b.step - a.step);
  const pieces: Span[] = [];
  let open = 0;
  let from = 0;
  for (const { at, step } of ends) {
    if (step > 0 && ++open === enough) from = at;
    if (step < 0 && open-- === enough) pieces.push({ earliest: from, latest: at });
  }
  return pieces.sort((a, b) => a.latest - a.earliest - (b.latest - b.earliest))[0];
}
