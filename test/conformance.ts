/**
 * `npm run conformance`: does the linearizability checker agree with verdicts reached elsewhere?
 *
 * Reads `linearizability/` in the folder that PARTIAL_FAILURE_CONFORMANCE names (default: `../shared/conformance`, seen
 * from the project), which is no part of the project: histories of an etcd register recorded by Jepsen, and
 * `verdicts.json`. Any disagreement, and any `unknown`, ends with 1. Without the folder it says so and ends with 2:
 * nothing was checked.
 */
import { checkLinearizability } from '../src/checkers/linearizability.ts';
import { casRegister } from '../src/models/cas-register.ts';
import { readRecorded, recordedFolder, type RecordedHistory } from './support/recorded-histories.ts';

/** Checks every recorded history and prints what came of it. Gives the exit code. */
function check(histories: readonly RecordedHistory[]): number {
  let agreed = 0;
  let steps = 0;
  let totalMs = 0;
  let slowest = { name: '', ms: 0 };
  for (const { name, verdict, operations } of histories) {
    const start = performance.now();
    const result = checkLinearizability(casRegister, operations);
    const ms = performance.now() - start;
    totalMs += ms;
    steps += result.steps;
    if (ms > slowest.ms) slowest = { name, ms };
    if (result.verdict === verdict) agreed++;
    else console.log(`${name}: ${result.verdict}, should be ${verdict}`);
  }
  console.log(`linearizability: ${agreed} of ${histories.length} verdicts agree.`);
  console.log(
    `${totalMs.toFixed(0)} ms for all, ${slowest.ms.toFixed(1)} ms for the slowest (${slowest.name}), ${steps} steps.`,
  );
  return agreed === histories.length ? 0 : 1;
}

const recorded = readRecorded();
if (recorded === undefined) {
  console.log(`conformance: nothing checked, ${recordedFolder} is not there.`);
  console.log('Set PARTIAL_FAILURE_CONFORMANCE to the folder that holds linearizability/verdicts.json.');
}
process.exitCode = recorded === undefined ? 2 : check(recorded);
