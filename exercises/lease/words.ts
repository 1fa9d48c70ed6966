import {
  defineFindings,
  isJsonObject,
  requestOf,
  type EventOf,
  type Json,
  type Run,
  type TraceEvent,
} from 'partial-failure/kit';
import { SOON_MS } from './bounds.ts';
import { storyOf } from './facts.ts';
import { FREED, HOLDERS, OWNED, RATE, TTL } from './peers.ts';

type Untimely = { holder: string; atMs: number; endMs: number; lease: string; now: string | null };
type Of = { holder: string; method: string };

/** How each property can be broken. */
export const { broken, held, explain } = defineFindings({
  'held-too-long': {
    property: 'never-too-long',
    says: ({ holder, atMs, endMs, now }: Untimely) =>
      `held() on ${holder} said true at ${ms(atMs)}. At the service its lease was over at ${ms(endMs)}${whoElse(now)}.`,
  },
  'held-after-release': {
    property: 'never-too-long',
    says: ({ holder, atMs, endMs, now }: Untimely) =>
      `held() on ${holder} said true at ${ms(atMs)}. The service had its lease back at ${ms(endMs)}: it was released${whoElse(now)}.`,
  },
  'held-without-grant': {
    property: 'never-too-long',
    says: ({ holder, atMs, now }: Omit<Untimely, 'endMs' | 'lease'>) =>
      `held() on ${holder} said true at ${ms(atMs)}. The service has never granted it anything${whoElse(now)}.`,
  },
  revived: {
    property: 'never-too-long',
    says: ({ holder, atMs, releasedMs }: { holder: string; atMs: number; releasedMs: number }) =>
      `held() on ${holder} said true at ${ms(atMs)}. release() was called at ${ms(releasedMs)}: from then on the lock is not held, whatever becomes of that message and of earlier calls, until a later call is granted.`,
  },
  'let-go-early': {
    property: 'useful',
    says: ({
      holder,
      method,
      afterMs,
      ttlMs,
      untilMs,
      says,
    }: Of & { afterMs: number; ttlMs: number; untilMs: number; says: Json }) =>
      `held() on ${holder} said ${JSON.stringify(says)}, ${ms(afterMs)} after a call of ${method} that was granted ${ms(ttlMs)}. Nothing had ended that lease; it is relied on for nine tenths of its time, here until ${ms(untilMs)} after the call.`,
  },
  'no-result': {
    property: 'useful',
    says: ({ holder, method, granted, withinMs }: Of & { granted: boolean; withinMs: number }) =>
      `${method}() on ${holder} was ${granted ? 'granted' : 'refused'} without any delay, and had no result ${withinMs} ms after the call. No later call was made. What became of earlier calls must not hold it up.`,
  },
  'wrong-result': {
    property: 'useful',
    says: ({ holder, method, says }: Of & { says: Json }) =>
      `${method}() on ${holder} gave ${JSON.stringify(says)}. The service had granted it without any delay, and no later call was made.`,
  },
  threw: {
    property: 'speaks',
    says: ({ holder, method }: Of) => `${method}() on ${holder} threw or rejected. No call may.`,
  },
  'sent-outside-calls': {
    property: 'speaks',
    says: ({ holder, body }: { holder: string; body: Json }) =>
      `${holder} sent ${JSON.stringify(body)} outside acquire, renew and release, or not at once. Each call sends its request in the turn in which it is made; nothing else is sent.`,
  },
  'sent-twice': {
    property: 'speaks',
    says: ({ holder, method }: Of) => `${method}() on ${holder} sent more than one message.`,
  },
  'sent-nothing': {
    property: 'speaks',
    says: ({ holder, method, lease }: Of & { lease: Json }) =>
      `${method}() on ${holder} sent no request when it was called${lease === null || method === 'acquire' ? '' : `, although it had ${JSON.stringify(lease)}`}.`,
  },
  'sent-without-lease': {
    property: 'speaks',
    says: ({ holder, method, body }: Of & { body: Json }) =>
      `${method}() on ${holder} sent ${JSON.stringify(body)}. It had no lease: none was granted, or it was released.`,
  },
  'true-without-lease': {
    property: 'speaks',
    says: ({ holder }: Of) => `renew() on ${holder} gave true. It had no lease, and asked for nothing.`,
  },
  'sent-otherwise': {
    property: 'speaks',
    says: ({ holder, method, body, to, kind }: Of & { body: Json; to: string; kind: string }) =>
      `${method}() on ${holder} sent ${JSON.stringify(body)} to ${to} ${kind === 'send' ? 'with node.send' : 'as a request'}. It must use node.request, to the service.`,
  },
  'sent-wrong': {
    property: 'speaks',
    says: ({ holder, method, body, expected }: Of & { body: Json; expected: Json }) =>
      `${method}() on ${holder} sent ${JSON.stringify(body)}; it must send ${JSON.stringify(expected)}${method === 'acquire' ? '' : ', with the lease that was granted last'}.`,
  },
  'no-boolean': {
    property: 'speaks',
    says: ({ holder, method, says }: Of & { says: Json }) =>
      `${method}() on ${holder} gave ${JSON.stringify(says)}; it must give true or false.`,
  },
  'true-without-grant': {
    property: 'speaks',
    says: ({ holder, method }: Of & { says: Json }) =>
      `${method}() on ${holder} gave true. No grant had arrived since it was called.`,
  },
  'two-holders': {
    property: 'one-holder',
    says: ({ atMs }: { atMs: number }) => `held() said true on both holders at ${ms(atMs)}.`,
  },
});

