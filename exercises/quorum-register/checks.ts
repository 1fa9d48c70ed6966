import {
  canonicalJson,
  checkLinearizability,
  hasFinished,
  isJsonObject,
  register,
  type EventOf,
  type Finding,
  type HistoryOperation,
  type Json,
  type LinearizabilityResult,
  type NodesChecks,
  type Operation,
  type Run,
  type TraceEvent,
} from 'partial-failure/kit';
import { BOUND_MS } from './scenarios/cluster.ts';
import { exercisesReads, exercisesRestart, historyOf, restartsOf } from './facts.ts';
import { findLate } from './facts/weather.ts';

type Evidence = Extract<LinearizabilityResult, { verdict: 'illegal' }>['evidence'];

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
      return [describeBlocked(property, run, history, result.evidence)];
  }
}

/** Why the read that cannot be explained cannot be explained, in the simplest terms that fit. */
function describeBlocked(
  property: string,
  run: Run,
  history: readonly HistoryOperation[],
  evidence: Evidence,
): Finding {
  const blockedId = evidence.blocked.id;
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
    data: { reader: blocked.node, value, wasWritten: mine.length > 0, ...data },
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
  const newerRead = newest.find(
    (operation) =>
      operation.status === 'ok' &&
      !isWrite(operation) &&
      canonicalJson(operation.output) !== text &&
      isOld(operation.invokedAt),
  );
  if (newerRead !== undefined) {
    const earlier = operationOf(run, newerRead.id);
    return broken('back', [earlier], { earlierReader: earlier.node, earlier: earlier.value ?? null });
  }
  const first = before.find(
    (operation) =>
      operation.status === 'ok' && !isWrite(operation) && canonicalJson(operation.output) === text,
  );
  if (mine.length === 1 && first?.status === 'ok') {
    const between = newest.find(
      (operation) => operation.invokedAt > first.returnedAt && canonicalJson(outcomeOf(operation)) !== text,
    );
    if (between !== undefined) {
      const other = operationOf(run, between.id);
      return broken('again', [operationOf(run, first.id), other], {
        other: other.node,
        did: isWrite(between) ? 'written' : 'read',
        between: outcomeOf(between),
      });
    }
  }
  return broken('order', [], { possible: evidence.possibleStates.slice(0, 3) });
}

/** What an operation shows of the register: the value written or read. */
function outcomeOf(operation: HistoryOperation): Json {
  if (isWrite(operation)) return writtenBy(operation);
  return operation.status === 'ok' ? operation.output : null;
}

function checkAvailable(run: Run): Finding[] {
  const findings: Finding[] = [];
  const property = 'available';
  for (const operation of run.operations) {
    if (operation.status !== 'threw' || hasFinished(operation, run)) continue;
    const data = { client: operation.node, call: callText(operation) };
    return [{ property, status: 'broken', code: 'rejected', events: seqsOf(operation), data }];
  }
  const [late] = findLate(run);
  if (late !== undefined) {
    const { operation, sinceUs, majority } = late;
    const lastSeq = operation.returnedSeq ?? seqOfOver(run) ?? lastSeqBefore(run, sinceUs + BOUND_MS * 1000);
    return [
      {
        property,
        status: 'broken',
        code: 'late',
        events: [operation.invokedSeq, Math.max(operation.invokedSeq, lastSeq)],
        data: {
          client: operation.node,
          call: callText(operation),
          majority,
          fromTheStart: sinceUs <= operation.invokedUs,
          openMs: Math.round(
            (Math.min(operation.returnedUs ?? Infinity, run.endUs) - operation.invokedUs) / 1000,
          ),
          settled: operation.status === 'ok',
        },
      },
    ];
  }
  if (run.operations.some((operation) => hasFinished(operation, run)))
    findings.push({ property, status: 'held' });
  return findings;
}

