import type { Fault, MessageKey } from '../sim/fault.ts';
import type { TraceEvent } from '../sim/trace.ts';

/** How much later than it came one message of a run may come. */
export interface Lateness {
  readonly message: MessageKey;
  /** `seq` of its sending. */
  readonly sentSeq: number;
  /**
   * The smallest delay, in whole ms beyond the message's own time, with which the run broke a property; undefined when
   * none of those tried did. Delays far apart were tried first, and between two of them a half each time: a harm that
   * comes and goes again between two rungs of the ladder is not seen.
   */
  readonly limitMs: number | undefined;
  /** The properties broken at that limit. */
  readonly breaks: readonly string[];
  /** The longest delay that was tried and broke nothing, in ms; 0 when the first already did. */
  readonly unharmedMs: number;
}

/** What was found of the messages of a run. */
export interface LatenessFound {
  /** In the order of the sendings. */
  readonly messages: readonly Lateness[];
  /** False when the search had to stop: then these are the first of the messages, and no others were tried. */
  readonly isWhole: boolean;
}

/** The delays that are tried of each message, in ms: one that breaks a property is then narrowed down. */
export const LADDER_MS: readonly number[] = [1, 10, 50, 200, 1000, 3000, 10_000, 30_000, 60_000];

/** What is being done to the run. */
export interface LatenessSearch {
  /** The run's events: of its messages those are tried that were delivered. */
  readonly events: readonly TraceEvent[];
  /** Its faults, which stay. */
  readonly faults: readonly Fault[];
  /** The properties that the run breaks with other faults. */
  readonly breaksWith: (faults: readonly Fault[]) => readonly string[];
  /** Whether it may be asked once more; when not, the search stops. */
  readonly mayAsk: () => boolean;
}

/**
 * For each message of a run that breaks nothing, how much later it may come. Only that message is held up; all that
 * follows from it happens as it then does. Messages that never came, and copies that a fault made, are left out.
 */
export function howLate({ events, faults, breaksWith, mayAsk }: LatenessSearch): LatenessFound {
  const messages: Lateness[] = [];
  for (const { message, sentSeq } of deliveredOf(events)) {
    let unharmedMs = 0;
    let limitMs: number | undefined;
    let breaks: readonly string[] = [];
    const harms = (byMs: number): boolean => {
      const broken = breaksWith(later(faults, message, byMs));
      if (broken.length === 0) {
        unharmedMs = byMs;
        return false;
      }
      limitMs = byMs;
      breaks = broken;
      return true;
    };
    for (const byMs of LADDER_MS) {
      if (!mayAsk()) return { messages, isWhole: false };
      if (harms(byMs)) break;
    }
    while (limitMs !== undefined && limitMs - unharmedMs > 1) {
      if (!mayAsk()) return { messages, isWhole: false };
      harms(unharmedMs + Math.floor((limitMs - unharmedMs) / 2));
    }
    messages.push({ message, sentSeq, limitMs, breaks, unharmedMs });
  }
  return { messages, isWhole: true };
}

/** Each message that came from another node, with its sending, in the order of the sendings. */
function deliveredOf(
  events: readonly TraceEvent[],
): readonly { readonly message: MessageKey; readonly sentSeq: number }[] {
  const came = new Map<MessageKey, number>();
  for (const event of events) {
    if (event.kind !== 'deliver' || event.copy > 0 || event.message.from === event.message.to) continue;
    const { key } = event.message;
    if (!came.has(key)) came.set(key, event.cause);
  }
  return [...came].map(([message, sentSeq]) => ({ message, sentSeq })).sort((a, b) => a.sentSeq - b.sentSeq);
}

/** The faults with one message held up longer. A message that was held up already is held up by both. */
export function later(faults: readonly Fault[], message: MessageKey, byMs: number): readonly Fault[] {
  const at = faults.findIndex((fault) => fault.kind === 'delay' && fault.message === message);
  const before = faults[at];
  if (before?.kind !== 'delay') return [...faults, { kind: 'delay', message, byMs }];
  return faults.map((fault, index) => (index === at ? { ...before, byMs: before.byMs + byMs } : fault));
}
