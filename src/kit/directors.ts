/** Deciders by rules: what becomes of a message, of a step, and what an event brings about. */
import type { Decider, Step, WorldView } from '../sim/decider.ts';
import type { InjectedFault, MessageFault, StepFault } from '../sim/fault.ts';
import type { Message, TraceEvent } from '../sim/trace.ts';
import { delay, drop, duplicate } from './faults.ts';

/**
 * What becomes of a message: it passes, is lost, is held up for so many ms, or comes twice, the copy so many ms later.
 * A list is several of these, or faults of any other kind.
 */
export type Fate =
  | 'pass'
  | 'drop'
  | { readonly delayMs: number }
  | { readonly duplicateAfterMs: number }
  | readonly MessageFault[];

/** A message as a rule sees it: in its exchange. */
export interface Passing<About = undefined> {
  readonly message: Message;
  /** Whether it is the reply, and not the request; never for a datagram. */
  readonly reply: boolean;
  /** Ordinal of the request (or datagram), over all that any node sent; from 0. Its replies have the same. */
  readonly nth: number;
  /** What {@link byRule} was told to note of the request (or datagram) when it was sent. Its replies have the same. */
  readonly about: About;
}

/**
 * A decider that asks a rule at every message.
 *
 * @param about what to note of a request or a datagram when it is sent; the rule sees it again with the reply. Give its
 *   parameters their types: the rule's are inferred from what it returns
 */
export function byRule(rule: (passing: Passing, view: WorldView) => Fate): Decider;
export function byRule<About>(
  rule: (passing: Passing<About>, view: WorldView) => Fate,
  about: (message: Message, view: WorldView) => About,
): Decider;
export function byRule<About>(
  rule: (passing: Passing<About | undefined>, view: WorldView) => Fate,
  about: (message: Message, view: WorldView) => About | undefined = () => undefined,
): Decider {
  const sent = new Map<string, { readonly nth: number; readonly about: About | undefined }>();
  return {
    onMessage(message, view) {
      const request = message.answers === undefined ? undefined : sent.get(message.answers);
      const known = request ?? { nth: sent.size, about: about(message, view) };
      if (request === undefined) sent.set(message.key, known);
      return faultsOf(message, rule({ message, reply: request !== undefined, ...known }, view));
    },
  };
}

function faultsOf(message: Message, fate: Fate): readonly MessageFault[] {
  if (fate === 'pass') return [];
  if (fate === 'drop') return [drop(message)];
  if ('delayMs' in fate) return fate.delayMs > 0 ? [delay(message, fate.delayMs)] : [];
  if ('duplicateAfterMs' in fate) return [duplicate(message, fate.duplicateAfterMs)];
  return fate;
}

/** A decider that brings a fault about just before a step: the one number `nth` (from 0) of those that match. */
export function atNthStep(
  matches: (step: Step, view: WorldView) => boolean,
  nth: number,
  fault: (step: Step, view: WorldView) => StepFault,
): Decider {
  let seen = 0;
  return {
    onStep: (step, view) =>
      seen <= nth && matches(step, view) && seen++ === nth ? fault(step, view) : undefined,
  };
}

/** A decider that brings faults about whenever something happens: those that `faults` gives for an event. */
export function upon(faults: (event: TraceEvent, view: WorldView) => readonly InjectedFault[]): Decider {
  return {
    onEvent(event, view) {
      for (const fault of faults(event, view)) view.inject(fault);
    },
  };
}
