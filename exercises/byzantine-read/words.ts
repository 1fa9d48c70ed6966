import {
  canonicalJson,
  defineFindings,
  hasFinished,
  isJsonObject,
  type EventOf,
  type Json,
  type NodeId,
  type Operation,
  type Run,
  type TraceEvent,
} from 'partial-failure/kit';
import { BOUND_MS } from './bounds.ts';
import { answersTo, opOf } from './facts.ts';
import { OVER } from './scenarios/conduct.ts';

type Stale = { readonly client: NodeId; readonly value: Json; readonly writer: NodeId; readonly newer: Json };
type Slow = { readonly client: NodeId; readonly call: string; readonly ms: number };

/** How each property can be broken. */
export const { broken, held, explain } = defineFindings({
  'made-up': {
    property: 'true-values',
    says: (d: { client: NodeId; value: Json }) =>
      `${d.client} read ${show(d.value)}, which nobody had written.`,
  },
  old: {
    property: 'fresh',
    says: (d: Stale) =>
      `${d.client} read ${show(d.value)}, an old value: ${d.writer}’s write of ${show(d.newer)} had finished before the read began.`,
  },
  nothing: {
    property: 'fresh',
    says: (d: Stale) =>
      `${d.client} read null, as if nothing had been written: ${d.writer}’s write of ${show(d.newer)} had finished before the read began.`,
  },
  rejected: {
    property: 'available',
    says: (d: { client: NodeId; call: string; text: string }) =>
      `${d.client}’s ${d.call} ended with an exception: ${d.text}`,
  },
  open: {
    property: 'available',
    says: (d: Slow) =>
      `${d.client}’s ${d.call} was still open after ${d.ms} ms; the bound is ${BOUND_MS} ms.`,
  },
  late: {
    property: 'available',
    says: (d: Slow) => `${d.client}’s ${d.call} took ${d.ms} ms; the bound is ${BOUND_MS} ms.`,
  },
});

/** Events in words: what was called, who had answered what by then, and what came of it. */
export function tell(event: TraceEvent, run: Run): string | undefined {
  switch (event.kind) {
    case 'invoke':
      return `${event.node} began a ${callText(operationOf(run, event.op))}.`;
    case 'return': {
      const operation = operationOf(run, event.op);
      return operation.method === 'read'
        ? `${event.node} had heard ${heard(run, operation, event.seq)}. Its read gave ${show(event.value)}.`
        : finished(run, operation, event.seq);
    }
    case 'throw': {
      const operation = operationOf(run, event.op);
      if (hasFinished(operation, run)) return finished(run, operation, event.seq);
      return `${event.node} had heard ${heard(run, operation, event.seq)}. Its ${callText(operation)} ended with an exception: ${event.text}`;
    }
    case 'send':
      return firstWrite(event, run);
    case 'note':
      return event.name === OVER ? stillOpen(run, event.seq) : undefined;
    case 'deliver':
    case 'lie':
      return '';
    default:
      return undefined;
  }
}

/** The first time that a client asks to keep a pair. */
function firstWrite({ node, message, seq }: EventOf<'send'>, run: Run): string {
  const { body, kind } = message;
  if (kind !== 'request' || opOf(body) !== 'write') return '';
  const isFirst = !run.trace
    .slice(0, seq)
    .some(
      (event) =>
        event.kind === 'send' &&
        event.node === node &&
        canonicalJson(event.message.body) === canonicalJson(body),
    );
  if (!isFirst || !isJsonObject(body)) return '';
  const before = run.operations
    .filter((operation) => operation.node === node && operation.invokedSeq < seq)
    .at(-1);
  const what = before === undefined ? '' : heardOf(run, before, seq);
  return `${node}${what === '' ? '' : ` had heard ${what}. It`} asked the replicas to keep ${pairText(body)}.`;
}

