import type { EventOf, Json, Run } from 'partial-failure/kit';

export const SENDER = 'sender';
export const RECEIVER = 'receiver';

/** A payload that was handed over, or delivered. */
export interface Payload {
  readonly seq: number;
  readonly atUs: number;
  readonly value: Json;
}

/** What the checks know of a run. What the datagrams say is the program's own affair. */
export interface Facts {
  /** In the order of the calls of `send`. */
  readonly sent: readonly Payload[];
  /** In the order of the calls of `deliver`. */
  readonly delivered: readonly Payload[];
  /** Datagrams that the sender sent, and that the receiver sent. */
  readonly datagrams: readonly EventOf<'send'>[];
  readonly answers: readonly EventOf<'send'>[];
  /** Datagrams that arrived at the receiver, and at the sender. */
  readonly arrivals: readonly EventOf<'deliver'>[];
  readonly answersHeard: readonly EventOf<'deliver'>[];
  /** Whether some datagram of the sender was lost. */
  readonly lossy: boolean;
  /** Whether some datagram came twice, or after a later one. */
  readonly disturbed: boolean;
  /** When everything must have been delivered; absent when the run ended before. */
  readonly deadline: EventOf<'note'> | undefined;
}

const cache = new WeakMap<Run, Facts>();

export function factsOf(run: Run): Facts {
  const known = cache.get(run);
  if (known !== undefined) return known;
  const facts = readFacts(run);
  cache.set(run, facts);
  return facts;
}

function readFacts({ trace }: Run): Facts {
  const sent: Payload[] = [];
  const delivered: Payload[] = [];
  const sends: EventOf<'send'>[] = [];
  const delivers: EventOf<'deliver'>[] = [];
  let lossy = false;
  let deadline: EventOf<'note'> | undefined;
  for (const event of trace) {
    const { seq, atUs } = event;
    switch (event.kind) {
      case 'invoke':
        if (event.method === 'send') sent.push({ seq, atUs, value: event.args[0] ?? null });
        break;
      case 'call':
        if (event.name === 'deliver') delivered.push({ seq, atUs, value: event.args[0] ?? null });
        break;
      case 'send':
        sends.push(event);
        break;
      case 'deliver':
        delivers.push(event);
        break;
      case 'lost':
        lossy ||= event.message.from === SENDER;
        break;
      case 'note':
        if (event.name === 'deadline') deadline = event;
        break;
      default:
    }
  }
  return {
    sent,
    delivered,
    datagrams: sends.filter(({ node }) => node === SENDER),
    answers: sends.filter(({ node }) => node === RECEIVER),
    arrivals: delivers.filter(({ node }) => node === RECEIVER),
    answersHeard: delivers.filter(({ node }) => node === SENDER),
    lossy,
    disturbed: isDisturbed(delivers),
    deadline,
  };
}

function isDisturbed(delivers: readonly EventOf<'deliver'>[]): boolean {
  const latest = new Map<string, number>();
  return delivers.some(({ node, copy, cause }) => {
    const before = latest.get(node) ?? -1;
    latest.set(node, Math.max(before, cause));
    return copy > 0 || cause < before;
  });
}
