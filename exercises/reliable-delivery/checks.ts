import {
  canonicalJson,
  deepEqualJson,
  type EventOf,
  type Finding,
  type NodesChecks,
  type Run,
} from 'partial-failure/kit';
import { factsOf, type Facts, type Payload } from './facts.ts';
import { ANSWERS, PACE, WINDOW_MS } from './bounds.ts';
import { tell } from './words/story.ts';
import { explain } from './words.ts';

const WINDOW_US = WINDOW_MS * 1000;

function check(run: Run): Finding[] {
  const facts = factsOf(run);
  return [...prefix(facts), ...eventuallyDelivered(facts), ...restraint(facts)];
}

/** The k-th value delivered is the k-th that had been handed over before. */
function prefix({ sent, delivered, disturbed }: Facts): Finding[] {
  for (const [index, { seq, value }] of delivered.entries()) {
    const expected = sent[index];
    if (expected !== undefined && expected.seq < seq && deepEqualJson(expected.value, value)) continue;
    const handedOver = sent.filter((one) => one.seq < seq);
    const equal = (one: Payload): boolean => deepEqualJson(one.value, value);
    const before = delivered.slice(0, index);
    const again = before.filter(equal).length >= handedOver.filter(equal).length;
    const known = handedOver.some(equal);
    const code = !known ? 'unknown' : again ? 'again' : 'overtaken';
    const equals = code === 'again' ? before.filter(equal).slice(-1) : [];
    const earlier = [...new Set([...equals, ...before.slice(-2)])];
    return [
      {
        property: 'prefix',
        status: 'broken',
        code,
        events: [...earlier.map((one) => one.seq), seq],
        data: {
          place: index + 1,
          value,
          sent: handedOver.length,
          ...(expected !== undefined && expected.seq < seq && { expected: expected.value }),
        },
      },
    ];
  }
  return delivered.length >= 2 && disturbed ? [{ property: 'prefix', status: 'held' }] : [];
}

/** By the deadline everything has been delivered, in whatever order: that is another property. */
function eventuallyDelivered(facts: Facts): Finding[] {
  const { sent, delivered, deadline, datagrams, answers, lossy } = facts;
  if (deadline === undefined || sent.length === 0) return [];
  const missing = notAmong(
    sent,
    delivered.filter(({ seq }) => seq < deadline.seq),
  );
  const [first] = missing;
  if (first === undefined) return lossy ? [{ property: 'eventually-delivered', status: 'held' }] : [];
  const last = datagrams.filter(({ seq }) => seq < deadline.seq).at(-1);
  return [
    {
      property: 'eventually-delivered',
      status: 'broken',
      code: 'missing',
      events: [first.seq, ...lastWords(facts, deadline.seq), deadline.seq],
      data: {
        place: sent.indexOf(first) + 1,
        value: first.value,
        sent: sent.length,
        delivered: sent.length - missing.length,
        datagrams: datagrams.length,
        answers: answers.length,
        ...(last !== undefined && { lastMs: Math.round(last.atUs / 1000) }),
      },
    },
  ];
}

/** Of the payloads those that have not been delivered; of equal ones the later ones. */
function notAmong(sent: readonly Payload[], delivered: readonly Payload[]): Payload[] {
  const left = new Map<string, number>();
  for (const { value } of delivered) {
    const text = canonicalJson(value);
    left.set(text, (left.get(text) ?? 0) + 1);
  }
  return sent.filter(({ value }) => {
    const text = canonicalJson(value);
    const count = left.get(text) ?? 0;
    left.set(text, count - 1);
    return count <= 0;
  });
}

/** The last datagrams each way before an event, those that were sent and those that arrived. */
function lastWords({ datagrams, answers, arrivals, answersHeard }: Facts, before: number): number[] {
  return [datagrams, answers, arrivals, answersHeard].flatMap((events) =>
    events
      .filter(({ seq }) => seq < before)
      .slice(-2)
      .map(({ seq }) => seq),
  );
}

/** Neither side floods the link, and both are silent once everything has been delivered. */
function restraint(facts: Facts): Finding[] {
  const { sent, delivered, datagrams, answers, deadline, lossy } = facts;
  const broken = (code: string, events: readonly EventOf<'send'>[], data: Finding['data']): Finding[] => [
    {
      property: 'restraint',
      status: 'broken',
      code,
      events: events.map(({ seq }) => seq),
      ...(data && { data }),
    },
  ];
  const flood = paceOf(facts) ?? answersOf(facts);
  if (flood !== undefined) return broken(flood.code, flood.events, flood.data);
  if (deadline === undefined || notAmong(sent, delivered).length > 0) return [];
  const late = [...datagrams, ...answers]
    .filter(({ seq }) => seq > deadline.seq)
    .sort((a, b) => a.seq - b.seq);
  const [first] = late;
  if (first !== undefined) {
    const lastMs = Math.round((delivered.at(-1)?.atUs ?? 0) / 1000);
    const data = { node: first.node, count: late.length, atMs: Math.round(first.atUs / 1000), lastMs };
    return broken('not-quiet', [first], data);
  }
  // Only a sender that had to send again says something.
  const again = lossy && datagrams.length > sent.length && delivered.length === sent.length;
  return again ? [{ property: 'restraint', status: 'held' }] : [];
}

interface Flood {
  readonly code: 'pace' | 'answers';
  /** The first and the last of those that are too many. */
  readonly events: readonly EventOf<'send'>[];
  readonly data: { readonly count: number; readonly most: number; readonly of: number };
}

function paceOf({ sent, datagrams }: Facts): Flood | undefined {
  return floodOf('pace', datagrams, (atUs) => {
    const of = countUpTo(sent, atUs);
    return { of, most: PACE.base + PACE.perPayload * of };
  });
}

function answersOf({ arrivals, answers }: Facts): Flood | undefined {
  return floodOf('answers', answers, (atUs) => {
    const of = countUpTo(arrivals, atUs) - countUpTo(arrivals, atUs - 2 * WINDOW_US - 1);
    return { of, most: ANSWERS.base + ANSWERS.perDatagram * of };
  });
}

/** Where more were sent within one window than the rule allows at its end. */
function floodOf(
  code: Flood['code'],
  events: readonly EventOf<'send'>[],
  rule: (atUs: number) => { readonly of: number; readonly most: number },
): Flood | undefined {
  let from = 0;
  for (const [i, event] of events.entries()) {
    while ((events[from]?.atUs ?? Infinity) <= event.atUs - WINDOW_US) from++;
    const count = i - from + 1;
    // No rule allows fewer than this.
    if (count <= 20) continue;
    const { of, most } = rule(event.atUs);
    if (count > most) {
      const first = events[from];
      return { code, events: first === undefined ? [event] : [first, event], data: { count, most, of } };
    }
  }
  return undefined;
}

/** How many of these, in order of time, were there at an instant. */
function countUpTo(events: readonly { readonly atUs: number }[], atUs: number): number {
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((events[middle]?.atUs ?? Infinity) <= atUs) low = middle + 1;
    else high = middle;
  }
  return low;
}

export default {
  check,
  reads: ({ kind }) => ['invoke', 'call', 'send', 'deliver', 'lost', 'note'].includes(kind),
  explain,
  tell,
} satisfies NodesChecks;
