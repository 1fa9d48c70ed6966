import { canonicalJson, defineFindings, type Json, type Run, type TraceEvent } from 'partial-failure/kit';

/** How each property can be broken. */
export const { broken, held, explain } = defineFindings({
  lost: {
    property: 'durable',
    says: (d: {
      record: Json;
      index: Json;
      length: number;
      restarts: number;
      elsewhere?: number;
      found?: Json;
    }) =>
      `append(${short(d.record)}) was acknowledged with index ${short(d.index)}, and a read ${afterRestarts(d.restarts)} ${
        d.elsewhere !== undefined
          ? `has it at ${d.elsewhere}`
          : d.found !== undefined
            ? `has ${short(d.found)} there`
            : `does not have it: it shows ${records(d.length)}`
      }.`,
  },
  'no-list': {
    property: 'no-ghosts',
    says: (d: { value: Json }) => `read gave ${short(d.value)}; it must give a list.`,
  },
  ghost: {
    property: 'no-ghosts',
    says: (d: { record: Json; index: number }) =>
      `A read shows ${short(d.record)} at ${d.index}. No such record was ever appended.`,
  },
  twice: {
    property: 'no-ghosts',
    says: (d: { record: Json; first: number; index: number }) =>
      `A read shows ${short(d.record)} twice, at ${d.first} and at ${d.index}. It was appended once.`,
  },
  'out-of-order': {
    property: 'prefix',
    says: (d: { record: Json; life: number; place: number; count: number }) =>
      `A read shows ${short(d.record)}, record number ${d.place + 1} of ${lifeOf(d.life)}, where number ${d.count + 1} of it or a later life should stand.`,
  },
  changed: {
    property: 'prefix',
    says: (d: { life: number; before: number; now: number }) =>
      `A read shows ${records(d.now)} of ${lifeOf(d.life)}; an earlier one, after a restart, had shown ${d.before}.`,
  },
  'not-ready': {
    property: 'recovers',
    says: (d: { life: number }) => `After restart number ${d.life} start had not resolved within 5,000 ms.`,
  },
  'not-accepted': {
    property: 'accepts',
    says: (d: { record: Json }) => `append(${short(d.record)}) had not resolved within 5,000 ms.`,
  },
  threw: { property: 'accepts', says: (d: { record: Json }) => `append(${short(d.record)}) rejected.` },
  'no-index': {
    property: 'accepts',
    says: (d: { record: Json; value: Json }) =>
      `append(${short(d.record)}) gave ${short(d.value)}, which is no index.`,
  },
});

function afterRestarts(n: number): string {
  return n === 0 ? 'after it' : n === 1 ? 'after a restart' : `after ${n} restarts`;
}

function records(n: number): string {
  return n === 1 ? '1 record' : `${n} records`;
}

function lifeOf(life: number): string {
  return life === 0 ? 'the first life' : `the life after restart ${life}`;
}

function short(value: Json): string {
  const text = canonicalJson(value);
  return text.length > 40 ? `${text.slice(0, 37)}…` : text;
}

function bytes(list: readonly number[]): string {
  return list.length === 1 ? '1 byte' : `${list.length} bytes`;
}

/** A sentence for each event of the story. */
export function tell(event: TraceEvent, run: Run): string | undefined {
  switch (event.kind) {
    case 'invoke':
      return event.method === 'append' ? `append(${short(event.args[0] ?? null)}) was called.` : '';
    case 'return': {
      const operation = run.operations[event.op];
      if (operation?.method === 'append')
        return `append(${short(operation.args[0] ?? null)}) was acknowledged: index ${short(event.value)}.`;
      return `read gave ${short(event.value)}.`;
    }
    case 'file-append':
      return `The program appended ${bytes(event.bytes)} to the file.`;
    case 'file-truncate':
      return 'The program cut the file.';
    case 'file-synced':
      return 'A sync was done.';
    case 'file-read':
      return `The program read the file: ${event.length} bytes.`;
    case 'boot':
      return event.incarnation === 0 ? undefined : 'The node restarted with an empty memory.';
    case 'started':
      return event.incarnation === 0 ? undefined : 'start resolved.';
    default:
      return undefined;
  }
}
