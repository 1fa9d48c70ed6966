import { assert } from '../../util/assert.ts';

/** What a detector says from an instant on, in integer microseconds of virtual time. */
export interface DetectorOutput {
  readonly at: number;
  readonly suspects: boolean;
}

/**
 * What one process's failure detector said of another during `[from, until)`, in integer microseconds.
 *
 * `outputs` may be changes or polls: in order of time, the first not after `from`; each holds until the next, of
 * several at one instant the last. An output equal to the one before is no transition.
 */
export interface DetectorRun {
  readonly observer: string;
  readonly peer: string;
  readonly from: number;
  readonly until: number;
  readonly outputs: readonly DetectorOutput[];
  /** When the peer crashed, for good; it is down from this instant on. Absent: it never did. */
  readonly peerCrashedAt?: number;
}

/** A stretch of one output. */
export interface Span {
  readonly from: number;
  readonly until: number;
  readonly suspects: boolean;
}

/** The run as stretches that alternate and are not empty; the first begins with the run, the last ends with it. */
export function spansOf(run: DetectorRun): Span[] {
  const { observer, peer, from, until, outputs, peerCrashedAt = from } = run;
  const name = (): string => `failure detector: ${observer} on ${peer}`;
  assert(
    [from, until, peerCrashedAt, ...outputs.map(({ at }) => at)].every(Number.isSafeInteger),
    () => `${name()}: instants are integer microseconds.`,
  );
  assert(from <= until, () => `${name()}: the run ends at ${until}, before it begins at ${from}.`);
  const [first] = outputs;
  assert(first !== undefined && first.at <= from, () => `${name()}: say what it says at ${from}.`);
  const spans: { from: number; until: number; suspects: boolean }[] = [];
  let previous = first.at;
  for (const [index, { at, suspects }] of outputs.entries()) {
    assert(
      at >= previous,
      () => `${name()}: the output at ${at} comes after that at ${previous}. Sort them.`,
    );
    previous = at;
    const start = Math.max(from, at);
    const end = Math.min(until, outputs[index + 1]?.at ?? until);
    if (start >= end) continue;
    const last = spans.at(-1);
    if (last?.suspects === suspects) last.until = end;
    else spans.push({ from: start, until: end, suspects });
  }
  return spans;
}

/** The first instant in `[from, until)` at which the detector says `suspects`. */
export function firstInstant(
  run: DetectorRun,
  suspects: boolean,
  from: number,
  until: number,
): number | undefined {
  for (const span of spansOf(run)) {
    const start = Math.max(span.from, from);
    if (span.suspects === suspects && start < Math.min(span.until, until)) return start;
  }
  return undefined;
}
