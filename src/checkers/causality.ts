import type { Operation } from '../history/operation.ts';
import { assert } from '../util/assert.ts';
import { assertJudgeable, layOut } from './causality/accesses.ts';
import type { Edge } from './causality/order.ts';
import { findBadPattern, groundsOf, type BadPattern, type CausalLevel } from './causality/patterns.ts';

export type { BadPattern, CausalLevel } from './causality/patterns.ts';

/** How {@link checkCausality} is to judge. */
export interface CausalityOptions {
  /** Default `causal`. */
  readonly level?: CausalLevel;
}

/** Why one operation comes before another. */
export interface CausalStep {
  readonly from: Operation;
  readonly to: Operation;
  /**
   * `session`: one process did one after the other. `reads-from`: the read got the value of the write. `overwritten`:
   * the read `via` knew of the write `from` and gave the value of the write `to`, so `to` came later.
   */
  readonly by: 'session' | 'reads-from' | 'overwritten';
  readonly via?: Operation;
}

/**
 * What is wrong, and the operations that prove it by themselves.
 *
 * - `thin-air-read`: `read` gave a value that nobody wrote.
 * - `cyclic-co`: `steps` lead in a circle: something is its own cause.
 * - `write-co-init-read`: `read` gave the initial value, although `write` is in its causal past.
 * - `write-co-read`: `read` gave the value of `write`, although `overwrite` comes after it and is in the read's past.
 * - `cyclic-cf`: `steps` lead in a circle: no order of all writes that everybody could agree on explains the reads.
 * - `write-hb-init-read`: as `write-co-init-read`, by what the reads of `observer` show of the order of writes.
 * - `cyclic-hb`: `steps` lead in a circle, by what the reads of `observer` show of the order of writes.
 */
export interface CausalityEvidence {
  readonly violation: BadPattern;
  /**
   * A smallest part of the history that is wrong: without any one of them, and the reads of its value if it is a
   * write, the others would be right at this level. In order of calls.
   */
  readonly operations: readonly Operation[];
  readonly write?: Operation;
  readonly overwrite?: Operation;
  readonly read?: Operation;
  /** From `write`, by way of `overwrite` where there is one, to `read`; or round a circle. */
  readonly steps: readonly CausalStep[];
  /** The process whose view is impossible, for the violations of causal memory. */
  readonly observer?: string;
}

export type CausalityResult =
  { readonly verdict: 'ok' } | { readonly verdict: 'illegal'; readonly evidence: CausalityEvidence };

/**
 * Whether a history of reads and writes is causally consistent. Operations are those of the models `register` (`read`,
 * `write`, which may name a `key`) and `key-value` (`get`, `put`). Every key holds `null` at first.
 *
 * Causal order is the least transitive relation in which a process's operations follow each other (*session order*; a
 * process does one thing at a time) and a read follows the write whose value it gave. Real time plays no part. Levels:
 *
 * - `causal`: every read can be explained by some order of its causal past that respects causal order (CC).
 * - `causal-memory`: each process can explain all its reads by one order of all writes and its own reads, which
 *   respects causal order; processes may differ in it (CM; Ahamad, Neiger, Burns, Kohli and Hutto, *Causal memory:
 *   definitions, implementation, and programming*, Distributed Computing 9(1), 1995).
 * - `causal-convergence`: all reads can be explained by one order of all writes for everybody, from which each read sees
 *   its causal past (CCv). Neither of the last two implies the other; both imply the first.
 *
 * Judged by the bad patterns of Bouajjani, Enea, Guerraoui and Hamza, *On verifying causal consistency*, POPL 2017: a
 * history in which every write of a key has another value is right exactly when none of its level's patterns occurs.
 * In general the question is NP-complete, so a workload here must write unique values.
 *
 * - Failed operations had no effect. An open write took effect when somebody read it, after what its process did
 *   before; what its process does later need not come after it. Other open operations count for nothing.
 * - Nothing depends on the names of processes or on the order of the list.
 *
 * With n operations on c processes (an open write counts as one more): `causal` and `causal-convergence` take O(n · c)
 * steps and a logarithm, `causal-memory` O(n · c²) times the number of rounds in which reads show new order, few in
 * practice. The verdict is never `unknown`.
 *
 * @throws AssertionError for a malformed history: overlapping operations of a process, a value written twice under a
 *   key, `null` written, an input that is neither read nor write.
 */
export function checkCausality(
  history: readonly Operation[],
  options: CausalityOptions = {},
): CausalityResult {
  const { level = 'causal' } = options;
  assertJudgeable(history);
  const accesses = layOut(history);
  const found = findBadPattern(accesses, level);
  if (found === undefined) return { verdict: 'ok' };
  const grounds = groundsOf(found, accesses);
  const proof = accesses.all.filter((access) => grounds.has(access)).map(({ operation }) => operation);
  return { verdict: 'illegal', evidence: evidenceOf(smallest(proof, level), level) };
}

/**
 * Leaves out what is not needed. One pass is enough: a part of a history that lacks no write of its reads shows a
 * pattern only if the whole does.
 */
function smallest(proof: readonly Operation[], level: CausalLevel): Operation[] {
  let kept = [...proof];
  for (const { id } of proof) {
    const { sources } = layOut(kept);
    const readers = new Set<number>();
    for (const [read, write] of sources) if (write.operation.id === id) readers.add(read.operation.id);
    const rest = kept.filter((operation) => operation.id !== id && !readers.has(operation.id));
    if (findBadPattern(layOut(rest), level) !== undefined) kept = rest;
  }
  return kept;
}

function evidenceOf(operations: readonly Operation[], level: CausalLevel): CausalityEvidence {
  const accesses = layOut(operations);
  const found = findBadPattern(accesses, level);
  assert(found !== undefined, 'causality: the proof of a violation does not prove it');
  const { pattern, write, overwrite, read, way, observer } = found;
  return {
    violation: pattern,
    operations: accesses.all.map(({ operation }) => operation),
    ...(write === undefined ? {} : { write: write.operation }),
    ...(overwrite === undefined ? {} : { overwrite: overwrite.operation }),
    ...(read === undefined ? {} : { read: read.operation }),
    steps: way.map(stepOf),
    ...(observer === undefined ? {} : { observer }),
  };
}

function stepOf({ from, to, by, via }: Edge): CausalStep {
  const step = { from: from.operation, to: to.operation, by };
  return via === undefined ? step : { ...step, via: via.operation };
}
