import {
  ofKind,
  registerHistory,
  type HistoryOperation,
  type Operation,
  type Run,
} from 'partial-failure/kit';

/** How a throw reads when an operation did resolve, with something that is not JSON. */
const NOT_JSON = 'TypeError: What write gave';

/**
 * Whether the operation finished, so that its client went on in the belief that it was done. What a `write` resolves
 * with is nobody's business: one that gives a `Map` has finished too.
 */
export function isFinished(operation: Operation, run: Run): boolean {
  if (operation.status === 'ok') return true;
  if (operation.status !== 'threw' || operation.method !== 'write') return false;
  const event = run.trace[operation.returnedSeq ?? -1];
  return event?.kind === 'throw' && event.text.startsWith(NOT_JSON);
}

/** The register's history. */
export function historyOf(run: Run): HistoryOperation[] {
  return registerHistory(run, (operation) => isFinished(operation, run));
}

/** The restarts of replicas: when one crashed, and when it booted again. */
export function restartsOf(run: Run): { node: string; crashSeq: number; bootSeq: number }[] {
  const replicas = new Set(run.nodes.filter(({ role }) => role === 'replica').map(({ id }) => id));
  const crashes = run.trace.filter(ofKind('crash'));
  return run.trace
    .filter(ofKind('boot'))
    .filter(({ node, incarnation }) => incarnation > 0 && replicas.has(node))
    .map(({ node, incarnation, seq }) => ({
      node,
      crashSeq:
        crashes.find((crash) => crash.node === node && crash.incarnation === incarnation - 1)?.seq ?? seq,
      bootSeq: seq,
    }));
}

/** Whether the run says something of the register: two finished writes, and a read that saw what came of one. */
export function exercisesReads(run: Run): boolean {
  const finished = run.operations.filter((operation) => isFinished(operation, run));
  const writes = finished.filter(({ method }) => method === 'write');
  return (
    writes.length >= 2 &&
    finished.some(
      ({ method, returnedSeq = -1 }) =>
        method === 'read' && writes.some(({ invokedSeq }) => invokedSeq < returnedSeq),
    )
  );
}

/** Whether a replica that had answered a writer during its write restarted before a read that finished. */
export function exercisesRestart(run: Run): boolean {
  const restarts = restartsOf(run);
  if (restarts.length === 0) return false;
  const writes = run.operations.filter(({ method, invokedSeq }) => method === 'write' && invokedSeq >= 0);
  const reads = run.operations.filter(
    (operation) => operation.method === 'read' && isFinished(operation, run),
  );
  return restarts.some(({ node, crashSeq, bootSeq }) => {
    if (!reads.some(({ invokedSeq }) => invokedSeq > bootSeq)) return false;
    return writes.some((write) => {
      const endSeq = Math.min(crashSeq, write.returnedSeq ?? Infinity);
      return run.trace.some(
        (event) =>
          event.kind === 'send' &&
          event.node === node &&
          event.message.to === write.node &&
          event.seq > write.invokedSeq &&
          event.seq < endSeq,
      );
    });
  });
}
