import {
  canonicalJson,
  defineFindings,
  isJsonObject,
  type Json,
  type Run,
  type TraceEvent,
} from 'partial-failure/kit';
import { exampleOf } from './facts.ts';

type Of = { id: string };

const HOW: Readonly<Record<string, string>> = {
  silent: 'was silent',
  rejecting: 'rejected everything',
  slow: 'was slow',
  'no-fault': 'was well',
};

export const { broken, held, explain } = defineFindings({
  threw: {
    property: 'answers-in-time',
    says: (d: Of) => `The call for ${d.id} rejected. It must never reject.`,
  },
  'other-answer': {
    property: 'answers-in-time',
    says: (d: Of) =>
      `The call for ${d.id} gave something that is neither the server’s answer to it, nor { error: "gave-up" }.`,
  },
  hangs: {
    property: 'answers-in-time',
    says: (d: Of) => `The call for ${d.id} never ended.`,
  },
  'too-late': {
    property: 'answers-in-time',
    says: (d: Of & { tookMs: number }) =>
      `The call for ${d.id} took ${thousands(d.tookMs)} ms. It may take 5,000.`,
  },
  'after-invalid': {
    property: 'budget',
    says: (d: Of) => `The server had said that ${d.id} is invalid, and was asked again.`,
  },
  'not-said': {
    property: 'budget',
    says: (d: Of) => `The server had said that ${d.id} is invalid, and the call gave "gave-up".`,
  },
  stray: {
    property: 'budget',
    says: () =>
      `A client sent something that is not the request of one of its calls, unchanged, to the server.`,
  },
  'over-budget': {
    property: 'budget',
    says: (d: { how: string; calls: number; max: number; most: number; id: string }) =>
      `${thousands(d.calls)} calls began while the server ${HOW[d.how] ?? 'was down'}. More than ${thousands(d.max)} attempts were made for them; for ${d.id} alone there were ${thousands(d.most)} so far.`,
  },
  missed: {
    property: 'succeeds',
    says: (d: { calls: number; missed: number; id: string; attempts: number }) =>
      `Of ${thousands(d.calls)} valid calls ${thousands(d.missed)} got no answer, more than one in a hundred. ${d.id} was the first of them, after ${times(d.attempts)}.`,
  },
  'stays-down': {
    property: 'recovers',
    says: (d: {
      how: string;
      calls: number;
      answered: number;
      percent: number;
      id: string;
      attempts: number;
    }) =>
      `${d.how === 'no-fault' ? 'There was no outage at all. Of the' : `The server ${HOW[d.how] ?? 'was down'} for a while. Of the`} ${thousands(d.calls)} calls that began ${d.how === 'no-fault' ? 'in 15 s' : '10 to 25 s after that'}, only ${thousands(d.answered)} got their answer; ${d.percent} % must. ${d.id} was the first without, after ${times(d.attempts)}.`,
  },
  together: {
    property: 'spread',
    says: (d: { calls: number; count: number; afterMs: number }) =>
      `${thousands(d.calls)} calls failed together. ${thousands(d.afterMs)} ms after they began, ${thousands(d.count)} attempts of theirs came within 10 ms.`,
  },
});

/** What a stretch of time was like, what befell the server, and one call from its beginning to its end. */
export function tell(event: TraceEvent, run: Run): string | undefined {
  const example = exampleOf(run);
  switch (event.kind) {
    case 'note':
      return event.name === 'so-far' ? tellSoFar(event.data) : OUTAGES[String(event.data)];
    case 'invoke':
      return event.op === example?.operation.id ? `${event.node} was called for ${example.id}.` : undefined;
    case 'send': {
      const n = example?.attempts.findIndex(({ seq }) => seq === event.seq) ?? -1;
      return n < 0 ? undefined : `Attempt ${n + 1} for ${example?.id ?? ''}.`;
    }
    case 'deliver':
      return example?.attempts.some(({ key }) => key === event.message.answers) === true
        ? `The server’s answer arrived: ${show(event.message.body)}.`
        : undefined;
    case 'return':
      return event.op === example?.operation.id
        ? `The call for ${example.id} gave ${show(event.value)}.`
        : undefined;
    case 'throw':
      return event.op === example?.operation.id
        ? `The call for ${example.id} rejected: ${event.text}`
        : undefined;
    case 'lost':
      return example?.attempts.some(
        ({ key }) => key === event.message.key || key === event.message.answers,
      ) === true
        ? `${event.message.answers === undefined ? 'The attempt' : 'Its answer'} was lost.`
        : '';
    default:
      return undefined;
  }
}

const OUTAGES: Readonly<Record<string, string>> = {
  rejecting: 'The server began to reject everything.',
  slow: 'The server became ten times slower.',
  over: 'The server was well again.',
};

function tellSoFar(data: Json): string | undefined {
  if (!isJsonObject(data)) return undefined;
  const { calls, attempts, answers, forMs } = data;
  return `In the last ${Number(forMs) / 1000} s: ${thousands(Number(calls))} calls, ${thousands(Number(attempts))} attempts, ${thousands(Number(answers))} answered by the server.`;
}

function show(value: Json): string {
  const text = canonicalJson(value);
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`;
}

function times(attempts: number): string {
  return attempts === 1 ? 'one attempt' : `${attempts} attempts`;
}

function thousands(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ',');
}
