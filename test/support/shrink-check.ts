/** Whether the grader's counterexamples are as small as they can be: no fault of one can be taken away. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CatalogEntry, SampleProgram } from '../../src/catalog/catalog.ts';
import { decodeReplay, encodeReplay, isCaseReplay } from '../../src/grader/replay-token.ts';
import type { Fault } from '../../src/sim/fault.ts';
import type { GradingPool } from './grading-pool.ts';

/** A mutant's counterexample, for one seed of a grading. */
export interface ShrinkResult {
  readonly mutant: string;
  readonly property: string;
  /** Faults of the shrunk list. */
  readonly faults: number;
  /** Characters of its replay token. */
  readonly token: number;
  /** Faults without which the property is broken all the same: there should be none. */
  readonly spare: readonly Fault[];
  /** Whether the list itself, replayed by its token, breaks the property with the same trace. */
  readonly replays: boolean;
}

/**
 * Grades a mutant, and replays its counterexample without each of the faults.
 *
 * @returns `undefined` when the mutant's property has no counterexample that can be replayed: exercises of other kinds
 */
export async function checkShrinking(
  pool: GradingPool,
  entry: CatalogEntry,
  { name, file, breaks }: SampleProgram,
  seed: string,
): Promise<ShrinkResult | undefined> {
  const property = breaks ?? '';
  const report = await pool.grade({ entry, file, options: { seed } });
  const failure = report.failures.find((candidate) => candidate.property === property);
  // Of an attack the list is the program's own: nothing shrinks it.
  if (failure?.token === undefined || existsSync(join(entry.dir, 'targets.ts'))) return undefined;
  const replay = decodeReplay(failure.token);
  if (isCaseReplay(replay)) return undefined;
  const breaksWith = async (faults: readonly Fault[]): Promise<string | undefined> => {
    const again = await pool.grade({ entry, file, options: { seed, replay: { ...replay, faults } } });
    return again.failures.find((candidate) => candidate.property === property)?.traceHash;
  };
  const whole = await breaksWith(replay.faults);
  const spare: Fault[] = [];
  for (const [i, fault] of replay.faults.entries()) {
    if ((await breaksWith(replay.faults.filter((_, at) => at !== i))) !== undefined) spare.push(fault);
  }
  return {
    mutant: name,
    property,
    faults: replay.faults.length,
    token: encodeReplay(replay).length,
    spare,
    replays: whole === failure.traceHash,
  };
}
