/** One second, in µs: the unit in which a clock's rate is given. */
export const SECOND_US = 1_000_000;
/** True time at the start of every run, in ms since 1970. */
export const EPOCH_MS = 1_790_000_000_000;

/** How a node's clocks are set at first. */
export interface ClockAtStart {
  /** How much more than true time the time of day shows, in µs. */
  readonly aheadUs: number;
  /** True µs that pass while its clocks show one second. */
  readonly realMicros: number;
}

/** From just after `atUs` on, the clock has another rate, or shows `stepUs` more. */
export interface ClockChange {
  readonly atUs: number;
  readonly realMicros?: number;
  readonly stepUs?: number;
}

/** From just after `atUs` on, the clock loses one second, spread evenly over so many seconds of true time. */
interface Smear {
  readonly atUs: number;
  readonly seconds: number;
}

interface Segment {
  readonly sinceUs: number;
  readonly shownUs: number;
  readonly realMicros: number;
}

/**
 * A clock that ticks at a rational rate: while it shows one second, `realMicros` µs of true time pass. It is a
 * function of true time: a turn that runs ahead reads what the clock will show. All arithmetic is on integers
 * and exact, so every engine agrees.
 */
export class RateClock {
  private readonly segments: [Segment, ...Segment[]];
  /** In order of true time. */
  private readonly changes: ClockChange[] = [];
  private smears: Smear[] | undefined;

  /**
   * @param nowUs true time at which the clock is set
   * @param shownUs what it shows then, in µs
   * @param realMicros true µs that pass while the clock shows one second
   */
  constructor(nowUs: number, shownUs: number, realMicros: number) {
    this.segments = [{ sinceUs: nowUs, shownUs, realMicros }];
  }

  /** What the clock shows at a true instant, in µs. A change at that very instant does not show yet. */
  at(nowUs: number): number {
    return this.smears === undefined ? this.steady(nowUs) : this.steady(nowUs) - smeared(this.smears, nowUs);
  }

  /** As {@link at}, without smears. */
  private steady(nowUs: number): number {
    for (let i = this.segments.length - 1; i > 0; i--) {
      const segment = this.segments[i];
      if (segment !== undefined && segment.sinceUs < nowUs) return shown(segment, nowUs);
    }
    return shown(this.segments[0], nowUs);
  }

  /**
   * A first true instant, at or after `nowUs`, at which the clock shows at least `target`, as far as its changes
   * are known now. The caller looks again then.
   */
  when(nowUs: number, target: number): number {
    if (this.at(nowUs) >= target) return nowUs;
    for (let i = 0; i < this.segments.length; i++) {
      const segment = this.segments[i];
      const next = this.segments[i + 1];
      if (segment === undefined || (next !== undefined && next.sinceUs <= nowUs)) continue;
      const missing = target - segment.shownUs;
      const whole = Math.floor(missing / SECOND_US);
      const rest = missing - whole * SECOND_US;
      const reached =
        segment.sinceUs + whole * segment.realMicros + Math.ceil((rest * segment.realMicros) / SECOND_US);
      if (next === undefined || reached <= next.sinceUs) return Math.max(reached, nowUs);
    }
    return nowUs;
  }

  /** Makes the clock lose one second over the next `seconds` of true time. Only for clocks that nobody waits by. */
  smear(atUs: number, seconds: number): void {
    this.smears = [...(this.smears ?? []), { atUs, seconds }];
  }

  /** Makes a change; the ones that come later in true time are counted from it anew. */
  change(change: ClockChange): void {
    const at = Math.max(change.atUs, this.segments[0].sinceUs);
    let place = this.changes.length;
    while (place > 0 && (this.changes[place - 1]?.atUs ?? 0) > at) place--;
    this.changes.splice(place, 0, { ...change, atUs: at });
    this.segments.length = 1;
    for (const { atUs, stepUs, realMicros } of this.changes) {
      const last = this.segments[this.segments.length - 1] ?? this.segments[0];
      this.segments.push({
        sinceUs: atUs,
        shownUs: shown(last, atUs) + (stepUs ?? 0),
        realMicros: realMicros ?? last.realMicros,
      });
    }
  }
}

function smeared(smears: readonly Smear[], nowUs: number): number {
  let lost = 0;
  for (const { atUs, seconds } of smears) {
    if (nowUs > atUs) lost += Math.min(SECOND_US, Math.floor((nowUs - atUs) / seconds));
  }
  return lost;
}

function shown(segment: Segment, nowUs: number): number {
  const real = nowUs - segment.sinceUs;
  // Split the division, so that no product leaves the safe integers.
  const whole = Math.floor(real / segment.realMicros);
  const rest = real - whole * segment.realMicros;
  return segment.shownUs + whole * SECOND_US + Math.floor((rest * SECOND_US) / segment.realMicros);
}
