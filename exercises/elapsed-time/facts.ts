import type { Json, Operation, Run } from 'partial-failure/kit';

export const SERVICE = 'service';

/** What the script notes at its beginning. */
export const TTL_NOTE = 'ttl';

/** One call of `valid` that gave an answer, and what it was asked about. Times are true, in µs. */
export interface Poll {
  readonly id: string;
  readonly askedUs: number;
  readonly toldUs: number;
  readonly seq: number;
  readonly told: Json;
  /** The latest `create` of this id before the call; absent when there was none. */
  readonly create: Operation | undefined;
  /** `seq` of the calls of `create` for this id before that one. */
  readonly earlier: readonly number[];
  /** How often the process had restarted since. */
  readonly restarts: number;
}

export interface Facts {
  readonly ttlUs: number;
  readonly polls: readonly Poll[];
  /** `seq` of each restart. */
  readonly boots: readonly number[];
  /** Calls of `create` or `valid` that threw. */
  readonly threw: readonly Operation[];
}

const cache = new WeakMap<Run, Facts>();

export function factsOf(run: Run): Facts {
  const known = cache.get(run);
  if (known !== undefined) return known;
  const facts = readFacts(run);
  cache.set(run, facts);
  return facts;
}

function readFacts(run: Run): Facts {
  let ttlMs = 0;
  const boots: number[] = [];
  for (const event of run.trace) {
    if (event.kind === 'boot' && event.incarnation > 0) boots.push(event.seq);
    if (event.kind === 'note' && event.name === TTL_NOTE) ttlMs = Number(event.data);
  }
  const creates = new Map<string, Operation[]>();
  const polls: Poll[] = [];
  const begun = run.operations.filter(({ invokedSeq }) => invokedSeq >= 0);
  for (const operation of [...begun].sort((a, b) => a.invokedSeq - b.invokedSeq)) {
    const { method, args, status, value, invokedUs, returnedUs, returnedSeq } = operation;
    const id = String(args[0]);
    if (method === 'create') creates.set(id, [...(creates.get(id) ?? []), operation]);
    if (method !== 'valid' || status !== 'ok') continue;
    const own = creates.get(id) ?? [];
    const create = own.at(-1);
    polls.push({
      id,
      askedUs: invokedUs,
      toldUs: returnedUs ?? invokedUs,
      seq: returnedSeq ?? operation.invokedSeq,
      told: value ?? null,
      create,
      earlier: own.slice(0, -1).map(({ invokedSeq }) => invokedSeq),
      restarts: create === undefined ? 0 : operation.incarnation - create.incarnation,
    });
  }
  return { ttlUs: ttlMs * 1000, polls, boots, threw: begun.filter(({ status }) => status === 'threw') };
}
