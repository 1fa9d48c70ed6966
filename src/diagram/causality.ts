import type { TraceEvent } from '../sim/trace.ts';

/** What came before what: by messages and turns (`cause`), and by order on a lane. */
export interface Causality {
  /** For each event, `seq` of the one before it on its lane, or -1. */
  readonly before: Int32Array;
  readonly cause: Int32Array;
}

/**
 * A message that is lost on arrival is recorded at its receiver, who knows nothing of it: such an event comes from its
 * sending alone, and nothing follows from it. The world itself (cuts, the scenario's notes) is no lane either.
 */
function isOnLane(event: TraceEvent): boolean {
  return event.node !== '' && event.kind !== 'lost';
}

/** The happened-before relation of a trace, as links to what was just before. */
export function createCausality(events: readonly TraceEvent[]): Causality {
  const before = new Int32Array(events.length).fill(-1);
  const cause = new Int32Array(events.length).fill(-1);
  const lastOf = new Map<string, number>();
  events.forEach((event, seq) => {
    cause[seq] = event.cause < seq ? event.cause : -1;
    if (!isOnLane(event)) return;
    before[seq] = lastOf.get(event.node) ?? -1;
    lastOf.set(event.node, seq);
  });
  return { before, cause };
}

/** The events that an event came from, as marks: 1 for each of them and for itself. */
export function pastOf({ before, cause }: Causality, seq: number): Uint8Array {
  const past = new Uint8Array(before.length);
  if (seq < 0 || seq >= past.length) return past;
  past[seq] = 1;
  for (let i = seq; i >= 0; i--) {
    if (past[i] === 0) continue;
    const previous = before[i] ?? -1;
    const origin = cause[i] ?? -1;
    if (previous >= 0) past[previous] = 1;
    if (origin >= 0) past[origin] = 1;
  }
  return past;
}

/** The events that may have come from an event, as marks: 1 for each of them and for itself. */
export function futureOf({ before, cause }: Causality, seq: number): Uint8Array {
  const future = new Uint8Array(before.length);
  if (seq < 0 || seq >= future.length) return future;
  future[seq] = 1;
  for (let i = seq + 1; i < future.length; i++) {
    const previous = before[i] ?? -1;
    const origin = cause[i] ?? -1;
    if ((previous >= 0 && future[previous] === 1) || (origin >= 0 && future[origin] === 1)) future[i] = 1;
  }
  return future;
}

/** Past and future of an event: what is lit when it is selected. */
export interface Cone {
  readonly seq: number;
  /** 1: came before, 2: came after, 3: the event itself, 0: neither. */
  readonly marks: Uint8Array;
  readonly pastCount: number;
  readonly futureCount: number;
}

/**
 * Everything that an event came from and that may have come from it.
 *
 * @param proof further events whose past counts as its own: a violation is proven by several
 */
export function coneOf(causality: Causality, seq: number, proof: readonly number[] = []): Cone {
  const marks = new Uint8Array(causality.before.length);
  for (const end of [seq, ...proof]) {
    const past = pastOf(causality, end);
    for (let i = 0; i < marks.length; i++) if (past[i] === 1) marks[i] = 1;
  }
  const future = futureOf(causality, seq);
  let pastCount = 0;
  let futureCount = 0;
  for (let i = 0; i < marks.length; i++) {
    if (i !== seq && marks[i] === 1) pastCount++;
    if (i !== seq && future[i] === 1) futureCount++;
    if (future[i] === 1) marks[i] = (marks[i] ?? 0) + 2;
  }
  return { seq, marks, pastCount, futureCount };
}
