import {
  canonicalJson,
  defineFindings,
  isJsonObject,
  type Json,
  type NodeId,
  type Run,
  type TraceEvent,
} from 'partial-failure/kit';
import { DUE_MS } from './bounds.ts';

interface Two {
  readonly first: NodeId;
  readonly one: Json;
  readonly second: NodeId;
  readonly other: Json;
}
type Decided = {
  readonly node: NodeId;
  readonly value: Json;
  readonly order: string;
  readonly commander: NodeId;
};
type Sent = { readonly node: NodeId; readonly to: NodeId; readonly body: Json };

/** How each property can be broken. */
export const { broken, held, explain } = defineFindings({
  disagree: {
    property: 'agreement',
    says: (d: Two & Record<string, Json>) =>
      `${d.first} decided ${show(d.one)}, and ${d.second} decided ${show(d.other)}. Both are loyal lieutenants.`,
  },
  changed: {
    property: 'agreement',
    says: (d: Two & Record<string, Json>) =>
      `${d.first} showed the decision ${show(d.one)}, and later ${show(d.other)}. A decision never changes.`,
  },
  'not-the-order': {
    property: 'validity',
    says: (d: Decided) =>
      `${d.node} decided ${show(d.value)}. The commander ${d.commander} is loyal, and its order is ${show(d.order)}.`,
  },
  'own-order': {
    property: 'validity',
    says: (d: Decided) =>
      `The loyal commander ${d.node} decided ${show(d.value)}. Its own order is ${show(d.order)}.`,
  },
  threw: {
    property: 'terminates',
    says: (d: { node: NodeId; text: string }) => `An exception left the program on ${d.node}: ${d.text}`,
  },
  undecided: {
    property: 'terminates',
    says: (d: { node: NodeId }) => `${d.node} has not decided after ${DUE_MS} ms.`,
  },
  'no-order': {
    property: 'terminates',
    says: (d: { node: NodeId; value: Json }) =>
      `The decision of ${d.node} is ${show(d.value)}, which is neither "attack" nor "retreat".`,
  },
  'commander-sends-else': {
    property: 'two-rounds',
    says: (d: Sent) =>
      `The commander ${d.node} sent ${show(d.body)} to ${d.to}. A commander sends orders, { type: 'order', order }, and nothing else.`,
  },
  'lieutenant-sends-else': {
    property: 'two-rounds',
    says: (d: Sent) =>
      `The lieutenant ${d.node} sent ${show(d.body)} to ${d.to}. A lieutenant sends relays, { type: 'relay', order }, and nothing else.`,
  },
  twice: {
    property: 'two-rounds',
    says: (d: Sent & { what: string }) =>
      `${d.node} sent a second ${d.what} to ${d.to}: ${show(d.body)}. Each general gets at most one from it.`,
  },
});

/** Events in words: who heard what, and what was decided. */
export function tell(event: TraceEvent, run: Run): string | undefined {
  const role = (id: NodeId): string => run.nodes.find((node) => node.id === id)?.role ?? '';
  switch (event.kind) {
    case 'invoke': {
      const [order] = event.args;
      if (order === undefined) return undefined;
      return `${event.node} commands, is loyal, and has the order ${show(order)}; the generals are ${run.nodes.map(({ id }) => id).join(', ')}.`;
    }
    case 'send':
    case 'return':
      return '';
    case 'deliver': {
      const { from, to, body } = event.message;
      if (role(to) === '') return '';
      const who = from === to ? 'itself' : role(from) === '' ? `${from}, the traitor` : from;
      return `${to} heard from ${who}: ${said(body)}.`;
    }
    case 'note': {
      const { data, name } = event;
      if (!isJsonObject(data)) return undefined;
      const value = data['value'] ?? null;
      if (name === 'due') return value === null ? `${String(data['node'])} has not decided.` : undefined;
      return `${String(data['node'])} has decided: ${show(value)}.`;
    }
    case 'log':
      return `${event.node} noted: ${event.text}${event.details === undefined ? '' : ` ${show(event.details)}`}`;
    default:
      return undefined;
  }
}

function said(body: Json): string {
  if (!isJsonObject(body)) return show(body);
  const { type = null, order = null } = body;
  const isPlain = Object.keys(body).length === 2 && typeof order === 'string';
  if (isPlain && type === 'order') return `the order ${show(order)}`;
  if (isPlain && type === 'relay') return `“the commander told me ${order}”`;
  return show(body);
}

function show(value: Json): string {
  const text = canonicalJson(value);
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`;
}
