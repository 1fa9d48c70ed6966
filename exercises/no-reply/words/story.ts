import {
  isJsonObject,
  type EventOf,
  type Json,
  type Message,
  type Run,
  type TraceEvent,
} from 'partial-failure/kit';
import { SHOP } from '../facts.ts';

/** A sentence for an event; `""` for one that is told together with an earlier one. */
export function tell(event: TraceEvent, run: Run): string | undefined {
  switch (event.kind) {
    case 'invoke': {
      const { id, amount } = isJsonObject(event.args[1]) ? event.args[1] : {};
      return `pay was called for ${String(id)}: ${Number(amount)}.`;
    }
    case 'return':
      return `pay said ${quoted(event.value)} for ${paymentOf(event.op, run)}.`;
    case 'throw':
      return `pay rejected for ${paymentOf(event.op, run)}: ${event.text}`;
    case 'note':
      return tellNote(event);
    case 'send':
      if (event.node !== SHOP) return undefined;
      return tellRequest(event, run);
    case 'lost':
      return tellLost(event, run);
    case 'deliver':
      if (event.node !== SHOP || event.message.kind !== 'reply') return undefined;
      return `The bank's answer ${resultOf(event.message)} to the request ${describe(requestOf(event.message, run))} arrived.`;
    case 'log':
      return `${event.node} noted: ${event.text}`;
    default:
      return undefined;
  }
}

function tellNote({ name, data }: EventOf<'note'>): string | undefined {
  if (name === 'overdue') return 'The deadline was over, and the call was still open.';
  if (name !== 'decided' || !isJsonObject(data)) return undefined;
  const { key, amount, result } = data;
  switch (result) {
    case 'applied':
      return `The bank moved ${Number(amount)}, for key ${quoted(key)}.`;
    case 'refused':
      return `The bank refused ${Number(amount)}, for key ${quoted(key)}.`;
    default:
      return `The bank cancelled key ${quoted(key)}.`;
  }
}

function tellRequest({ node, message }: EventOf<'send'>, run: Run): string {
  const { fate, count, first } = streakOf(message, run);
  // Lost ones are told where they are lost: that is never left out of a story.
  if (!first || fate === 'lost') return '';
  return `${node} asked the bank ${describe(message)}${times(count)}.`;
}

function tellLost({ message, why }: EventOf<'lost'>, run: Run): string | undefined {
  if (why === 'stale') return '';
  const request = message.kind === 'reply' ? requestOf(message, run) : message;
  if (request === undefined || request.kind !== 'request') return undefined;
  const { first, count } = streakOf(request, run);
  if (!first) return '';
  const what = describe(request);
  if (message.kind === 'reply') {
    return count > 1
      ? `The bank's answers to the ${count} requests ${what} were lost.`
      : `The bank's answer ${resultOf(message)} to the request ${what} was lost.`;
  }
  const end = count > 1 ? 'none of these requests arrived' : 'the request was lost';
  return `${message.from} asked the bank ${what}${times(count)}: ${end}.`;
}

function times(count: number): string {
  return count > 1 ? `, ${count} times one after the other` : '';
}

type Fate = 'lost' | 'answer-lost' | 'other';

interface Streak {
  readonly fate: Fate;
  readonly count: number;
  /** Whether the request is the first of its streak. */
  readonly first: boolean;
}

/** Equal requests one after the other that fared alike are told as one. */
function streakOf(request: Message, run: Run): Streak {
  const known = streaks.get(run) ?? readStreaks(run);
  streaks.set(run, known);
  return known.get(request.key) ?? { fate: 'other', count: 1, first: true };
}

const streaks = new WeakMap<Run, ReadonlyMap<string, Streak>>();

function readStreaks(run: Run): ReadonlyMap<string, Streak> {
  const fates = new Map<string, Fate>();
  const requests: Message[] = [];
  for (const event of run.trace) {
    if (event.kind === 'send' && event.node === SHOP && event.message.kind === 'request')
      requests.push(event.message);
    if (event.kind === 'lost' && event.copy === 0 && event.why !== 'stale') {
      const { kind, key, answers } = event.message;
      if (kind === 'request') fates.set(key, 'lost');
      else if (answers !== undefined) fates.set(answers, 'answer-lost');
    }
  }
  const result = new Map<string, Streak>();
  let start = 0;
  requests.forEach((request, i) => {
    const fate = fates.get(request.key) ?? 'other';
    const next = requests[i + 1];
    const goesOn =
      next !== undefined &&
      fate !== 'other' &&
      describe(next) === describe(request) &&
      (fates.get(next.key) ?? 'other') === fate;
    if (goesOn) return;
    for (let k = start; k <= i; k++) {
      const key = requests[k]?.key ?? '';
      result.set(key, { fate, count: i - start + 1, first: k === start });
    }
    start = i + 1;
  });
  return result;
}

function requestOf(reply: Message, run: Run): Message | undefined {
  const sent = run.trace.find((event) => event.kind === 'send' && event.message.key === reply.answers);
  return sent?.kind === 'send' ? sent.message : undefined;
}

function describe(request: Message | undefined): string {
  const { op, key, amount } = isJsonObject(request?.body) ? request.body : {};
  switch (op) {
    case 'pay':
      return `to pay ${JSON.stringify(amount ?? null)} under key ${quoted(key)}`;
    case 'status':
      return `for the status of key ${quoted(key)}`;
    case 'cancel':
      return `to cancel key ${quoted(key)}`;
    default:
      return `something it does not understand`;
  }
}

function resultOf({ body }: Message): string {
  return isJsonObject(body) ? quoted(body['result'] ?? body['error']) : quoted(body);
}

function paymentOf(op: number, run: Run): string {
  const payment = run.operations[op]?.args[1];
  return isJsonObject(payment) ? String(payment['id']) : '';
}

function quoted(value: Json | undefined): string {
  return JSON.stringify(value ?? null);
}
