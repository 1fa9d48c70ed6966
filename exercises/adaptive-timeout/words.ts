import { canonicalJson, defineFindings, type Json, type Run, type TraceEvent } from 'partial-failure/kit';
import { recordOf, settledBefore, type Call } from './facts.ts';

type Needless = { waitedMs: number; tripMs: number };

export const { broken, held, explain } = defineFindings({
  threw: {
    property: 'answers',
    says: () => `A call rejected. It must go on asking until there is a reply, and then resolve with it.`,
  },
  'asked-late': {
    property: 'answers',
    says: (d: { afterMs: number }) =>
      d.afterMs < 0
        ? `A call sent no request with its question to its server.`
        : `A call sent its first request only after ${ms(d.afterMs)}. It must ask at once.`,
  },
  'made-up': {
    property: 'answers',
    says: (d: { gave: Json }) => `A call gave ${show(d.gave)} before any reply to it had come.`,
  },
  'kept-back': {
    property: 'answers',
    says: (d: { answer: Json; lateMs: number }) =>
      `The reply ${show(d.answer)} had come, and the call gave it only ${ms(d.lateMs)} later.`,
  },
  hangs: {
    property: 'answers',
    says: (d: { answer: Json; lateMs: number }) =>
      `The reply ${show(d.answer)} had come, and ${ms(d.lateMs)} later the call was still open.`,
  },
  'other-value': {
    property: 'answers',
    says: (d: { answer: Json; gave: Json }) =>
      `The reply was ${show(d.answer)}, and the call gave ${show(d.gave)}.`,
  },
  quiet: {
    property: 'answers',
    says: (d: { quietMs: number; requests: number; isOver: boolean }) =>
      `A call without a reply sent ${d.requests === 1 ? 'one request' : `${d.requests} requests`}, and then ${d.isOver ? 'nothing more' : 'nothing'} for ${ms(d.quietMs)}. An open call must ask at least every 8,000 ms.`,
  },
  'waits-too-long': {
    property: ['prompt', 'recovers'],
    says: (d: { waitedMs: number; boundMs: number; longestMs: number }, property) =>
      `A request was lost, and the call waited ${ms(d.waitedMs)} before it asked again. Round trips took at most ${ms(d.longestMs)}${property === 'recovers' ? ' again' : ''}, in ten calls before it too; no more than ${ms(d.boundMs)} are needed.`,
  },
  'too-many-needless': {
    property: 'accuracy',
    says: (d: Needless & { needless: number; calls: number }) =>
      `${d.needless} of ${d.calls} calls asked again while the reply was on its way; one in ten may. The first of these waited ${ms(d.waitedMs)} for a round trip of ${ms(d.tripMs)}.`,
  },
  'needless-at-first': {
    property: 'accuracy',
    says: (d: Needless) =>
      `The first call of all asked again after ${ms(d.waitedMs)}, while the reply was on its way. It took ${ms(d.tripMs)}; before anything is known of a network, one second is right.`,
  },
  'needless-early': {
    property: 'accuracy',
    says: (d: Needless & { nth: number; firstMs: number }) =>
      `The first round trip took ${ms(d.firstMs)}. Call ${d.nth} waited only ${ms(d.waitedMs)}, and asked again while the reply was on its way; it took ${ms(d.tripMs)}.`,
  },
  'needless-when-still': {
    property: 'accuracy',
    says: (d: Needless) =>
      `All round trips had taken the same time. One took a few ms more, ${ms(d.tripMs)}, and the call had asked again after ${ms(d.waitedMs)}.`,
  },
  'needless-at-step': {
    property: 'accuracy',
    says: (d: Needless) =>
      `The time of day stepped, and a call asked again after ${ms(d.waitedMs)}, while the reply was on its way. It took ${ms(d.tripMs)}, as usual.`,
  },
  'too-many': {
    property: 'restraint',
    says: (d: { requests: number; withinMs: number; max: number }) =>
      `A call had sent ${d.requests} requests after ${ms(d.withinMs)}. By then it may have sent ${d.max}.`,
  },
  'after-the-end': {
    property: 'restraint',
    says: (d: { afterMs: number }) =>
      `A call sent one more request ${d.afterMs <= 0 ? 'at once after' : `${ms(d.afterMs)} after`} it had ended.`,
  },
  stray: {
    property: 'restraint',
    says: () => `Something was sent that is no question of a call to its server.`,
  },
});

