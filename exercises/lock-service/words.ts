import { defineFindings, isJsonObject, type Run, type TraceEvent } from 'partial-failure/kit';
import { STORAGE } from './peers.ts';

type Two = { first: string; second: string };

export const { broken, held, explain } = defineFindings({
  'same-token': {
    property: 'tokens-increase',
    says: (d: Two & { token: number }) =>
      `${d.first} and ${d.second} were both granted the token ${d.token}.`,
  },
  'smaller-token': {
    property: 'tokens-increase',
    says: (d: Two & { token: number; later: number }) =>
      `${d.first} had been granted the token ${d.token} when ${d.second} asked, and was granted ${d.later}.`,
  },
  'no-token': {
    property: 'tokens-increase',
    says: (d: { client: string }) => `What ${d.client} was granted is no token: a safe integer of 1 or more.`,
  },
  'two-holders': {
    property: 'no-forgotten-grant',
    says: (d: Two & { leftMs: number }) =>
      `${d.second} was granted the lock while the lease of ${d.first} was running, for another ${d.leftMs} ms at least.`,
  },
  'renewed-after-another': {
    property: 'no-forgotten-grant',
    says: (d: Two) =>
      `${d.second} had been granted the lock since ${d.first} was, and ${d.first} was told that its lease was renewed.`,
  },
  'renewed-nothing': {
    property: 'no-forgotten-grant',
    says: (d: { client: string }) => `${d.client} held nothing, and was told that its lease was renewed.`,
  },
  mixed: {
    property: 'mutual-exclusion-at-storage',
    says: (d: Two & { token: number }) =>
      `The storage took a write of ${d.first}, with the token ${d.token}, after one of ${d.second}, which had been granted the lock since.`,
  },
  stuck: {
    property: 'available',
    says: (d: { client: string; sinceMs: number }) =>
      `From ${thousands(d.sinceMs)} ms on nobody held the lock, all was well, and ${d.client} was asking for it. Twenty seconds later nobody had been granted it.`,
  },
  starved: {
    property: 'available',
    says: (d: { client: string; faultsEndMs: number }) =>
      `${d.client} was waiting for the lock when the last fault was over, at ${thousands(d.faultsEndMs)} ms, and a minute later still was.`,
  },
  rejected: {
    property: 'available',
    says: (d: { client: string; method: string }) =>
      `${d.method} of ${d.client} rejected. It must never reject.`,
  },
  'not-renewed': {
    property: 'available',
    says: (d: { client: string }) =>
      `${d.client} asked for more time in the first half of its lease, nothing was wrong, and it was told that it had lost the lock.`,
  },
  'takes-too-long': {
    property: 'available',
    says: (d: { client: string; method: string }) =>
      `${d.method} of ${d.client} had not settled after 5,000 ms.`,
  },
});

/** A sentence for an event of the story. */
export function tell(event: TraceEvent, run: Run): string | undefined {
  switch (event.kind) {
    case 'invoke':
      return event.method === 'acquire'
        ? `${event.node} asked for the lock.`
        : event.method === 'renew'
          ? `${event.node} asked for more time.`
          : event.method === 'release'
            ? `${event.node} gave the lock up.`
            : undefined;
    case 'return': {
      const method = run.operations[event.op]?.method;
      if (method === 'renew')
        return `${event.node} was told ${event.value === true ? 'that it may go on' : 'that it may not go on'}.`;
      if (method !== 'acquire') return undefined;
      const token = isJsonObject(event.value) ? event.value['token'] : undefined;
      return `${event.node} was granted the lock, with the token ${String(token)}.`;
    }
    case 'throw':
      return `${run.operations[event.op]?.method ?? 'A call'} of ${event.node} rejected: ${event.text}`;
    case 'note': {
      if (event.node !== STORAGE || !isJsonObject(event.data)) return undefined;
      const { token, grant, mark } = event.data;
      const client = run.operations[Number(grant)]?.node ?? '';
      if (event.name === 'applied')
        return `The storage took a write for ${client}, with the token ${String(token)}.`;
      if (event.name === 'refused')
        return `The storage refused a write for ${client}: its token is ${String(token)}, and ${String(mark)} has been there.`;
      return undefined;
    }
    default:
      return undefined;
  }
}

function thousands(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ',');
}