function finished(run: Run, operation: Operation, seq: number): string {
  const { node, args, invokedSeq } = operation;
  const value = canonicalJson(args[0] ?? null);
  const taken = new Set<NodeId>();
  for (const event of run.trace.slice(invokedSeq, seq)) {
    if (event.kind !== 'deliver' || event.message.kind !== 'request') continue;
    const { body, from, to } = event.message;
    if (
      from === node &&
      isJsonObject(body) &&
      opOf(body) === 'write' &&
      canonicalJson(body['value'] ?? null) === value
    )
      taken.add(to);
  }
  const missing = replicasOf(run).filter((id) => !taken.has(id));
  const reached =
    missing.length === 0
      ? 'It had reached all replicas'
      : taken.size === 0
        ? 'It had reached nobody yet'
        : `It had not reached ${list(missing)} yet`;
  const refusals = answersTo(run, node, invokedSeq, seq).filter(
    ({ request, body }) => opOf(request) === 'write' && isJsonObject(body) && body['ok'] === false,
  );
  const refused =
    refusals.length === 0
      ? ''
      : `, but ${list(refusals.map(({ from, isLie }) => (isLie ? lying(from) : from)))} refused it`;
  return `${node}’s ${callText(operation)} finished. ${reached}${refused}.`;
}

function stillOpen(run: Run, seq: number): string | undefined {
  const open = run.operations.filter(({ status }) => status === 'open');
  if (open.length === 0) return undefined;
  return open
    .map((one) => {
      const answered = answersTo(run, one.node, one.invokedSeq, seq).map(({ from }) => from);
      const silent = replicasOf(run).filter((id) => !answered.includes(id));
      const nothing = silent.length === 0 ? '' : ` Nothing came from ${list(silent)}.`;
      return `${one.node}’s ${callText(one)} is still open. It has heard ${heard(run, one, seq)}.${nothing}`;
    })
    .join(' ');
}

const heard = (run: Run, operation: Operation, seq: number): string =>
  heardOf(run, operation, seq) || 'nobody';

/** Who had answered what since an operation began, the same answers together. */
function heardOf(run: Run, { node, invokedSeq }: Operation, seq: number): string {
  const groups = new Map<string, { what: string; from: NodeId[] }>();
  for (const { body, isLie, askedSeq, request, from } of answersTo(run, node, invokedSeq, seq)) {
    const earlier = askedSeq < invokedSeq ? ', to an earlier question' : '';
    const about = opOf(request) === 'write' ? ', about the write' : '';
    const what = `${earlier}${about}: ${pairText(body)}`;
    const key = `${String(isLie)}${what}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { what, from: [isLie ? lying(from) : from] });
    else group.from.push(isLie ? lying(from) : from);
  }
  return [...groups.values()].map(({ what, from }) => `${list(from)}${what}`).join('; ');
}

const lying = (id: NodeId): string => `the liar ${id}`;

/** Each once, with how often it comes. */
function list(names: readonly string[]): string {
  return [...new Set(names)]
    .map((name) => {
      const times = names.filter((other) => other === name).length;
      return times === 1 ? name : times === 2 ? `${name} twice` : `${name} ${times} times`;
    })
    .join(', ');
}

function replicasOf(run: Run): NodeId[] {
  return run.nodes.filter(({ role }) => role === '').map(({ id }) => id);
}

function operationOf(run: Run, id: number): Operation {
  const operation = run.operations[id];
  if (operation === undefined) throw new Error(`byzantine-read: no operation ${id} in this run.`);
  return operation;
}

export function callText({ method, args }: Pick<Operation, 'method' | 'args'>): string {
  return method === 'read' ? 'read' : `write of ${show(args[0] ?? null)}`;
}

function pairText(body: Json): string {
  if (!isJsonObject(body) || body['ts'] === undefined || body['value'] === undefined) return show(body);
  return `${show(body['value'])} under ${show(body['ts'])}`;
}

function show(value: Json): string {
  const text = canonicalJson(value);
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`;
}
