import { hasFinished, ofKind, registerHistory, type HistoryOperation, type Run } from 'partial-failure/kit';

/** The register's history. */
export function historyOf(run: Run): HistoryOperation[] {
  return registerHistory(run, (operation) => hasFinished(operation, run));
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
  const finished = run.operations.filter((operation) => hasFinished(operation, run));
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
    (operation) => operation.method === 'read' && hasFinished(operation, run),
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
