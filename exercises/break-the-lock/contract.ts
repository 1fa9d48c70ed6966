/** A step of a node, counted from 0 in each of its lives: just before it. */
export interface StepMoment {
  readonly node: string;
  readonly incarnation: number;
  readonly step: number;
}

/** An instant of true time, in ms from the start of the run. */
export interface TimeMoment {
  readonly node: string;
  readonly atMs: number;
}

/** The node stands still for a while; what arrives waits. */
export interface Pause {
  readonly kind: 'pause';
  readonly at: StepMoment | TimeMoment;
  readonly forMs: number;
}

/** The message takes longer. Its key says which: `"send client-1>storage 0.3"` is the fourth datagram of client-1. */
export interface Delay {
  readonly kind: 'delay';
  readonly message: string;
  readonly byMs: number;
}

/** The message arrives twice. */
export interface Duplicate {
  readonly kind: 'duplicate';
  readonly message: string;
  readonly afterMs: number;
}

/** The message is lost. */
export interface Drop {
  readonly kind: 'drop';
  readonly message: string;
}

/** The node stops, forgets what it had in memory, and comes back. */
export interface Crash {
  readonly kind: 'crash';
  readonly at: StepMoment | TimeMoment;
  readonly restartAfterMs: number;
}

/** The node’s time of day is set, back or forward. */
export interface ClockStep {
  readonly kind: 'clock-step';
  readonly at: TimeMoment;
  readonly byMs: number;
}

/** What the file must export as `systemA` to `systemE`: faults, or `null` for “cannot be broken”. */
export type Attack = readonly (Pause | Delay | Duplicate | Drop | Crash | ClockStep)[] | null;
