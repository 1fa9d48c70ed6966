/** A stretch of true time in which nothing happens and which is drawn shorter than it is. */
export interface TimeBreak {
  readonly fromUs: number;
  readonly untilUs: number;
  /** Where it begins and ends on the axis, in px. */
  readonly from: number;
  readonly to: number;
}

/** True time on an axis: linear, apart from marked breaks. Positions are px. */
export interface TimeScale {
  readonly length: number;
  readonly breaks: readonly TimeBreak[];
  /** Where an instant lies. Instants before and after the run lie at its ends. */
  position(us: number): number;
  /** The instant at a position. */
  instant(position: number): number;
  /** Linear stretches between the breaks. */
  readonly stretches: readonly Stretch[];
  /** Px for one µs, outside the breaks. */
  readonly density: number;
}

interface Stretch {
  readonly fromUs: number;
  readonly untilUs: number;
  readonly from: number;
  readonly to: number;
}

/** What a usual gap between two instants measures. */
const USUAL_GAP = 26;
/** What the flight of a usual message measures at least. */
const LEAST_FLIGHT = 22;
/** Longer than this many usual gaps is a long time in which nothing happens. */
const LONG = 7;
/** What a break measures; less when one zooms out, so that any run fits any room. */
const BREAK = 58;

/** What of the instants does not depend on the zoom. */
export interface Survey {
  /** A middling gap between two of them, in µs. */
  readonly usualUs: number;
  /** Stretches of time without a long gap, in order. */
  readonly busy: readonly { readonly fromUs: number; readonly untilUs: number }[];
}

/**
 * Looks over instants, in order: one that is far later than the one before begins a new stretch.
 *
 * @param flightUs what a message usually takes, which is to be seen; 0 when there are none
 */
export function survey(instants: readonly number[], flightUs = 0): Survey {
  const gaps: number[] = [];
  let lastUs = instants[0] ?? 0;
  for (const us of instants) {
    if (us > lastUs) gaps.push(us - lastUs);
    lastUs = Math.max(lastUs, us);
  }
  const seenUs = flightUs > 0 ? (flightUs * USUAL_GAP) / LEAST_FLIGHT : Infinity;
  const usualUs = Math.min(usualGap(gaps), seenUs);
  const busy: { fromUs: number; untilUs: number }[] = [];
  let fromUs = instants[0] ?? 0;
  let untilUs = fromUs;
  for (const us of instants) {
    if (us <= untilUs) continue;
    if (us - untilUs > usualUs * LONG) {
      busy.push({ fromUs, untilUs });
      fromUs = us;
    }
    untilUs = us;
  }
  busy.push({ fromUs, untilUs });
  return { usualUs, busy };
}

/**
 * The axis for these instants. A usual gap between two of them gets {@link USUAL_GAP} px; one that is far longer becomes
 * a break. Zooming in stretches what is linear; breaks keep their size, and become smaller when one zooms out.
 */
export function createTimeScale({ usualUs, busy }: Survey, zoom = 1): TimeScale {
  const density = (USUAL_GAP * zoom) / usualUs;
  const gap = BREAK * Math.min(1, zoom);
  const stretches: Stretch[] = [];
  const breaks: TimeBreak[] = [];
  let at = 0;
  for (const { fromUs, untilUs } of busy) {
    const before = stretches[stretches.length - 1];
    if (before !== undefined) {
      breaks.push({ fromUs: before.untilUs, untilUs: fromUs, from: at, to: at + gap });
      at += gap;
    }
    const to = at + (untilUs - fromUs) * density;
    stretches.push({ fromUs, untilUs, from: at, to });
    at = to;
  }
  const first = stretches[0]?.fromUs ?? 0;
  const nowUs = stretches[stretches.length - 1]?.untilUs ?? 0;
  const pieces = [...stretches, ...breaks].sort((a, b) => a.from - b.from || a.to - b.to);
  const length = at;
  // One asks mostly for instants in order.
  let latest = pieces[0];
  return {
    length,
    breaks,
    stretches,
    density,
    position(us) {
      if (latest === undefined || us < latest.fromUs || us > latest.untilUs)
        latest = find(pieces, (p) => p.untilUs < us);
      const piece = latest;
      if (piece === undefined || us <= first) return 0;
      return Math.min(length, along(us, piece.fromUs, piece.untilUs, piece.from, piece.to));
    },
    instant(position) {
      const piece = find(pieces, (p) => p.to < position);
      if (piece === undefined || position <= 0) return first;
      return Math.round(Math.min(nowUs, along(position, piece.from, piece.to, piece.fromUs, piece.untilUs)));
    },
  };
}

/** A middling gap, so that a few long or tiny ones do not decide. */
function usualGap(gaps: readonly number[]): number {
  const sorted = [...gaps].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 1000;
}

/** The first piece that is not before, or the last. */
function find<T>(pieces: readonly T[], isBefore: (piece: T) => boolean): T | undefined {
  let low = 0;
  let high = pieces.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const piece = pieces[middle];
    if (piece !== undefined && isBefore(piece)) low = middle + 1;
    else high = middle;
  }
  return pieces[low] ?? pieces[pieces.length - 1];
}

function along(value: number, from: number, to: number, start: number, end: number): number {
  return to === from ? start : start + ((value - from) * (end - start)) / (to - from);
}

/** A labelled instant of the axis. */
export interface Tick {
  readonly us: number;
  /** Px. */
  readonly at: number;
}

const NICE = [1, 2, 5];

/** Round instants on the axis between two positions, at least `apart` px from each other. None within breaks. */
export function ticksOf(scale: TimeScale, apart: number, start = 0, end = scale.length): Tick[] {
  const least = apart / scale.density;
  let step = 1;
  for (let power = 1; step < least; power *= 10) {
    for (const nice of NICE) {
      step = nice * power;
      if (step >= least) break;
    }
  }
  const ticks: Tick[] = [];
  let free = -Infinity;
  for (const { fromUs, untilUs, from, to } of scale.stretches) {
    if (to < start - apart || from > end) continue;
    for (let us = Math.ceil(fromUs / step) * step; us <= untilUs; us += step) {
      const at = from + (us - fromUs) * scale.density;
      if (at < free) continue;
      ticks.push({ us, at });
      free = at + apart;
    }
  }
  return ticks;
}
