import { canonicalJson, type NodeId, type Script, type TraceEvent } from 'partial-failure/kit';
import type { Callers } from './cluster.ts';

/** What is written before a half. */
export const BEFORE_HALF = 'a whole';

/**
 * The tries: from when on, after the call, only which replica hears others (0 is the one to begin with). Each hop takes
 * 5 ms: a client that stores by itself does so at 10 ms, a replica that does so for a client at 15 or 25 ms; and which
 * one that is, is not known.
 */
const TRIES = [
  { afterMs: 8, next: 0 },
  ...[23, 13, 33].flatMap((afterMs) => [0, 1, 2].map((next) => ({ afterMs, next }))),
];
/** For how long. Whoever hears nothing has not given up by then. */
const FOR_MS = 400;
const SEEN_MS = 100;

/** Who writes, who can get it, and the number (from 1) of the replica to begin with. */
export interface Half {
  readonly client: NodeId;
  readonly replicas: readonly NodeId[];
  readonly to: number;
}

/**
 * Writes a new value, again and again until exactly one replica has it on its disk: from a moment on that differs from
 * try to try, nothing gets through but to one replica. Nothing is asked about who sends what to whom.
 *
 * `then` gets the replica that has the value, or `undefined` when no try succeeded.
 */
export function tryHalf(
  script: Script,
  callers: Callers,
  { client, replicas, to }: Half,
  then: (holder: NodeId | undefined) => void,
): void {
  const attempt = (index: number): void => {
    const half = TRIES[index];
    if (half === undefined || callers.isBusy(client)) {
      then(undefined);
      return;
    }
    const { afterMs } = half;
    const only = replicas[(to - 1 + half.next) % replicas.length];
    if (only === undefined) throw new Error(`half: there is no replica number ${to}.`);
    const from = script.trace().length;
    // No two of these are part of each other.
    const value = `half ${'abcdefghijkl'.charAt(index)}`;
    script.note('half', { only, afterMs, forMs: FOR_MS });
    let isOver = false;
    callers.call(client, 'write', value, () => {
      if (isOver) script.after(2, () => attempt(index + 1));
      isOver = true;
    });
    script.after(afterMs + SEEN_MS, () => {
      const holders = holdersOf(value, replicas, script.trace(), from);
      const [holder] = holders;
      if (!isOver && holders.size === 1) then(holder);
      else if (isOver) attempt(index + 1);
      else isOver = true;
    });
  };
  attempt(0);
}

/**
 * The replicas that have written the value since. Where none of them has kept {@link BEFORE_HALF} as it is, values have
 * a form of the program's own: then those that have written anything. Otherwise that is not enough: protocols save other
 * things too, promises say.
 */
function holdersOf(
  value: string,
  replicas: readonly NodeId[],
  trace: readonly TraceEvent[],
  from: number,
): Set<NodeId> {
  const isKeptAsItIs = holdersOfText(BEFORE_HALF, replicas, trace).size > 0;
  return holdersOfText(isKeptAsItIs ? value : '', replicas, trace.slice(from));
}

/** The replicas that have written something with this text in it. */
function holdersOfText(text: string, replicas: readonly NodeId[], trace: readonly TraceEvent[]): Set<NodeId> {
  const holders = new Set<NodeId>();
  for (const event of trace) {
    if (event.kind !== 'disk-write' || !replicas.includes(event.node)) continue;
    if (canonicalJson(event.value).includes(text)) holders.add(event.node);
  }
  return holders;
}