function whoElse(now: string | null): string {
  return now === null ? '' : `; by then ${now} owned the lock`;
}

/** A sentence for an event of the story; `""` for what is told elsewhere. */
export function tell(event: TraceEvent, run: Run): string | undefined {
  switch (event.kind) {
    case 'invoke':
      return event.method === 'held' || refusedAtOnce(event, run) ? '' : `${event.method}() was called.`;
    case 'return':
      return told(event, run);
    case 'throw':
      return `${run.operations[event.op]?.method ?? 'A call'}() threw: ${event.text}`;
    case 'note':
      return noted(event);
    case 'deliver': {
      const { message, copy } = event;
      if (message.kind !== 'reply' || !HOLDERS.some((holder) => holder === event.node)) return undefined;
      const request = requestOf(run, message)?.body ?? null;
      const op = isJsonObject(request) ? String(request['op']) : 'a request';
      const late = Math.round((event.atUs - sentUs(run, message.answers)) / 1000);
      const again = copy > 0 ? ' a second time' : '';
      if (isRefusal(message.body)) return `${op}() was refused${again}, ${ms(late)} after it was called.`;
      return `The answer to ${op} arrived${again}, ${ms(late)} after the request was sent: ${JSON.stringify(message.body)}.`;
    }
    case 'clock-rate':
      return `While the clocks of ${event.node} show 1,000 ms, ${String(event.realMicros / 1000)} ms pass.`;
    case 'log':
      return `The program noted: ${event.text}${event.details === undefined ? '' : ` ${JSON.stringify(event.details)}`}`;
    default:
      return undefined;
  }
}

function isRefusal(body: Json): boolean {
  return isJsonObject(body) && body['granted'] === false;
}

/** The other holder asks again and again; that it was refused tells all. */
function refusedAtOnce({ op, node, atUs }: EventOf<'invoke'>, run: Run): boolean {
  const answer = storyOf(run, node).calls.find(({ operation }) => operation.id === op)?.answer;
  return answer?.granted === false && answer.at.us - atUs <= 1000 * SOON_MS;
}

/** Of the many answers of `held()`, those that differ from the one before. */
function told({ op, value, node, seq }: EventOf<'return'>, run: Run): string {
  const method = run.operations[op]?.method ?? '';
  if (method === 'release') return '';
  const { looks, calls } = storyOf(run, node);
  if (method !== 'held') {
    // Whoever gives what was answered is no news.
    const answer = calls.find(({ operation }) => operation.id === op)?.answer;
    const isNews = answer === undefined || answer.at.seq > seq || answer.granted !== value;
    return isNews ? `${method}() gave ${JSON.stringify(value)}.` : '';
  }
  const i = looks.findIndex(({ operation }) => operation.returnedSeq === seq);
  const before = looks[i - 1]?.says ?? false;
  return i >= 0 && before === value ? '' : `held() said ${JSON.stringify(value)}.`;
}

function noted({ name, data, atUs }: EventOf<'note'>): string | undefined {
  if (name === RATE)
    return `While the clock of the service shows 1,000 ms, ${String(Number(data) / 1000)} ms pass.`;
  if (name === TTL) return `The time to live to ask for is ${ms(Number(data))}.`;
  if (!isJsonObject(data)) return undefined;
  const { owner, lease, ttlMs, endUs } = data;
  if (name === FREED) return `The service took ${JSON.stringify(lease)} back from ${String(owner)}.`;
  if (name !== OWNED) return undefined;
  const left = Math.round((Number(endUs) - atUs) / 1000);
  return `The service granted ${String(owner)} ${ms(Number(ttlMs))} as ${JSON.stringify(lease)}: until ${ms(Number(endUs) / 1000)}, in ${ms(left)}.`;
}

function sentUs(run: Run, key: string | undefined): number {
  const sent = run.trace.find((event) => event.kind === 'send' && event.message.key === key);
  return sent?.atUs ?? 0;
}

function ms(value: number): string {
  const rounded = Math.round(value * 100) / 100;
  const [whole = '', part] = String(rounded).split('.');
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}${part === undefined ? '' : `.${part}`} ms`;
}
