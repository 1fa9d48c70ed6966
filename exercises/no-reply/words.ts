import type { Finding, Json } from 'partial-failure/kit';
import { DEADLINE_MS, REQUESTS_MAX } from './bounds.ts';

/** Codes of the checks' findings in words. */
export function explain({ property, code, data = {} }: Finding): string {
  const id = String(data['id'] ?? '');
  const number = (name: string): string => grouped(Number(data[name] ?? 0));
  switch (code) {
    case 'threw':
      return 'The call rejected. It must settle with "paid", "declined" or "unknown".';
    case 'hangs':
      return `The call was still open ${grouped(DEADLINE_MS)} ms after it began: nothing ends its wait.`;
    case 'no-answer':
      return property === 'decides'
        ? `${reach(data)}, but the call for ${id} gave none of the three answers.`
        : `The call gave ${JSON.stringify(data['gave'] ?? null)}, which is none of the three answers.`;
    case 'too-late':
      return `The call settled after ${number('settledMs')} ms; it had ${grouped(DEADLINE_MS)}.`;
    case 'paid-but-not-moved':
      return Number(data['equal']) > 1
        ? `"paid" was said for more payments of ${number('amount')} than the bank had carried out.`
        : `"paid" was said for ${id}, but the bank had not moved the money.`;
    case 'declined-then-moved':
      return `"declined" was said for ${id}, and afterwards the bank moved the money: a request was still on its way.`;
    case 'declined-but-moved':
      return `"declined" was said for ${id}, but the bank had moved the money.`;
    case 'twice':
      return `${count(Number(data['times']))} payments of ${number('amount')} were made, and ${count(Number(data['payments'])).toLowerCase()} ordered. Keys: ${keys(data['keys'])}.`;
    case 'unknown':
      return `${reach(data)}, but the call for ${id} said "unknown".`;
    case 'not-the-banks':
      return `${reach(data)}, and the account ${data['covered'] === true ? 'covers the payment' : 'does not cover the payment'}, but the call for ${id} said "${String(data['answer'])}".`;
    case 'too-many':
      return `The call for ${id} sent ${number('requests')} requests; at most ${REQUESTS_MAX} are allowed.`;
    case 'too-many-in-all':
      return `${number('calls')} calls sent ${number('requests')} requests; each may send at most ${REQUESTS_MAX}.`;
    case 'after-the-call':
      return 'A request was sent after its call had settled: something of the call goes on.';
    case 'early-cancel':
      return `A cancel was sent ${number('sinceMs')} ms into the call; it is allowed from 7,000 ms on.`;
    default:
      return `${property} was broken.`;
  }
}

function reach(data: Readonly<Record<string, Json>>): string {
  const from = Number(data['fromMs'] ?? 0);
  const until = Number(data['untilMs'] ?? 0);
  return `The bank could be reached from ${grouped(from)} to ${grouped(until)} ms of the call`;
}

function grouped(ms: number): string {
  return String(ms).replace(/\B(?=(\d{3})+$)/g, ',');
}

function count(n: number): string {
  return ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six'][n] ?? String(n);
}

function keys(value: Json | undefined): string {
  return Array.isArray(value) ? value.map((key) => JSON.stringify(key)).join(', ') : '';
}
