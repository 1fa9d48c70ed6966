import { defineFindings, type Json, type Run, type TraceEvent } from 'partial-failure/kit';

/** How long a session has been said to be valid. */
type Age = {
  readonly id: string;
  readonly afterMs: number;
  readonly ttlMs: number;
};

/** How each property can be broken. */
export const { broken, held, explain } = defineFindings({
  'never-created': {
    property: 'expires',
    says: ({ id }: { id: string }) =>
      `The session ${JSON.stringify(id)} was said to be valid; it has never been created.`,
  },
  'too-long': { property: 'expires', says: (age: Age) => `${tooLong(age)}.` },
  'too-long-after-restart': {
    property: 'after-restart',
    says: (age: Age & { restarts: number }) =>
      `${tooLong(age)}, and the process had restarted ${age.restarts === 1 ? 'once' : `${age.restarts} times`} since.`,
  },
  'too-short': {
    property: 'lasts',
    says: ({ id, afterMs, ttlMs, atLeastMs }: Age & { atLeastMs: number }) =>
      `The session ${JSON.stringify(id)} was said to be no longer valid ${milliseconds(afterMs)} after the call of create; of its ${milliseconds(ttlMs)} it must last at least ${milliseconds(atLeastMs)}.`,
  },
  'no-answer': {
    property: 'lasts',
    says: ({ told }: { told: Json }) => `valid gave ${JSON.stringify(told)}; it must give true or false.`,
  },
  threw: { property: 'lasts', says: ({ method }: { method: string }) => `${method} threw.` },
});

function tooLong({ id, afterMs, ttlMs }: Age): string {
  return `The session ${JSON.stringify(id)} was said to be valid ${milliseconds(afterMs)} after the call of create; its time to live is ${milliseconds(ttlMs)}`;
}

/** A sentence for an event of the story; `""` for what is told elsewhere. */
export function tell(event: TraceEvent, run: Run): string | undefined {
  switch (event.kind) {
    case 'invoke':
      return event.method === 'create' ? `create(${JSON.stringify(event.args[0])}) was called.` : undefined;
    case 'return': {
      const operation = run.operations[event.op];
      const id = JSON.stringify(operation?.args[0] ?? '');
      if (operation?.method !== 'valid') return `create(${id}) resolved.`;
      // A no to what was never created is no news.
      if (event.value === false && since(event, run) === '') return '';
      return `valid(${id}) said ${JSON.stringify(event.value)}${since(event, run)}.`;
    }
    case 'throw':
      return `${run.operations[event.op]?.method ?? 'A call'} threw: ${event.text}`;
    case 'boot':
      return event.incarnation === 0
        ? undefined
        : `${event.node} restarted, with an empty memory; its monotonic clock began anew.`;
    case 'started':
      return event.incarnation === 0 ? undefined : 'start() resolved.';
    case 'note':
      return event.name === 'ttl'
        ? `The time to live is ${milliseconds(Number(event.data))}; ${rate(run)}.`
        : undefined;
    case 'clock-rate':
      return `From now on, ${(event.realMicros / 1000).toFixed(2)} ms pass while the clocks show 1,000 ms.`;
    case 'log':
      return `The program noted: ${event.text}${event.details === undefined ? '' : ` ${JSON.stringify(event.details)}`}`;
    default:
      return undefined;
  }
}

/** How long after the latest `create` of the same id an answer came. */
function since({ op, atUs, seq }: TraceEvent & { readonly kind: 'return' }, run: Run): string {
  const id = run.operations[op]?.args[0];
  const create = run.operations
    .filter(
      (one) => one.method === 'create' && one.args[0] === id && one.invokedSeq >= 0 && one.invokedSeq < seq,
    )
    .at(-1);
  return create === undefined ? '' : `, ${milliseconds((atUs - create.invokedUs) / 1000)} after its create`;
}

function rate({ nodes }: Run): string {
  const micros = nodes[0]?.clockAtStart.realMicros ?? 1_000_000;
  if (micros === 1_000_000) return 'the clocks are exact at first';
  return `${(micros / 1000).toFixed(2)} ms pass while the clocks show 1,000 ms`;
}

function milliseconds(ms: number): string {
  const rounded = Math.round(ms * 10) / 10;
  const [whole = '', part] = String(rounded).split('.');
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}${part === undefined ? '' : `.${part}`} ms`;
}
