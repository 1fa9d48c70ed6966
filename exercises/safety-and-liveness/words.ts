import type { Finding } from 'partial-failure/kit';
import type { Event } from './contract.ts';
import type { Call } from './cases/judge.ts';
import { owed, type Judge } from './facts.ts';

/** Of a longer trace so many events are told, and of a longer case so many calls. */
const EVENTS_TOLD = 14;
const CALLS_TOLD = 3;

const KEEPS: Record<Judge, string> = {
  uniqueness: 'no grant has the token of an earlier grant of another request',
  monotonicity: 'no grant has a token that is not greater than one received before its request was sent',
  availability:
    'every request was answered within the bound, or its node crashed by then, or the bound ends no earlier than the trace',
};

/** A broken property in a sentence or two. */
export function explain({ code = '', data = {} }: Finding, calls: readonly Call[]): string {
  const index = Number(data['call'] ?? 0);
  const call = calls[index];
  const statement = String(data['statement'] ?? '');
  switch (code) {
    case 'no-classes':
      return 'The export classification is no object with p1 to p8.';
    case 'undecided':
      return `classification.${statement} is neither "safety" nor "liveness".`;
    case 'not-safety':
      return `classification.${statement} is "safety". But whatever has happened up to some instant, the statement may still come true: no finite trace breaks it.`;
    case 'not-liveness':
      return `classification.${statement} is "liveness". But a trace can break it at some instant for good: nothing that comes later mends it.`;
  }
  if (call === undefined) return 'A judge was wrong.';
  const who = `${calls.length > 1 ? `In call ${index + 1} of ${calls.length}, ` : ''}${call.judge}`;
  const events = call.trace.events;
  switch (code) {
    case 'flagged':
      return `${who} pointed at event ${String(data['event'])}. But the trace keeps the property: ${KEEPS[call.judge]}.`;
    case 'missed':
      return `${who} found nothing. But ${why(call, Number(data['owed']))}`;
    case 'elsewhere':
      return `${who} pointed at event ${String(data['event'])}${events[Number(data['event'])] === undefined ? ', which there is not' : ''}. The first that breaks the property is event ${String(data['owed'])}: ${why(call, Number(data['owed']))}`;
    case 'threw':
      return `${who} threw ${String(data['text'])}`;
    default:
      return `${who} gave ${String(data['text'])}. A judge gives { event }, or undefined.`;
  }
}

/** Why the event at an index breaks the property of the judge that was called. */
function why({ judge, trace: { events, end }, bound }: Call, index: number): string {
  const event = events[index];
  if (event === undefined || (event.type !== 'response' && event.type !== 'request')) return 'it is broken.';
  if (judge === 'availability')
    return `request ${JSON.stringify(event.id)} of ${event.node} at ${event.at} had until ${event.at + bound}, its node did not crash by then, no answer came, and the trace goes on until ${end}.`;
  const token = event.type === 'response' ? event.token : 0;
  const sent = events.findIndex((other) => other.type === 'request' && other.id === event.id);
  const earlier = events.findIndex(
    (other, j) =>
      other.type === 'response' &&
      other.granted &&
      (judge === 'uniqueness' ? j < index && other.token === token : j < sent && other.token >= token),
  );
  const first = events[earlier];
  const held = first?.type === 'response' ? `${first.token} at ${first.at} (event ${earlier})` : 'one before';
  return judge === 'uniqueness'
    ? `event ${index} grants token ${token}, as did event ${earlier}.`
    : `event ${index} grants token ${token}. Its request was sent at ${events[sent]?.at ?? 0} (event ${sent}), after a grant of token ${held}.`;
}

/** The calls of a case, one event a line. */
export function tell(calls: readonly Call[]): string[] {
  const lines = calls.slice(0, CALLS_TOLD).flatMap((call, i) => {
    const { judge, trace, bound } = call;
    const options = judge === 'availability' ? ` with a bound of ${bound} ms` : '';
    const which = calls.length > 1 ? `Call ${i + 1}: ` : '';
    const events = trace.events.slice(0, EVENTS_TOLD).map((event, j) => `Event ${j}: ${tellEvent(event)}.`);
    const left = trace.events.length - events.length;
    return [
      `${which}${judge} was called${options}; the trace ends at ${trace.end}.`,
      ...events,
      ...(left > 0 ? [`${left} further events follow.`] : []),
      ...(calls.length > 1 ? [`Right is ${right(call)}.`] : []),
    ];
  });
  const left = calls.length - CALLS_TOLD;
  return left > 0 ? [...lines, `${left} further calls on the same instance followed.`] : lines;
}

function right({ judge, trace, bound }: Call): string {
  const index = owed(judge, trace, bound);
  return index === undefined ? 'undefined' : `event ${index}`;
}

function tellEvent(event: Event): string {
  const { at, node, type } = event;
  switch (type) {
    case 'request':
      return `at ${at} ${node} sent request ${JSON.stringify(event.id)}`;
    case 'response':
      return event.granted
        ? `at ${at} ${node} was granted token ${event.token} for request ${JSON.stringify(event.id)}`
        : `at ${at} ${node} was refused for request ${JSON.stringify(event.id)}: somebody else has token ${event.token}`;
    case 'crash':
      return `at ${at} ${node} crashed`;
    case 'restart':
      return `at ${at} ${node} restarted`;
  }
}
