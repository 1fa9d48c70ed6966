/** Small runs by hand, and random ones with their causes in order. */
import fc from 'fast-check';
import type { Json } from '../../../src/api.ts';
import type { RecordedRun } from '../../../src/diagram/recorded-run.ts';
import type { EventBody, Message, TraceEvent } from '../../../src/sim/trace.ts';

/** An event that a test writes down; the rest has plain defaults. */
export type Draft = EventBody & {
  readonly at: number;
  readonly node: string;
  readonly cause?: number;
  readonly line?: number;
  readonly incarnation?: number;
};

/** A run of these events, at instants in ms. */
export function runOf(drafts: readonly Draft[], rest: Partial<RecordedRun> = {}): RecordedRun {
  const events = drafts.map(
    ({ at, node, cause = -1, line = 0, incarnation = 0, ...body }, seq): TraceEvent => ({
      ...body,
      seq,
      atUs: at * 1000,
      node,
      incarnation,
      cause,
      line,
    }),
  );
  const nodes = [...new Set(events.map(({ node }) => node))].filter((id) => id !== '');
  return {
    nodes: nodes.map((id) => ({ id, role: 'r' })),
    events,
    faults: [],
    violation: [],
    endUs: events[events.length - 1]?.atUs ?? 0,
    told: [],
    ...rest,
  };
}

/** A message with a key of its own. */
export function message(from: string, to: string, body: Json, ordinal = 0): Message {
  return { key: `send ${from}>${to} 0.${ordinal}`, kind: 'send', from, to, body };
}

/** Random runs of a few nodes that send, get and lose messages. */
export const anyRun: fc.Arbitrary<RecordedRun> = fc
  .array(
    fc.record({
      from: fc.constantFrom('a', 'b', 'c'),
      to: fc.constantFrom('a', 'b', 'c'),
      gap: fc.constantFrom(0, 0, 1, 2, 5, 40, 3000),
      flight: fc.integer({ min: 0, max: 60 }),
      end: fc.constantFrom('arrives', 'arrives', 'lost', 'stopped', 'flying'),
    }),
    { minLength: 1, maxLength: 40 },
  )
  .map((steps) => {
    interface Due {
      readonly at: number;
      readonly sent: number;
      readonly end: string;
      readonly message: Message;
    }
    const drafts: Draft[] = [];
    const due: Due[] = [];
    const settle = (now: number): void => {
      due.sort((a, b) => a.at - b.at || a.sent - b.sent);
      while ((due[0]?.at ?? Infinity) <= now) {
        const next = due.shift();
        if (next === undefined) return;
        const what = { message: next.message, copy: 0, at: next.at, cause: next.sent, node: next.message.to };
        drafts.push(
          next.end === 'arrives' ? { ...what, kind: 'deliver' } : { ...what, kind: 'lost', why: 'down' },
        );
      }
    };
    let now = 0;
    steps.forEach(({ from, to, gap, flight, end }, ordinal) => {
      now += gap;
      settle(now);
      const sent = drafts.length;
      const body = message(from, to, { op: 'x', token: ordinal }, ordinal);
      drafts.push({ kind: 'send', message: body, at: now, node: from, line: ordinal + 1 });
      if (end === 'lost')
        drafts.push({ kind: 'lost', message: body, copy: 0, why: 'drop', at: now, node: from, cause: sent });
      else if (end !== 'flying') due.push({ at: now + flight, sent, end, message: body });
    });
    settle(Infinity);
    return runOf(drafts);
  });
