import { EPOCH_MS, ofKind, type Operation, type Run } from 'partial-failure/kit';
import { CARRIED_MS, ROOM_MS } from './bounds.ts';
import { halfMaxMs, type CoordinatorId, type Plan } from './commands.ts';

/** One commit. Instants are real time, in ms since 1970. */
export interface Commit {
  readonly operation: Operation;
  readonly id: string;
  readonly at: string;
  readonly startMs: number;
  /** `Infinity` while it is open. */
  readonly ackMs: number;
  /** What it resolved with, where that is a number. */
  readonly timestamp: number | undefined;
  readonly writes: readonly Write[];
  /** How long its node stood still meanwhile, in ms. */
  readonly pausedMs: number;
  /** The latest timestamp that it may take. */
  readonly timestampMaxMs: number;
  /** How long real time may be ahead of the earliest time that its clock shows, in ms. */
  readonly lagMs: number;
}

/** A write of a timestamp to the disk. */
export interface Write {
  readonly seq: number;
  readonly value: unknown;
  readonly calledMs: number;
  /** `Infinity` while it is not durable. */
  readonly durableMs: number;
}

const cache = new WeakMap<Run, readonly Commit[]>();

/** The commits of a run, in the order of their calls. */
export function commitsOf(run: Run): readonly Commit[] {
  const known = cache.get(run);
  if (known !== undefined) return known;
  const commits = readCommits(run);
  cache.set(run, commits);
  return commits;
}

function readCommits(run: Run): Commit[] {
  const { clocks } = run.case as Plan;
  const writes = readWrites(run);
  const operations = run.operations.filter(({ invokedSeq }) => invokedSeq >= 0);
  return operations.map((operation): Commit => {
    const { node: at, args, invokedUs, returnedUs = Infinity, value, status } = operation;
    const id = String(args[0]);
    const clock = clocks[at as CoordinatorId];
    const halfMs = halfMaxMs(clock);
    // Where the place of real time in the interval is drawn anew, it may be at either end.
    const lean = clock.leanPercent === undefined ? 1 : clock.leanPercent / 100;
    const lead = clock.leanPercent === undefined ? 1 : 1 - lean;
    const pausedUs = pausedDuring(run, at, invokedUs, Math.min(returnedUs, run.endUs));
    const beside = operations.filter(
      (other) =>
        other.node === at &&
        other.invokedUs >= invokedUs - CARRIED_MS * 1000 &&
        other.invokedUs <= invokedUs + pausedUs + ROOM_MS * 1000,
    );
    const startMs = EPOCH_MS + invokedUs / 1000;
    return {
      operation,
      id,
      at,
      startMs,
      ackMs: EPOCH_MS + returnedUs / 1000,
      timestamp: status === 'ok' && typeof value === 'number' ? value : undefined,
      writes: writes.get(`${at} ${id}`) ?? [],
      pausedMs: pausedUs / 1000,
      timestampMaxMs: startMs + pausedUs / 1000 + ROOM_MS + 2 * halfMs * lead + 1 + beside.length,
      lagMs: 2 * halfMs * lean + 1,
    };
  });
}

/** Writes by node and key. The writes of one node become durable in the order of the calls. */
function readWrites({ trace }: Run): ReadonlyMap<string, readonly Write[]> {
  const durable = new Map<string, number[]>();
  for (const { node, key, atUs } of trace.filter(ofKind('disk-durable'))) {
    const name = `${node} ${key}`;
    durable.set(name, [...(durable.get(name) ?? []), EPOCH_MS + atUs / 1000]);
  }
  const writes = new Map<string, Write[]>();
  for (const { node, key, value, seq, atUs } of trace.filter(ofKind('disk-write'))) {
    const name = `${node} ${key}`;
    const own = writes.get(name) ?? [];
    const durableMs = durable.get(name)?.[own.length] ?? Infinity;
    writes.set(name, [...own, { seq, value, calledMs: EPOCH_MS + atUs / 1000, durableMs }]);
  }
  return writes;
}

function pausedDuring({ trace }: Run, node: string, fromUs: number, untilUs: number): number {
  let us = 0;
  for (const pause of trace.filter(ofKind('pause'))) {
    if (pause.node !== node) continue;
    us += Math.max(0, Math.min(pause.untilUs, untilUs) - Math.max(pause.atUs, fromUs));
  }
  return us;
}
