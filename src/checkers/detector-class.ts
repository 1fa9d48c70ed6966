import { assert } from '../util/assert.ts';
import { firstInstant, type DetectorRun } from './failure-detector/run.ts';

/** Completeness and accuracy of Chandra and Toueg; the eight pairs are their eight classes of failure detectors. */
export interface DetectorClass {
  readonly completeness: 'strong' | 'weak';
  readonly accuracy: 'strong' | 'weak' | 'eventually-strong' | 'eventually-weak';
}

/** What all detectors of a system said during one run. */
export interface SystemRun {
  readonly processes: readonly string[];
  /** When each process that crashed did, in integer microseconds. */
  readonly crashedAt: ReadonlyMap<string, number>;
  /** One of each process on each other, all with the same `from` and `until`. */
  readonly runs: readonly DetectorRun[];
}

/**
 * What is wrong.
 *
 * - `completeness`: `peer` crashed, and the observers named trusted it at the instants named, after the limit. One of
 *   them under strong completeness, all that are correct under weak.
 * - `accuracy`: observers suspected peers at the instants named, when they should not. One suspicion under the strong
 *   kinds, one of every correct peer under the weak ones.
 */
export type ClassEvidence =
  | { readonly violation: 'completeness'; readonly peer: string; readonly trusts: readonly Statement[] }
  | { readonly violation: 'accuracy'; readonly suspicions: readonly Statement[] };

/** That `observer` said the wrong thing about `peer`, the first instant at which it did. */
export interface Statement {
  readonly observer: string;
  readonly peer: string;
  readonly at: number;
}

export type ClassResult =
  { readonly verdict: 'ok' } | { readonly verdict: 'illegal'; readonly evidence: ClassEvidence };

/**
 * Whether the failure detectors of a system behave in a finite run as those of a class do (Chandra and Toueg,
 * *Unreliable failure detectors for reliable distributed systems*, JACM 43(2), 1996, section 2). For "there
 * is a time after which" stands `settledAt`, for "permanently" the rest of the run. A process is correct if it does not
 * crash in the run.
 *
 * - Strong completeness: from `settledAt` on every correct process suspects every crashed one. Weak: some correct
 *   process does, the same throughout, for each crashed one.
 * - Strong accuracy: no process is suspected before it crashes, by any that has not crashed itself. Weak: some correct
 *   process is never suspected by any such.
 * - Eventually strong: from `settledAt` on no correct process is suspected by a correct one. Eventually weak: some
 *   correct process is not.
 *
 * Completeness is told before accuracy, each by the order of `processes`. With no correct process, completeness and the
 * eventual kinds hold of nobody. Linear in the outputs.
 *
 * @throws AssertionError for a malformed run, one that is missing or there twice, or a crash after `settledAt`.
 */
export function checkDetectorClass(
  system: SystemRun,
  settledAt: number,
  { completeness, accuracy }: DetectorClass,
): ClassResult {
  const { processes, crashedAt } = system;
  const runs = runsByPair(system, settledAt);
  const correct = processes.filter((process) => !crashedAt.has(process));
  const others = (process: string, all: readonly string[]): string[] =>
    all.filter((each) => each !== process);

  /** The first instant in `[from, until)` at which the observer says `suspects` of the peer. */
  const statement = (
    observer: string,
    peer: string,
    suspects: boolean,
    from: number,
    until = Infinity,
  ): Statement[] => {
    const run = runs.get(pairOf(observer, peer));
    const at = run === undefined ? undefined : firstInstant(run, suspects, from, until);
    return at === undefined ? [] : [{ observer, peer, at }];
  };

  for (const peer of processes) {
    if (!crashedAt.has(peer)) continue;
    const trusts = correct.flatMap((observer) => statement(observer, peer, false, settledAt));
    const isWrong =
      completeness === 'strong' ? trusts.length > 0 : correct.length > 0 && trusts.length === correct.length;
    if (!isWrong) continue;
    const told = completeness === 'strong' ? trusts.slice(0, 1) : trusts;
    return { verdict: 'illegal', evidence: { violation: 'completeness', peer, trusts: told } };
  }

  const isEventual = accuracy === 'eventually-strong' || accuracy === 'eventually-weak';
  const suspicions = (peer: string): Statement[] =>
    others(peer, isEventual ? correct : processes).flatMap((observer) => {
      const until = Math.min(crashedAt.get(peer) ?? Infinity, crashedAt.get(observer) ?? Infinity);
      return statement(observer, peer, true, isEventual ? settledAt : -Infinity, until);
    });
  const isWeak = accuracy === 'weak' || accuracy === 'eventually-weak';
  const peers = accuracy === 'strong' ? processes : correct;
  const told = peers.map((peer) => suspicions(peer).slice(0, 1));
  const isWrong = isWeak
    ? correct.length > 0 && told.every((each) => each.length > 0)
    : told.some((each) => each.length > 0);
  if (!isWrong) return { verdict: 'ok' };
  const all = told.flat();
  return {
    verdict: 'illegal',
    evidence: { violation: 'accuracy', suspicions: isWeak ? all : all.slice(0, 1) },
  };
}

function runsByPair({ processes, crashedAt, runs }: SystemRun, settledAt: number): Map<string, DetectorRun> {
  const byPair = new Map<string, DetectorRun>();
  for (const run of runs) byPair.set(pairOf(run.observer, run.peer), run);
  const [first] = runs;
  for (const observer of processes) {
    const at = crashedAt.get(observer);
    assert(
      at === undefined || at <= settledAt,
      () => `failure detectors: ${observer} crashes after all is to be settled. Settle later.`,
    );
    for (const peer of processes) {
      const run = byPair.get(pairOf(observer, peer));
      assert(
        peer === observer || run !== undefined,
        () => `failure detectors: none of ${observer} on ${peer}.`,
      );
      if (run === undefined || first === undefined) continue;
      assert(
        run.from === first.from && run.until === first.until && settledAt <= run.until,
        () =>
          `failure detectors: ${observer} on ${peer} is not observed for as long as the others, to the end.`,
      );
    }
  }
  assert(byPair.size === runs.length, 'failure detectors: two runs are of one pair. Join them.');
  return byPair;
}

function pairOf(observer: string, peer: string): string {
  return JSON.stringify([observer, peer]);
}
