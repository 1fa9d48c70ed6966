import { defineFindings, type Json } from 'partial-failure/kit';
import { DEADLINE_MS, REQUESTS_MAX } from './bounds.ts';

/** From when to when of the call the bank could be reached. */
type Reach = { id: string; fromMs: number; untilMs: number; covered: boolean; answer: Json };
type Moved = { id: string; amount: number; key: string };

export const { broken, held, explain } = defineFindings({
  threw: {
    property: 'answers-in-time',
    says: () => 'The call rejected. It must settle with "paid", "declined" or "unknown".',
  },
  hangs: {
    property: 'answers-in-time',
    says: () => `The call was still open ${grouped(DEADLINE_MS)} ms after it began: nothing ends its wait.`,
  },
  'no-answer': {
    property: ['answers-in-time', 'decides'],
    says: (d: { gave: Json } | Reach) =>
      'gave' in d
        ? `The call gave ${JSON.stringify(d.gave)}, which is none of the three answers.`
        : `${reach(d)}, but the call for ${d.id} gave none of the three answers.`,
  },
  'too-late': {
    property: 'answers-in-time',
    says: (d: { settledMs: number }) =>
      `The call settled after ${grouped(d.settledMs)} ms; it had ${grouped(DEADLINE_MS)}.`,
  },
  'paid-but-not-moved': {
    property: 'truthful',
    says: (d: { id: string; amount: number; equal: number }) =>
      d.equal > 1
        ? `"paid" was said for more payments of ${grouped(d.amount)} than the bank had carried out.`
        : `"paid" was said for ${d.id}, but the bank had not moved the money.`,
  },
  'declined-then-moved': {
    property: 'truthful',
    says: (d: Moved) =>
      `"declined" was said for ${d.id}, and afterwards the bank moved the money: a request was still on its way.`,
  },
  'declined-but-moved': {
    property: 'truthful',
    says: (d: Moved) => `"declined" was said for ${d.id}, but the bank had moved the money.`,
  },
  twice: {
    property: 'at-most-once',
    says: (d: { amount: number; times: number; payments: number; keys: readonly string[] }) =>
      `${count(d.times)} payments of ${grouped(d.amount)} were made, and ${count(d.payments).toLowerCase()} ordered. Keys: ${keys(d.keys)}.`,
  },
  unknown: {
    property: 'decides',
    says: (d: Reach) => `${reach(d)}, but the call for ${d.id} said "unknown".`,
  },
  'not-the-banks': {
    property: 'decides',
    says: (d: Reach) =>
      `${reach(d)}, and the account ${d.covered ? 'covers the payment' : 'does not cover the payment'}, but the call for ${d.id} said "${String(d.answer)}".`,
  },
  'too-many': {
    property: 'restraint',
    says: (d: { id: string; requests: number }) =>
      `The call for ${d.id} sent ${grouped(d.requests)} requests; at most ${REQUESTS_MAX} are allowed.`,
  },
  'too-many-in-all': {
    property: 'restraint',
    says: (d: { calls: number; requests: number }) =>
      `${grouped(d.calls)} calls sent ${grouped(d.requests)} requests; each may send at most ${REQUESTS_MAX}.`,
  },
  'after-the-call': {
    property: 'restraint',
    says: () => 'A request was sent after its call had settled: something of the call goes on.',
  },
  'early-cancel': {
    property: 'restraint',
    says: (d: { sinceMs: number }) =>
      `A cancel was sent ${grouped(d.sinceMs)} ms into the call; it is allowed from 7,000 ms on.`,
  },
});

function reach({ fromMs, untilMs }: Reach): string {
  return `The bank could be reached from ${grouped(fromMs)} to ${grouped(untilMs)} ms of the call`;
}

function grouped(ms: number): string {
  return String(ms).replace(/\B(?=(\d{3})+$)/g, ',');
}

function count(n: number): string {
  return ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six'][n] ?? String(n);
}

const keys = (value: readonly string[]): string => value.map((key) => JSON.stringify(key)).join(', ');
