import type { Finding, NodesChecks, Run } from 'partial-failure/kit';
import { ROOM_MS } from './bounds.ts';
import { commitsOf, type Commit } from './facts.ts';
import { broken, clock, explain, held, tell } from './words.ts';

/** Two commits that follow on each other so soon put the order to the test. */
const SOON_MS = 5;

function check(run: Run): Finding[] {
  const commits = commitsOf(run);
  return [
    ...commits.flatMap((commit) => [...applies(commit), ...inInterval(commit), ...prompt(commit)]),
    ...externallyConsistent(commits),
    ...unique(commits),
  ];
}

function applies(commit: Commit): Finding[] {
  const { operation, id, at, timestamp, writes, ackMs } = commit;
  const { status, invokedSeq, returnedSeq } = operation;
  if (status === 'open' || status === 'cut') return [];
  if (timestamp === undefined || !Number.isFinite(timestamp))
    return [broken(status === 'threw' ? 'threw' : 'no-number', [invokedSeq, returnedSeq], { id, at })];
  const [first, second] = writes;
  if (first === undefined) return [broken('not-written', [invokedSeq, returnedSeq], { id, at })];
  if (second !== undefined)
    return [broken('written-twice', [first.seq, second.seq, returnedSeq], { id, at })];
  if (first.value !== timestamp) {
    const data = { id, at, wrote: clock(Number(first.value)), gave: clock(timestamp) };
    return [broken('another-written', [first.seq, returnedSeq], data)];
  }
  if (first.durableMs > ackMs) return [broken('not-durable', [first.seq, returnedSeq], { id, at })];
  return [held('applies')];
}

function inInterval({ operation, id, at, timestamp, startMs, ackMs }: Commit): Finding[] {
  if (timestamp === undefined) return [];
  const places = [operation.invokedSeq, operation.returnedSeq];
  const data = { id, at, gave: clock(timestamp), start: clock(startMs), ack: clock(ackMs) };
  if (!(timestamp >= startMs)) return [broken('before-its-call', places, data)];
  if (!(timestamp <= ackMs)) return [broken('not-yet-past', places, data)];
  return [held('in-interval')];
}

function prompt(commit: Commit): Finding[] {
  const { operation, id, at, timestamp, writes, startMs, ackMs, pausedMs, timestampMaxMs, lagMs } = commit;
  const { invokedSeq, returnedSeq, status } = operation;
  if (status === 'open') return [broken('open', [invokedSeq], { id, at })];
  const [write] = writes;
  if (timestamp === undefined || write === undefined) return [];
  if (timestamp > timestampMaxMs) {
    const data = { id, at, gave: clock(timestamp), start: clock(startMs), latest: clock(timestampMaxMs) };
    return [broken('late-timestamp', [invokedSeq, returnedSeq], data)];
  }
  const applyMs = Math.min(write.durableMs, ackMs) - write.calledMs;
  const boundMs = timestamp + lagMs + applyMs + pausedMs + ROOM_MS;
  if (ackMs > boundMs) {
    const data = { id, at, gave: clock(timestamp), ack: clock(ackMs), bound: clock(boundMs) };
    return [broken('late-end', [invokedSeq, returnedSeq], data)];
  }
  return timestamp >= startMs && timestamp <= ackMs ? [held('prompt')] : [];
}

function externallyConsistent(commits: readonly Commit[]): Finding[] {
  const findings: Finding[] = [];
  for (const one of commits) {
    for (const other of commits) {
      const { timestamp: s = NaN } = one;
      const { timestamp: t = NaN } = other;
      if (!(one.ackMs < other.startMs) || Number.isNaN(s) || Number.isNaN(t)) continue;
      if (s >= t) {
        const data = {
          id: one.id,
          at: one.at,
          ack: clock(one.ackMs),
          gave: clock(s),
          then: other.id,
          there: other.at,
          start: clock(other.startMs),
          laterGave: clock(t),
        };
        return [
          broken(
            'against-time',
            [one.operation.returnedSeq, other.operation.invokedSeq, other.operation.returnedSeq],
            data,
          ),
        ];
      }
      if (one.at !== other.at && other.startMs - one.ackMs < SOON_MS)
        findings.push(held('external-consistency'));
    }
  }
  return findings.slice(0, 1);
}

function unique(commits: readonly Commit[]): Finding[] {
  const seen = new Map<string, Commit>();
  let beside = false;
  for (const commit of commits) {
    const { at, timestamp, operation, startMs } = commit;
    if (timestamp === undefined) continue;
    const twin = seen.get(`${at} ${timestamp}`);
    if (twin !== undefined) {
      const data = { id: twin.id, other: commit.id, at, gave: clock(timestamp) };
      return [
        broken(
          'twice',
          [twin.operation.returnedSeq, operation.returnedSeq].sort((a = 0, b = 0) => a - b),
          data,
        ),
      ];
    }
    seen.set(`${at} ${timestamp}`, commit);
    beside ||= commits.some(
      (other) =>
        other !== commit &&
        other.at === at &&
        Math.abs(other.startMs - startMs) < 1 &&
        other.timestamp !== undefined,
    );
  }
  return beside ? [held('unique')] : [];
}

export default { check, explain, tell } satisfies NodesChecks;
