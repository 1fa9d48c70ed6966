import { runSeed, type SeedOf } from '../explore/run.ts';
import type { GradeOptions } from './report.ts';

/** Where the seeds of a grading's runs come from. */
export function seedsOf({ seed, seedOf }: GradeOptions): SeedOf {
  return seedOf ?? ((exercise, scenario, kind, index) => runSeed(seed, exercise, scenario, kind, index));
}
