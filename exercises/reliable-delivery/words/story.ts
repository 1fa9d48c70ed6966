import type { EventOf, Json, Run, TraceEvent } from 'partial-failure/kit';
import { SENDER } from '../facts.ts';
import { grouped, ordinal, shown } from '../words.ts';

/** A datagram that takes longer than this was held up: the story says so. */
const HELD_UP_US = 60_000;

/** A sentence for an event; `""` for one that is told together with another. */
export function tell(event: TraceEvent, run: Run): string | undefined {
  switch (event.kind) {
    case 'invoke':
      return tellCalls(event, run);
    case 'send': {
      const lost = streaksOf(run).get(event.message.key);
      // Lost ones are told where they are lost: that is never left out of a story.
      return lost === undefined ? `The ${event.node} sent ${shown(event.message.body)}.` : '';
    }
    case 'lost':
      return tellLost(event, run);
    case 'deliver':
      return tellArrival(event, run);
    case 'call': {
      const place = placeOf(event, run, ({ kind }) => kind === 'call');
      return `The receiver delivered ${shown(event.args[0])}: its ${ordinal(place)} delivery.`;
    }
    case 'throw':
      return `send threw: ${event.text}`;
    case 'log':
      return `The ${event.node} noted: ${event.text}${event.details === undefined ? '' : ` ${shown(event.details)}`}`;
    case 'note':
      return tellNote(event.name, event.data);
    default:
      return undefined;
  }
}

function tellCalls(event: EventOf<'invoke'>, run: Run): string {
  const { trace } = run;
  const isCall = (one: TraceEvent | undefined): one is TraceEvent & EventOf<'invoke'> =>
    one?.kind === 'invoke';
  const together = trace.filter((one) => isCall(one) && one.atUs === event.atUs);
  const place = placeOf(event, run, isCall);
  if (together.length === 1)
    return `send was called with ${shown(event.args[0])}: the ${ordinal(place)} payload.`;
  if (together[0]?.seq !== event.seq) return '';
  const values = together.flatMap((one) => (isCall(one) ? [shown(one.args[0])] : []));
  const few = values.length <= 4 ? values.join(', ') : `${values.slice(0, 3).join(', ')}, …`;
  return `send was called ${grouped(together.length)} times in a row: ${few}.`;
}

function placeOf(event: TraceEvent, { trace }: Run, like: (event: TraceEvent) => boolean): number {
  let place = 0;
  for (const one of trace) {
    if (like(one)) place++;
    if (one.seq === event.seq) break;
  }
  return place;
}

function tellLost({ message, copy, atUs }: EventOf<'lost'>, run: Run): string {
  const streak = streaksOf(run).get(message.key);
  const what = `The ${message.from} sent ${shown(message.body)}`;
  if (copy > 0 || streak === undefined) return `${what}: a copy was lost.`;
  if (streak.first !== message.key) return '';
  if (streak.count === 1) return `${what}: it was lost.`;
  const from = grouped(Math.round(atUs / 1000));
  const until = grouped(Math.round(streak.untilUs / 1000));
  return `${what}, and ${grouped(streak.count - 1)} more datagrams from ${from} to ${until} ms: all ${grouped(streak.count)} were lost.`;
}

function tellArrival({ node, message, copy, atUs, cause }: EventOf<'deliver'>, run: Run): string {
  const sentUs = run.trace[cause]?.atUs ?? atUs;
  const late = atUs - sentUs;
  const who = node === SENDER ? 'sender' : 'receiver';
  const what = `${shown(message.body)} arrived at the ${who}`;
  if (copy > 0) return `A copy of ${what}, ${grouped(Math.round(late / 1000))} ms after it was sent.`;
  return late > HELD_UP_US
    ? `${what}, ${grouped(Math.round(late / 1000))} ms after it was sent.`
    : `${what}.`;
}

function tellNote(name: string, data: Json): string | undefined {
  switch (name) {
    case 'works':
      return 'From now on the link worked: nothing was lost, doubled or held up any more.';
    case 'deadline':
      return Number(data) === 1
        ? 'The time was up: the payload should have been delivered.'
        : `The time was up: all ${grouped(Number(data))} payloads should have been delivered.`;
    default:
      return undefined;
  }
}

/** Datagrams of one node that were lost one after the other. */
interface Streak {
  readonly first: string;
  readonly count: number;
  readonly untilUs: number;
}

const cache = new WeakMap<Run, ReadonlyMap<string, Streak>>();

function streaksOf(run: Run): ReadonlyMap<string, Streak> {
  const known = cache.get(run) ?? readStreaks(run);
  cache.set(run, known);
  return known;
}

function readStreaks({ trace }: Run): ReadonlyMap<string, Streak> {
  const lost = new Set<string>();
  for (const event of trace) if (event.kind === 'lost' && event.copy === 0) lost.add(event.message.key);
  const open = new Map<string, EventOf<'send'>[]>();
  const streaks = new Map<string, Streak>();
  const close = (node: string): void => {
    const list = open.get(node) ?? [];
    const first = list[0]?.message.key ?? '';
    const untilUs = list.at(-1)?.atUs ?? 0;
    for (const { message } of list) streaks.set(message.key, { first, count: list.length, untilUs });
    open.delete(node);
  };
  for (const event of trace) {
    if (event.kind !== 'send') continue;
    const list = open.get(event.node);
    if (!lost.has(event.message.key)) close(event.node);
    else if (list === undefined) open.set(event.node, [event]);
    else list.push(event);
  }
  for (const node of [...open.keys()]) close(node);
  return streaks;
}
