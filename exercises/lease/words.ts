import {
  canonicalJson,
  defineFindings,
  isJsonObject,
  type Json,
  type Run,
  type TraceEvent,
} from 'partial-failure/kit';
import { ANSWERED_MS } from './bounds.ts';
import { OWNED, FREED } from './peers.ts';

/** How each property can be broken. */
export const { broken, held, explain } = defineFindings({
  'too-long': {
    property: 'never-too-long',
    says: ({ node, lateMs, owner }: { node: string; lateMs?: number; owner?: string }) =>
      `held() said true on ${node}${
        lateMs === undefined
          ? ', which had never been granted the lock'
          : `, ${ms(lateMs)} after its lease had ended at the service`
      }${owner === undefined ? '' : `; the lock was ${owner}’s`}.`,
  },
  two: {
    property: 'one-holder',
    says: ({ one, other }: { one: string; other: string }) =>
      `held() said true on ${one} and on ${other} at the same instant.`,
  },
  'too-short': {
    property: 'useful',
    says: ({ node, afterMs, ttlMs }: { node: string; afterMs: number; ttlMs: number }) =>
      `held() said false on ${node} ${ms(afterMs)} after the call that was granted ${ms(ttlMs)}; it must last for nine tenths of that.`,
  },
  'not-soon': {
    property: 'useful',
    says: ({ node, method, gave }: { node: string; method: string; gave: Json }) =>
      `${method}() on ${node} was granted at once, and ${
        gave === null ? 'had not resolved' : `gave ${canonicalJson(gave)}`
      } within ${ANSWERED_MS} ms; it must give true.`,
  },
  stray: {
    property: 'speaks',
    says: ({ node, body }: { node: string; body: Json }) =>
      `${node} sent ${canonicalJson(body)} outside every call.`,
  },
  twice: {
    property: 'speaks',
    says: ({ method }: { method: string }) => `${method}() sent more than one request.`,
  },
  threw: { property: 'speaks', says: ({ method }: { method: string }) => `${method}() rejected.` },
  claims: {
    property: 'speaks',
    says: ({ method }: { method: string }) => `${method}() gave true, and its request had not been granted.`,
  },
  silent: {
    property: 'speaks',
    says: ({ method }: { method: string }) => `${method}() did not send its request at once.`,
  },
  'other-words': {
    property: 'speaks',
    says: ({ method, body }: { method: string; body: Json }) => `${method}() sent ${canonicalJson(body)}.`,
  },
  'other-lease': {
    property: 'speaks',
    says: ({ node, method, lease, must }: { node: string; method: string; lease: Json; must?: string }) =>
      `${method}() on ${node} named the lease ${canonicalJson(lease)}; ${
        must === undefined ? 'no such lease is known there any more' : `it holds ${JSON.stringify(must)}`
      }.`,
  },
});

/** Whether an answer of `held()` is another than the one before it on that node. */
function isNews(op: number, { operations }: Run): boolean {
  const one = operations[op];
  const before = operations
    .slice(0, op)
    .filter(({ node, method, status }) => node === one?.node && method === 'held' && status === 'ok');
  return (before.at(-1)?.value ?? false) !== one?.value;
}

function ms(value: number): string {
  const digits = String(Math.round(value * 100) / 100);
  return `${digits.replace(/\B(?=(?:\d{3})+(?:\.|$))/g, ',')} ms`;
}

/** A sentence for what the holders call, hear and say, and for what the service decides. */
export function tell(event: TraceEvent, run: Run): string | undefined {
  switch (event.kind) {
    case 'invoke':
      return event.method === 'held' ? '' : `${event.method}() was called on ${event.node}.`;
    case 'return': {
      const method = run.operations[event.op]?.method ?? '';
      if (method === 'held')
        return isNews(event.op, run) ? `held() said ${canonicalJson(event.value)} on ${event.node}.` : '';
      return method === 'release' ? '' : `${method}() gave ${canonicalJson(event.value)} on ${event.node}.`;
    }
    case 'note':
      if (!isJsonObject(event.data)) return '';
      if (event.name === OWNED)
        return `The service gave the lock to ${String(event.data['owner'])}: ${String(event.data['lease'])}, ${ms(Number(event.data['ttlMs']))}.`;
      return event.name === FREED
        ? `The service took the lock back from ${String(event.data['owner'])}.`
        : '';
    case 'deliver': {
      const { body } = event.message;
      if (!isJsonObject(body) || !('granted' in body)) return undefined;
      return `${event.node} heard: ${body['granted'] === true ? `granted, ${String(body['lease'])}` : 'refused'}.`;
    }
    default:
      return undefined;
  }
}
