import { canonicalJson, defineFindings, type Json, type Run, type TraceEvent } from 'partial-failure/kit';

/** How a call ended, in whole ms of the asker's clock after it began. */
type Ended = { ms: number; settledMs: number; gave: Json };
type Answered = Ended & { arrivedMs: number; reply: Json };
type Late = { ms: number; arrivedMs: number; reply: Json };

export const { broken, held, explain } = defineFindings({
  threw: {
    property: ['answers', 'gives-up'],
    says: (_: Record<never, never>, property) =>
      property === 'answers'
        ? `The call rejected although its reply had come in time. It must never reject.`
        : `The call rejected. Without a reply it must resolve with "timeout".`,
  },
  'hangs-with-reply': {
    property: 'answers',
    says: (d: Answered) =>
      `The reply came after ${d.arrivedMs} ms, well within ${d.ms} ms, and the call never resolved.`,
  },
  'too-impatient': {
    property: 'answers',
    says: (d: Answered) =>
      `The call gave up after ${d.settledMs} ms. It had ${d.ms} ms, and its reply came after ${d.arrivedMs} ms.`,
  },
  'made-up': {
    property: 'answers',
    says: (d: Answered) =>
      `The call gave ${show(d.gave)} after ${d.settledMs} ms, before its reply had come.`,
  },
  'reply-not-given': {
    property: 'answers',
    says: (d: Answered) =>
      `The reply ${show(d.reply)} came after ${d.arrivedMs} ms, within ${d.ms} ms, but the call gave "timeout".`,
  },
  'other-value': {
    property: 'answers',
    says: (d: Answered) => `The reply was ${show(d.reply)}, but the call gave ${show(d.gave)}.`,
  },
  'kept-back': {
    property: 'answers',
    says: (d: Answered) =>
      `The reply came after ${d.arrivedMs} ms, but the call gave it only after ${d.settledMs} ms.`,
  },
  'late-reply-given': {
    property: 'answers',
    says: (d: Answered) =>
      `The reply came after ${d.arrivedMs} ms, when the ${d.ms} ms were over, and the call gave it all the same.`,
  },
  'reply-of-another-call': {
    property: 'answers',
    says: (d: Answered) => `The call gave ${show(d.gave)}, which is the reply to another call.`,
  },
  hangs: {
    property: 'gives-up',
    says: (d: Ended) =>
      `No reply came within ${d.ms} ms, and the call was still open when its time was up: it hangs.`,
  },
  'too-late': {
    property: 'gives-up',
    says: (d: Ended) => `No reply came within ${d.ms} ms, but the call ended only after ${d.settledMs} ms.`,
  },
  'too-early': {
    property: 'gives-up',
    says: (d: Ended) =>
      `The call gave "timeout" after ${d.settledMs} ms. It had ${d.ms} ms, and a reply might still have come.`,
  },
  'other-word': {
    property: 'gives-up',
    says: (d: Ended) =>
      d.gave === null
        ? `After ${d.settledMs} ms, without a reply in time, the call gave null or undefined, not "timeout".`
        : `After ${d.settledMs} ms, without a reply in time, the call gave ${show(d.gave)}, not "timeout".`,
  },
  'given-by-its-call': {
    property: 'late-reply-ignored',
    says: (d: Late) =>
      `The reply came after ${d.arrivedMs} ms, too late for a call with ${d.ms} ms, and was given all the same.`,
  },
  'given-by-a-later-call': {
    property: 'late-reply-ignored',
    says: (d: Late) =>
      `The reply ${show(d.reply)} came too late for its call, and another call gave it as its own.`,
  },
  'asked-again': {
    property: 'one-request',
    says: (d: { requests: number }) => `The call sent ${d.requests} requests. It may ask once.`,
  },
  'asked-late': {
    property: 'one-request',
    says: (d: { askedMs: number; hadEnded: boolean }) =>
      d.hadEnded
        ? `The question left ${d.askedMs} ms after the call, when the call had ended already. It must leave at once.`
        : `The question left only ${d.askedMs} ms after the call. It must leave at once: the time runs meanwhile.`,
  },
  'not-asked': {
    property: 'one-request',
    says: () => `The call ended without having sent its question.`,
  },
  'other-message': {
    property: 'one-request',
    says: (d: { to: string; body: Json }) =>
      `A message was sent that is no question of an open call: ${show(d.body)} to ${d.to}.`,
  },
});

/** A sentence for an event of the story. */
export function tell(event: TraceEvent, run: Run): string | undefined {
  switch (event.kind) {
    case 'invoke': {
      const [to, question, ms] = event.args;
      return `askWithin was called: ask ${String(to)} ${show(question ?? null)}, wait at most ${Number(ms)} ms.`;
    }
    case 'send':
      if (event.message.kind === 'reply') return undefined;
      return `${event.node} ${event.message.kind === 'request' ? 'asked' : 'sent a message to'} ${event.message.to}: ${show(event.message.body)}.`;
    case 'deliver': {
      const { message } = event;
      if (message.kind !== 'reply') return undefined;
      return `The reply ${show(message.body)} of ${message.from} arrived.`;
    }
    case 'return':
      return `The call (${about(event.op, run)}) gave ${show(event.value)}.`;
    case 'throw':
      return `The call (${about(event.op, run)}) rejected: ${event.text}`;
    case 'note':
      if (event.name !== 'overdue') return undefined;
      return `The time of the call was up, and it was still open.`;
    case 'log':
      return `${event.node} noted: ${event.text}${event.details === undefined ? '' : ` ${show(event.details)}`}`;
    default:
      return undefined;
  }
}

function about(op: number, run: Run): string {
  const [to, question] = run.operations[op]?.args ?? [];
  return `${show(question ?? null)} to ${String(to)}`;
}

function show(value: Json): string {
  const text = canonicalJson(value);
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`;
}
