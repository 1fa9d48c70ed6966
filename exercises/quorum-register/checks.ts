import {
  canonicalJson,
  checkLinearizability,
  isJsonObject,
  register,
  type Finding,
  type HistoryOperation,
  type Json,
  type NodesChecks,
  type Operation,
  type Run,
  type TraceEvent,
} from 'partial-failure/kit';
import { exercisesReads, exercisesRestart, historyOf, isFinished, restartsOf } from './history.ts';
import { findLate } from './weather.ts';

export default { check, explain, tell } satisfies NodesChecks;

function check(run: Run): readonly Finding[] {
  return [...checkRegister(run), ...checkAvailable(run)];
}

/** The same check under two names: `durable` when replicas restarted, else `linearizable`. */
function checkRegister(run: Run): Finding[] {
  const hasRestarts = restartsOf(run).length > 0;
  const property = hasRestarts ? 'durable' : 'linearizable';
  const history = historyOf(run);
  const result = checkLinearizability(register, history);
  switch (result.verdict) {
    case 'unknown':
      return [{ property, status: 'unknown' }];
    case 'ok': {
      const isExercised = hasRestarts ? exercisesRestart(run) : exercisesReads(run);
      return isExercised ? [{ property, status: 'held' }] : [];
    }
    case 'illegal':
      return [describeBlocked(property, run, history, result.evidence.blocked.id)];
  }
}

/** Why the read that cannot be explained cannot be explained, in the simplest terms that fit. */
function describeBlocked(
  property: string,
  run: Run,
  history: readonly HistoryOperation[],
  blockedId: number,
): Finding {
  const blocked = operationOf(run, blockedId);
  const value = blocked.value ?? null;
  const known = history.filter(({ invokedAt }) => invokedAt <= (blocked.returnedUs ?? 0));
  const writesOf = (wanted: string): HistoryOperation[] =>
    known.filter((operation) => isWrite(operation) && canonicalJson(writtenBy(operation)) === wanted);
  const text = canonicalJson(value);
  const mine = writesOf(text);
  const broken = (code: string, proof: readonly Operation[], data: Record<string, Json>): Finding => ({
    property,
    status: 'broken',
    code,
    events: [...proof.flatMap(seqsOf), ...seqsOf(blocked)],
    data: { reader: blocked.node, value, ...data },
  });

  if (mine.length === 0 && text !== 'null') return broken('invented', [], {});
  /** Whether everything that could have made the register hold the value was over by then. */
  const isOld = (sinceUs: number): boolean =>
    mine.every((write) => write.status === 'ok' && write.returnedAt < sinceUs);
  const before = known.filter(
    (operation) =>
      operation.status === 'ok' && operation.id !== blockedId && operation.returnedAt < blocked.invokedUs,
  );
  const newest = [...before].reverse();
  const newerWrite = newest.find(
    (operation) =>
      isWrite(operation) && canonicalJson(writtenBy(operation)) !== text && isOld(operation.invokedAt),
  );
  if (newerWrite !== undefined) {
    const write = operationOf(run, newerWrite.id);
    return broken('stale', [write], { writer: write.node, newer: writtenBy(newerWrite) });
  }
  const newerRead = newest.find((operation) => {
    if (isWrite(operation) || operation.status !== 'ok') return false;
    const seen = canonicalJson(operation.output);
    const sources = writesOf(seen);
    return seen !== text && sources.length > 0 && sources.every((source) => isOld(source.invokedAt));
  });
  if (newerRead !== undefined) {
    const earlier = operationOf(run, newerRead.id);
    return broken('back', [earlier], { earlierReader: earlier.node, earlier: earlier.value ?? null });
  }
  return broken('order', [], {});
}

function checkAvailable(run: Run): Finding[] {
  const findings: Finding[] = [];
  const property = 'available';
  for (const operation of run.operations) {
    if (operation.status !== 'threw' || isFinished(operation, run)) continue;
    const data = { client: operation.node, call: callText(operation) };
    return [{ property, status: 'broken', code: 'rejected', events: seqsOf(operation), data }];
  }
  const [late] = findLate(run);
  if (late !== undefined) {
    const { operation, sinceUs, majority } = late;
    const certainSeq = lastSeqBefore(run, sinceUs + 3_000_000);
    return [
      {
        property,
        status: 'broken',
        code: 'late',
        events: [operation.invokedSeq, Math.max(operation.invokedSeq, certainSeq)],
        data: {
          client: operation.node,
          call: callText(operation),
          majority,
          fromTheStart: sinceUs <= operation.invokedUs,
          waitedMs: Math.round(
            (Math.min(operation.returnedUs ?? Infinity, run.endUs) - operation.invokedUs) / 1000,
          ),
          settled: operation.status === 'ok',
        },
      },
    ];
  }
  if (run.operations.some((operation) => isFinished(operation, run)))
    findings.push({ property, status: 'held' });
  return findings;
}

