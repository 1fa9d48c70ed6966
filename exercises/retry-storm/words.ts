import { canonicalJson, defineFindings, type Json, type Run, type TraceEvent } from 'partial-failure/kit';
import { idOf } from './peers.ts';

type Of = { id: string };

const HOW: Readonly<Record<string, string>> = {
  silent: 'was silent',
  rejecting: 'rejected everything',
  slow: 'was slow',
};

export const { broken, held, explain } = defineFindings({
  threw: { property: 'answers-in-time', says: (d: Of) => `The call for ${d.id} rejected. It must never reject.` },
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
    says: (d: Of & { tookMs: number }) => `The call for ${d.id} took ${thousands(d.tookMs)} ms. It may take 5,000.`,
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
    says: (d: { how: string; calls: number; answered: number; percent: number; id: string; attempts: number }) =>
      `The server ${HOW[d.how] ?? 'was down'} for a while. Of the ${thousands(d.calls)} calls that began 10 to 25 s after that, only ${thousands(d.answered)} got their answer; ${d.percent} % must. ${d.id} was the first without, after ${times(d.attempts)}.`,
  },
  together: {
    property: 'spread',
    says: (d: { calls: number; count: number; afterMs: number }) =>
      `${thousands(d.calls)} calls failed together. ${thousands(d.afterMs)} ms after they began, ${thousands(d.count)} attempts of theirs came within 10 ms.`,
  },
});

export function tell(_event: TraceEvent, _run: Run): string | undefined {
  return undefined;
}

function times(attempts: number): string {
  return attempts === 1 ? 'one attempt' : `${attempts} attempts`;
}

function thousands(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ',');
}