/** What the network is like; and the calls that needed more than one request, with what came before the first. */
export function tell(event: TraceEvent, run: Run): string | undefined {
  if (event.kind === 'note') return event.name === 'phase' ? String(event.data) : '';
  if (event.kind === 'partition' || event.kind === 'heal') return '';
  if (event.kind === 'clock-step')
    return `The time of day stepped ${event.byMs < 0 ? 'back' : 'forward'} by ${ms(Math.abs(event.byMs))}.`;
  const record = recordOf(run);
  const call = record.about.get(event.seq);
  if (call === undefined)
    return event.kind === 'send' && event.node === 'client'
      ? `The client sent ${show(event.message.body)} to ${event.message.to}.`
      : event.kind === 'log'
        ? undefined
        : '';
  const isOdd =
    !call.isClean ||
    call.operation.status !== 'ok' ||
    call.planned.phase.steps?.[call.planned.nth] !== undefined;
  if (!isOdd) return '';
  const name = `call ${call.planned.n + 1}`;
  switch (event.kind) {
    case 'invoke': {
      const usual = settledBefore(call, 10, record).flatMap(({ first }) => first ?? []);
      const trips = usual.map(({ arrivedMs, sentMs }) => arrivedMs - sentMs);
      const before =
        trips.length === 0
          ? 'It is the first that ends.'
          : `Before it, ${trips.length === 1 ? 'one round trip' : `${trips.length} round trips`} took ${range(trips)}.`;
      return `Call ${call.planned.n + 1} began: ask ${call.planned.server} ${show(call.planned.question)}. ${trips.length === 0 ? '' : before}`.trim();
    }
    case 'send': {
      const i = call.attempts.findIndex(({ seq }) => seq === event.seq);
      // That the first one leaves with the call need not be said.
      return i === 0 && waitedMs(call, i) < 1 ? '' : `Request ${i + 1} of ${name}${after(call, i)}.`;
    }
    case 'lost': {
      const { answers, key } = event.message;
      const i = placeOf(answers ?? key, call, run);
      return answers === undefined
        ? `Request ${i + 1} of ${name}${i === 0 ? '' : `${after(call, i)},`} was lost.`
        : `The reply to request ${i + 1} of ${name} was lost.`;
    }
    case 'deliver': {
      const i = call.attempts.findIndex(({ arrivedSeq }) => arrivedSeq === event.seq);
      const { arrivedMs = 0, sentMs = 0 } = call.attempts[i] ?? {};
      return `The reply to request ${i + 1} of ${name} arrived, ${ms(round(arrivedMs - sentMs))} after that request: ${show(event.message.body)}.`;
    }
    case 'return':
      return `C${name.slice(1)} gave ${show(event.value)}, ${ms(round(call.settledMs))} after it began.`;
    case 'throw':
      return `C${name.slice(1)} rejected: ${event.text}`;
    default:
      return '';
  }
}

/** The place of a call's request, by the key of its message. */
function placeOf(key: string, { attempts }: Call, run: Run): number {
  return attempts.findIndex(({ seq }) => {
    const event = run.trace[seq];
    return event?.kind === 'send' && event.message.key === key;
  });
}

/** How long after the one before it a request left; the first, how long after the call. */
function waitedMs({ attempts }: Call, i: number): number {
  return round((attempts[i]?.sentMs ?? 0) - (attempts[i - 1]?.sentMs ?? 0));
}

function after(call: Call, i: number): string {
  return i === 0 ? '' : `, ${ms(waitedMs(call, i))} after the last`;
}

function range(trips: readonly number[]): string {
  const [least, most] = [round(Math.min(...trips)), round(Math.max(...trips))];
  return least === most ? ms(least) : `${thousands(least)} to ${ms(most)}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function ms(value: number): string {
  return `${thousands(value)} ms`;
}

function thousands(n: number): string {
  return String(n).replace(/\B(?<!\.\d*)(?=(\d{3})+(?!\d))/g, ',');
}

function show(value: Json): string {
  const text = canonicalJson(value);
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`;
}
