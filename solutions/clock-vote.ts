import type { Sample, Span } from 'partial-failure/clock-vote';

/**
 * The narrowest span that holds the true offset whenever a majority of the sources is right.
 *
 * A time may be the truth if more than half of all intervals hold it, and not otherwise. So we walk over the ends of
 * the intervals from left to right, count how many are open, and note where there are enough of them. It is the walk of
 * Marzullo's algorithm, asked another question: not where most intervals overlap, but where enough of them do.
 */
export function agree(samples: Sample[]): Span | undefined {
  const needed = Math.floor(samples.length / 2) + 1;

  const ends = samples.flatMap(({ offset, uncertainty }) => [
    { at: offset - uncertainty, step: 1 },
    { at: offset + uncertainty, step: -1 },
  ]);
  // Where one interval ends and another begins, both hold that time: what begins there is counted first.
  ends.sort((a, b) => a.at - b.at || b.step - a.step);

  // There may be several stretches with enough intervals. Any of them may hold the truth, so the answer goes from the
  // first time of the first one to the last time of the last one, over whatever lies between.
  let open = 0;
  let earliest: number | undefined;
  let latest: number | undefined;
  for (const { at, step } of ends) {
    if (step === 1) {
      open++;
      if (open >= needed) earliest ??= at;
    } else {
      if (open >= needed) latest = at;
      open--;
    }
  }
  // Without a single such time no majority can be right. Half the sources may be lying: say nothing.
  return earliest === undefined || latest === undefined ? undefined : { earliest, latest };
}