function explain(finding: Finding, _run: Run): string {
  const { data = {} } = finding;
  const text = (name: string): string => canonicalJson(data[name] ?? null);
  const word = (name: string): string => String(data[name] ?? '');
  const reader = word('reader');
  switch (finding.code) {
    case 'invented':
      return `${reader} read ${text('value')}, which nobody had written.`;
    case 'stale':
      return `${reader} read ${text('value')}, although ${word('writer')}'s write of ${text('newer')} had finished before and nobody brought ${text('value')} back.`;
    case 'back':
      return `The value went back: ${word('earlierReader')} read ${text('earlier')}, and after that ${reader} read ${text('value')}, which is older.`;
    case 'order':
      return `${reader} read ${text('value')}, and no order of the operations, each at one instant between its call and its return, explains what all reads gave.`;
    case 'rejected':
      return `${word('client')}'s ${word('call')} ended with an exception. Operations must not reject: a client that gets no answer goes on asking.`;
    case 'late': {
      const { majority } = data;
      const names = Array.isArray(majority) ? majority.join(', ') : '';
      const how = data['settled'] === true ? `finished only after ${word('waitedMs')} ms` : 'was still open';
      return data['fromTheStart'] === true
        ? `${word('client')}'s ${word('call')} ${how}, although for more than 3,000 ms nothing was wrong between ${word('client')} and ${names}.`
        : `${word('client')}'s ${word('call')} ${how}, although nothing had been wrong any more between ${word('client')} and ${names} for more than 3,000 ms.`;
    }
    default:
      return 'The register misbehaved.';
  }
}

function tell(event: TraceEvent, run: Run): string | undefined {
  switch (event.kind) {
    case 'invoke': {
      const operation = operationOf(run, event.op);
      return `${event.node} began ${article(operation)}.`;
    }
    case 'return': {
      const operation = operationOf(run, event.op);
      return operation.method === 'read'
        ? `${event.node}'s read gave ${canonicalJson(event.value)}.`
        : `${event.node}'s ${callText(operation)} finished.`;
    }
    case 'throw': {
      const operation = operationOf(run, event.op);
      return isFinished(operation, run)
        ? `${event.node}'s ${callText(operation)} finished.`
        : `${event.node}'s ${callText(operation)} ended with an exception: ${event.text}`;
    }
    case 'note': {
      const open = event.name === 'over' ? run.operations.filter(({ status }) => status === 'open') : [];
      return open.length === 0
        ? undefined
        : `Still open at the end: ${open.map((operation) => `${operation.node}'s ${callText(operation)}`).join(', ')}.`;
    }
    default:
      return undefined;
  }
}

function operationOf(run: Run, id: number): Operation {
  const operation = run.operations[id];
  if (operation === undefined) throw new Error(`quorum-register: no operation ${id} in this run.`);
  return operation;
}

function seqsOf({ invokedSeq, returnedSeq }: Operation): number[] {
  return returnedSeq === undefined ? [invokedSeq] : [invokedSeq, returnedSeq];
}

function lastSeqBefore(run: Run, us: number): number {
  let seq = -1;
  for (const event of run.trace) if (event.atUs <= us) seq = event.seq;
  return seq;
}

function isWrite(operation: HistoryOperation): boolean {
  return inputOf(operation)['op'] === 'write';
}

function writtenBy(operation: HistoryOperation): Json {
  return inputOf(operation)['value'] ?? null;
}

function inputOf({ input }: HistoryOperation): { readonly [key: string]: Json } {
  return isJsonObject(input) ? input : {};
}

function callText({ method, args }: Operation): string {
  return method === 'read' ? 'read' : `write of ${canonicalJson(args[0] ?? null)}`;
}

function article(operation: Operation): string {
  return `a ${callText(operation)}`;
}
