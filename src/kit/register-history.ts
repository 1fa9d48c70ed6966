import type { Operation as HistoryOperation } from '../history/operation.ts';
import type { Run } from '../explore/scenario.ts';
import type { Operation } from '../sim/script.ts';

/** How a throw reads when a write did resolve, with something that is not JSON. */
const NOT_JSON = 'TypeError: What write gave';

/**
 * Whether a `read()` or `write(value)` ended so that its client went on in the belief that it was done. What a write
 * resolves with is nobody's business: one that gives a `Map` has finished too.
 */
export function hasFinished(
  { status, method, returnedSeq }: Operation,
  { trace }: Pick<Run, 'trace'>,
): boolean {
  if (status === 'ok') return true;
  if (status !== 'threw' || method !== 'write') return false;
  const event = trace[returnedSeq ?? -1];
  return event?.kind === 'throw' && event.text.startsWith(NOT_JSON);
}

/**
 * The calls of `read()` and `write(value)` in a run as the history of one register, with the calls' own ids: for
 * `checkLinearizability(register, …)`. A write without an end may have taken effect or not; a read without an end says
 * nothing and is left out.
 *
 * @param isFinished whether a call ended so that its client went on in the belief that it was done; default: it resolved
 */
export function registerHistory(
  run: Run,
  isFinished: (operation: Operation) => boolean = ({ status }) => status === 'ok',
): HistoryOperation[] {
  const history: HistoryOperation[] = [];
  for (const operation of run.operations) {
    const { id, node: process, method, args, invokedUs: invokedAt, invokedSeq, returnedUs } = operation;
    if (invokedSeq < 0 || (method !== 'read' && method !== 'write')) continue;
    const input = method === 'read' ? { op: 'read' } : { op: 'write', value: args[0] ?? null };
    if (isFinished(operation) && returnedUs !== undefined) {
      const output = operation.value ?? null;
      history.push({ id, process, input, invokedAt, status: 'ok', output, returnedAt: returnedUs });
    } else if (method === 'write') {
      history.push({ id, process, input, invokedAt, status: 'info' });
    }
  }
  return history;
}
