import type { Finding, Json } from 'partial-failure/kit';
import { WINDOW_MS } from './bounds.ts';

/** Codes of the checks' findings in words. */
export function explain({ property, code, data = {} }: Finding): string {
  const number = (name: string): string => grouped(Number(data[name] ?? 0));
  const value = shown(data['value']);
  const place = ordinal(Number(data['place'] ?? 0));
  const expected =
    'expected' in data
      ? `The ${place} payload is ${shown(data['expected'])}`
      : `Only ${number('sent')} ${Number(data['sent']) === 1 ? 'payload has' : 'payloads have'} been sent so far`;
  switch (code) {
    case 'again':
      return `The ${place} delivery was ${value}, which had been delivered before as often as it was sent. ${expected}.`;
    case 'overtaken':
      return `The ${place} delivery was ${value}. ${expected}.`;
    case 'unknown':
      return `The ${place} delivery was ${value}, which nobody has sent. ${expected}.`;
    case 'missing':
      return `${missing(data)} The ${place} payload, ${value}, is not among them. ${silence(data)}`;
    case 'pace':
      return `The sender sent ${number('count')} datagrams within ${grouped(WINDOW_MS)} ms; with ${number('of')} payloads handed over, ${number('most')} are allowed.`;
    case 'answers':
      return `The receiver sent ${number('count')} datagrams within ${grouped(WINDOW_MS)} ms; ${number('of')} had arrived in the last ${grouped(2 * WINDOW_MS)} ms, so ${number('most')} are allowed.`;
    case 'not-quiet':
      return `Everything had been delivered at ${number('lastMs')} ms, yet the ${String(data['node'])} still sent at ${number('atMs')} ms: ${number('count')} more datagrams were seen before the run ended.`;
    default:
      return `${property} was broken.`;
  }
}

function missing(data: Readonly<Record<string, Json>>): string {
  const delivered = Number(data['delivered'] ?? 0);
  const sent = Number(data['sent'] ?? 0);
  return `Of ${grouped(sent)} ${sent === 1 ? 'payload' : 'payloads'}, ${delivered === 0 ? 'none' : grouped(delivered)} had been delivered when the time was up.`;
}

function silence(data: Readonly<Record<string, Json>>): string {
  const { lastMs, answers } = data;
  if (lastMs === undefined) return 'The sender sent nothing at all.';
  return `The sender’s last datagram left at ${grouped(Number(lastMs))} ms; the receiver had sent ${grouped(Number(answers ?? 0))}.`;
}

/** A value in few characters. */
export function shown(value: Json | undefined): string {
  const text = JSON.stringify(value ?? null);
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}

export function grouped(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ',');
}

export function ordinal(n: number): string {
  const words = ['', 'first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth'];
  const ending = n % 100 >= 11 && n % 100 <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th');
  return words[n] ?? `${grouped(n)}${ending}`;
}
