import type { Operation as HistoryOperation } from '../history/operation.ts';
import type { Run } from '../explore/scenario.ts';
import type { Operation } from '../sim/script.ts';

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
