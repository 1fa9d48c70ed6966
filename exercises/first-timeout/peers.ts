import {
  canonicalJson,
  type CourseProgram,
  type CourseSide,
  type Json,
  type Operation,
  type Script,
} from 'partial-failure/kit';
import { ROOM_MS } from './bounds.ts';

/** One call of `askWithin`, and what becomes of it. Times in ms after the call. */
export interface Ask {
  /** When it is called, in ms after the start of the run. */
  readonly atMs: number;
  readonly to?: 'library' | 'archive';
  readonly ms: number;
  /** Default: a question of its own. */
  readonly question?: Json;
  readonly reply?: Json;
  /** When the reply arrives, if the question leaves at once. Default: soon. */
  readonly replyAtMs?: number;
  readonly lost?: 'request' | 'reply';
}

/** How long a message takes, before faults. Fixed, so that {@link Ask.replyAtMs} is what it says. */
export const LINK_MS = 5;

/** The question of the ask with this index. */
export function questionOf(ask: Ask, index: number): Json {
  return ask.question ?? { ask: index };
}

/**
 * Which ask a question belongs to. The first request with a question is taken for the first ask of it, and so on.
 *
 * @returns an index, or -1 for a question that is not planned
 */
export function createMatcher(asks: readonly Ask[], to: string): (question: Json) => number {
  const seen = new Map<string, number>();
  return (question) => {
    const text = canonicalJson(question);
    const same = asks.flatMap((ask, i) =>
      (ask.to ?? 'library') === to && canonicalJson(questionOf(ask, i)) === text ? [i] : [],
    );
    const count = seen.get(text) ?? 0;
    seen.set(text, count + 1);
    return same[Math.min(count, same.length - 1)] ?? -1;
  };
}

/** A node that answers the questions of a plan at once. What makes a reply late or lost is the network. */
export function library(asks: readonly Ask[]) {
  return (me: CourseSide): CourseProgram => {
    const match = createMatcher(asks, me.id);
    return {
      onRequest(_from, question, reply) {
        const index = match(question);
        reply(asks[index]?.reply ?? (index < 0 ? { unexpected: question } : replyFor(asks, index)));
      },
    };
  };
}

/** `null` where it is planned, else an answer that no other ask gets. */
function replyFor(asks: readonly Ask[], index: number): Json {
  return asks[index]?.reply === null ? null : { answer: index };
}

/** A node that answers any question, each with a value of its own, after a time that it draws. */
export function slowLibrary(maxMs: number) {
  return (me: CourseSide): CourseProgram => ({
    onRequest(_from, question, reply) {
      const answer = { answer: question };
      const thinkMs = me.random() < 0.5 ? 0 : Math.floor(me.random() * maxMs);
      if (thinkMs === 0) reply(answer);
      else me.after(thinkMs, () => reply(answer));
    },
  });
}

/** Makes a call, and notes when it is overdue: that is the event which proves a call that hangs. */
export function call(script: Script, to: string, question: Json, ms: number): Operation {
  const operation = script.call('asker', 'askWithin', [to, question, ms]);
  script.after((ms + ROOM_MS) * 1.002 + 3, () => {
    if (operation.status === 'open') script.note('overdue', { op: operation.id });
  });
  return operation;
}