function explain(finding: Finding, _run: Run): string {
  const { data = {} } = finding;
  const text = (name: string): string => canonicalJson(data[name] ?? null);
  const word = (name: string): string => String(data[name] ?? '');
  const reader = word('reader');
  const wasWritten = data['wasWritten'] === true;
  switch (finding.code) {
    case 'invented':
      return `${reader} read ${text('value')}, which nobody had written.`;
    case 'stale':
      return `${reader} read ${text('value')}, although ${word('writer')}'s write of ${text('newer')} had finished before${wasWritten ? ` and nobody brought ${text('value')} back` : ''}.`;
    case 'back':
      return `The value went back: ${word('earlierReader')} read ${text('earlier')}, and after that ${reader} read ${text('value')}, ${wasWritten ? 'although nobody was writing that any more' : 'as if nothing had been written'}.`;
    case 'again':
      return `${reader} read ${text('value')} again, after ${word('other')} had ${word('did')} ${text('between')}. But ${text('value')} was written only once.`;
    case 'order': {
      const { possible } = data;
      const states = Array.isArray(possible) ? possible.join(' or ') : '';
      return `${reader} read ${text('value')}. However the other operations are ordered, the register held ${states} by then.`;
    }
    case 'rejected':
      return `${word('client')}'s ${word('call')} ended with an exception. Operations must not reject: a client that gets no answer goes on asking.`;
    case 'late': {
      const { majority } = data;
      const names = Array.isArray(majority) ? majority.join(', ') : '';
      const how = data['settled'] === true ? `finished only after ${word('openMs')} ms` : 'was still open';
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
    case 'invoke':
      return `${event.node} began a ${callText(operationOf(run, event.op))}.`;
    case 'return': {
      const operation = operationOf(run, event.op);
      return operation.method === 'read'
        ? `${event.node}'s read gave ${canonicalJson(event.value)}.`
        : `${event.node}'s ${callText(operation)} finished.`;
    }
    case 'throw': {
      const operation = operationOf(run, event.op);
      return hasFinished(operation, run)
        ? `${event.node}'s ${callText(operation)} finished.`
        : `${event.node}'s ${callText(operation)} ended with an exception: ${event.text}`;
    }
    case 'lost':
      return tellLost(event, run);
    case 'deliver':
      return isBrieflyDelayed(event, run) ? '' : undefined;
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

/** Losses between a client and replicas during one operation, in one sentence, told at the first of them. */
function tellLost(event: EventOf<'lost'>, run: Run): string | undefined {
  if (event.why === 'stale') return undefined;
  return lossesOf(run).get(event.seq) ?? '';
}

const losses = new WeakMap<Run, ReadonlyMap<number, string>>();

/** The sentences of a run's losses, by the first of each operation. In one pass: a run may have 100,000 of them. */
function lossesOf(run: Run): ReadonlyMap<number, string> {
  const known = losses.get(run);
  if (known !== undefined) return known;
  /** What was lost since the last call or return of each client. */
  const current = new Map<string, { seq: number; isOut: boolean; others: Set<string> }>();
  const told = new Map<number, string>();
  const close = (client: string): void => {
    const lost = current.get(client);
    current.delete(client);
    if (lost === undefined) return;
    const names = [...lost.others].sort().join(', ');
    const sentence = lost.isOut
      ? `What ${client} sent to ${names} was lost.`
      : `What ${names} sent to ${client} was lost.`;
    told.set(lost.seq, sentence);
  };
  for (const event of run.trace) {
    if (event.kind === 'invoke' || event.kind === 'return') close(event.node);
    if (event.kind !== 'lost' || event.why === 'stale') continue;
    const { from, to } = event.message;
    const isOut = isClient(from, run);
    const client = isOut ? from : to;
    let lost = current.get(client);
    if (lost === undefined) current.set(client, (lost = { seq: event.seq, isOut, others: new Set() }));
    lost.others.add(isOut ? to : from);
  }
  for (const client of [...current.keys()]) close(client);
  losses.set(run, told);
  return told;
}

function isClient(node: string, run: Run): boolean {
  return run.nodes.some(({ id, role }) => id === node && role === 'client');
}

const briefDelays = new WeakMap<Run, ReadonlySet<string>>();

/** Delays that only put answers in order are not worth a sentence. */
function isBrieflyDelayed({ message, copy }: EventOf<'deliver'>, run: Run): boolean {
  let brief = briefDelays.get(run);
  if (brief === undefined) {
    brief = new Set(run.faults.flatMap((f) => (f.kind === 'delay' && f.byMs < 40 ? [f.message] : [])));
    briefDelays.set(run, brief);
  }
  return copy === 0 && brief.has(message.key);
}

function operationOf(run: Run, id: number): Operation {
  const operation = run.operations[id];
  if (operation === undefined) throw new Error(`quorum-register: no operation ${id} in this run.`);
  return operation;
}

function seqsOf({ invokedSeq, returnedSeq }: Operation): number[] {
  return returnedSeq === undefined ? [invokedSeq] : [invokedSeq, returnedSeq];
}

function seqOfOver(run: Run): number | undefined {
  return run.trace.find((event) => event.kind === 'note' && event.name === 'over')?.seq;
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
