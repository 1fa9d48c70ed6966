import {
  canonicalJson,
  isJsonObject,
  type Finding,
  type Json,
  type NodesChecks,
  type Run,
  type TraceEvent,
} from 'partial-failure/kit';
import { LOCK, STORAGE, TTL_MS } from './peers.ts';
import { saysOk, storageRequest } from './facts.ts';
import { checkService } from './checks/service.ts';
import { checkStorage } from './checks/storage.ts';
import { checkWorkers } from './checks/worker.ts';

export default {
  check: (run) => [...checkStorage(run), ...checkService(run), ...checkWorkers(run)],
  explain: ({ code = '', data = {} }) => explanations[code]?.(read(data)) ?? 'The property was broken.',
  tell,
} satisfies NodesChecks;

type Data = (name: string) => string;

/** The data of a finding as words. */
function read(data: NonNullable<Finding['data']>): Data {
  return (name) => {
    const value = data[name];
    return typeof value === 'string' ? value : value === undefined ? '' : canonicalJson(value);
  };
}

const explanations: Readonly<Record<string, (data: Data) => string>> = {
  // stale-writes-refused
  'stale-accepted': (d) =>
    `A write of ${d('late-node')} with token ${d('late-token')} was accepted after one with ${d('newer-token')}. The mark was above it already.`,
  'stale-other-key': (d) =>
    `A write of ${d('late-node')} to ${d('late-key')} with token ${d('late-token')} was accepted after ${d('newer-token')} had been used on ${d('newer-key')}. The mark holds for all keys.`,
  'stale-read': (d) =>
    `A read of ${d('late-node')} with token ${d('late-token')} was answered after an operation with ${d('newer-token')}. Reads are refused like writes.`,
  'read-without-mark': (d) =>
    `A read showed token ${d('newer-token')}, and a write with ${d('late-token')} was accepted after it. A read raises the mark too.`,
  'mark-forgotten': (d) =>
    `The storage restarted, and let in token ${d('late-token')} although it had answered ok to ${d('newer-token')} before. The mark did not survive.`,
  'value-without-mark': (d) =>
    `A crash cut the ${d('newer-op')} with token ${d('newer-token')}: its value was saved and its mark was not. A ${d('late-op')} with ${d('late-token')} was let in all the same.`,
  'write-lost': (d) =>
    `A write to ${d('key')} was acknowledged, and a later read showed ${d('now')} instead of ${d('before')}.`,
  'value-vanished': (d) =>
    `A read of ${d('key')} showed ${d('before')}, and a later one ${d('now')}. The first showed what was not on the disk yet.`,
  'no-value': (d) =>
    `A read of ${d('key')} was answered without a value. A key that was never written has null.`,
  'wrong-highest': (d) =>
    `An operation with token ${d('token')} was refused with highest ${d('highest')}. It must be the mark: the greatest token that had been shown, here ${d('least')} or more.`,
  'no-order': (d) =>
    `There is no order, one after the other, in which the storage's answers make sense. It became certain with the ${d('op')} of ${d('key')} with token ${d('token')}.`,
  // holder-can-write
  'newest-refused': (d) =>
    `An operation of ${d('node')} with token ${d('token')} was refused, although no greater token had come. A holder uses its token more than once.`,
  'odd-answer': (d) =>
    `A request to ${d('op')} was answered with ${d('answer')}, which is not in the contract.`,
  'no-answer': (d) => `A request of ${d('node')} to ${d('op')} was not answered, in good weather.`,
  'late-answer': (d) =>
    `A request of ${d('node')} to ${d('op')} was answered too late: more than 200 ms, in good weather.`,
  'never-started': () =>
    'After a restart the program did not begin to work: start() failed or did not settle.',
  // tokens-increase
  'no-token': (d) =>
    `${d('node')} was granted the lock with the token ${d('given')}. A token is a safe integer, 1 or more.`,
  'token-twice': (d) =>
    `Token ${d('token')} was granted twice, to ${d('first')} and to ${d('second')}, for different attempts.`,
  'token-fell': (d) =>
    `${d('second')} was granted token ${d('token')}, although ${d('first')} had been granted ${d('before')} before ${d('second')} asked.`,
  // one-holder
  'granted-while-held': (d) =>
    `${d('node')} was granted the lock while the lease of ${d('holder')} had run for only ${d('runningMs')} ms of ${TTL_MS} ms.`,
  'renewed-while-held': (d) =>
    `${d('node')} was told that its lease is renewed, while the lease of ${d('holder')} had run for only ${d('runningMs')} ms.`,
  // grants
  'free-refused': (d) => `${d('node')} asked for a lock that nobody had ever been granted, and was refused.`,
  'released-refused': (d) => `${d('holder')} had given the lock back, and ${d('node')} was refused.`,
  'expired-refused': (d) => `The last lease was over for certain, and ${d('node')} was refused the lock.`,
  'refused-after-restart': (d) =>
    `The lock service had been running again for longer than a lease, nobody held the lock, and ${d('node')} was refused.`,
  'renew-refused': (d) =>
    `${d('node')} held the lock with token ${d('token')}, asked to renew in the first half of its lease, and was refused.`,
  'no-ttl': (d) => `A request to ${d('op')} was answered with ${d('answer')}: ttlMs is missing.`,
  'slow-start': (d) =>
    `The lock service was booted, and start() took ${d('tookMs')} ms in good weather. All requests wait for it, also those of the holder.`,
  // no-lost-job
  'done-unsent': (d) => `${d('node')} said "done" and never sent the write of ${d('key')}.`,
  'done-unanswered': (d) =>
    `${d('node')} said "done" although the write of ${d('key')} had not been answered.`,
  'done-refused': (d) => `${d('node')} said "done" although its write of ${d('key')} was refused.`,
  overwritten: (d) =>
    `${d('node')} said "done" with ${d('key')} = ${d('value')} under token ${d('token')}. In the end ${d('key')} is ${d('shown')}, which nobody wrote with a greater token.`,
  // finishes
  rejected: (d) => `run() of ${d('node')} rejected. It must resolve with "done" or "lost-lock".`,
  'odd-outcome': (d) => `run() of ${d('node')} gave ${d('value')}. It must be "done" or "lost-lock".`,
  'alone-slow': (d) => `${d('node')} was alone, in good weather, and its run was not done within 5 s.`,
  'alone-lost': (d) => `${d('node')} was alone, in good weather, and said "lost-lock".`,
  'never-ends': (d) => `The run of ${d('node')} had not ended 30 s after the last fault.`,
  'lost-unheld': (d) => `${d('node')} said "lost-lock", but no grant had reached it in this run.`,
  'lost-early': (d) =>
    `${d('node')} said "lost-lock" although nothing had been refused and its lease was not over. A missing answer is no refusal.`,
};

/** What happened at the parts of the exercise, in a sentence each. */
function tell(event: TraceEvent, run: Run): string | undefined {
  switch (event.kind) {
    case 'send': {
      const { message } = event;
      if (message.kind !== 'reply') return undefined;
      const asked = requestOf(event, run);
      const body = asked?.kind === 'deliver' ? asked.message.body : undefined;
      if (message.from === LOCK) return tellService(message.to, body, message.body, event, run);
      return message.from === STORAGE ? tellStorage(message.to, body, message.body) : undefined;
    }
    case 'deliver': {
      const { message, node, copy } = event;
      if (message.kind !== 'reply' || copy > 0 || message.from !== LOCK || saysOk(message.body) !== true)
        return undefined;
      const token = isJsonObject(message.body) ? message.body['token'] : undefined;
      return token === undefined
        ? undefined
        : `${node} learned that it holds the lock, with token ${canonicalJson(token)}.`;
    }
    case 'invoke': {
      const [job] = event.args;
      if (event.method !== 'run' || !isJsonObject(job)) return undefined;
      return `${event.node} began ${String(job['id'])}: ${writesOf(job['writes'])}.`;
    }
    case 'return':
      return isRun(event.op, run)
        ? `${event.node} ended its run with ${canonicalJson(event.value)}.`
        : undefined;
    case 'throw':
      return isRun(event.op, run) ? `The run of ${event.node} rejected: ${event.text}` : undefined;
    default:
      return undefined;
  }
}

/** The delivery that a reply answers; mostly it is not far back. */
function requestOf({ seq, message }: TraceEvent & { kind: 'send' }, run: Run): TraceEvent | undefined {
  const copy = Number(/ copy (\d+)$/.exec(message.key)?.[1] ?? 0);
  for (let at = seq - 1; at >= 0; at--) {
    const event = run.trace[at];
    if (event?.kind === 'deliver' && event.message.key === message.answers && event.copy === copy)
      return event;
  }
  return undefined;
}

function tellService(
  to: string,
  asked: Json | undefined,
  answer: Json,
  event: TraceEvent,
  run: Run,
): string | undefined {
  if (!isJsonObject(asked)) return undefined;
  const ok = saysOk(answer);
  const token = isJsonObject(answer) ? answer['token'] : undefined;
  switch (asked['op']) {
    case 'acquire':
      if (ok === true)
        return `The lock service granted the lock to ${to} with token ${canonicalJson(token ?? null)}.`;
      return isFirstRefusal(to, event, run) ? `The lock service refused ${to}.` : undefined;
    case 'renew':
      return `The lock service ${ok === true ? 'renewed' : 'did not renew'} the lease of ${to} (token ${canonicalJson(asked['token'] ?? null)}).`;
    case 'release':
      return `The lock service got the release of ${to} (token ${canonicalJson(asked['token'] ?? null)}).`;
    default:
      return undefined;
  }
}

/** Whether the answer before it to the same worker was another one: a row of refusals is told once. */
function isFirstRefusal(to: string, event: TraceEvent, run: Run): boolean {
  for (let seq = event.seq - 1; seq >= 0; seq--) {
    const other = run.trace[seq];
    if (other?.kind !== 'send' || other.message.kind !== 'reply') continue;
    if (other.message.from === LOCK && other.message.to === to) return saysOk(other.message.body) !== false;
  }
  return true;
}

function tellStorage(to: string, asked: Json | undefined, answer: Json): string | undefined {
  const request = asked === undefined ? undefined : storageRequest(asked);
  if (request === undefined) return undefined;
  const { key, token } = request;
  const what =
    request.op === 'write' ? `the write ${key} = ${canonicalJson(request.value)}` : `the read of ${key}`;
  const whose = `${what} by ${to} with token ${token}`;
  if (saysOk(answer) === false) return `The storage refused ${whose}.`;
  if (saysOk(answer) !== true || !isJsonObject(answer))
    return `The storage answered ${whose} with ${canonicalJson(answer)}.`;
  if (request.op === 'write') return `The storage accepted ${whose}.`;
  const { value } = answer;
  return `The storage answered ${whose}: ${value === undefined ? 'no value' : canonicalJson(value)}.`;
}

function isRun(op: number, run: Run): boolean {
  return run.operations.some(({ id, method }) => id === op && method === 'run');
}

function writesOf(writes: Json | undefined): string {
  if (!Array.isArray(writes)) return 'nothing';
  return writes
    .map((write: Json) =>
      isJsonObject(write) ? `${String(write['key'])} = ${canonicalJson(write['value'] ?? null)}` : '',
    )
    .join(', ');
}
