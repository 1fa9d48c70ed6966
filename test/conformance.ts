/**
 * `npm run conformance`: does the linearizability checker agree with verdicts reached elsewhere?
 *
 * Reads `linearizability/` in the folder that PARTIAL_FAILURE_CONFORMANCE names (default: `../shared/conformance`, seen
 * from the project), which is no part of the project: histories of an etcd register recorded by Jepsen, and
 * `verdicts.json`. Any disagreement, and any `unknown`, ends with 1. Without the folder it says so and ends with 2:
 * nothing was checked.
 */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkLinearizability } from '../src/checkers/linearizability.ts';
import { HistoryRecorder } from '../src/history/recorder.ts';
import type { Operation } from '../src/history/operation.ts';
import { casRegister, type CasRegisterInput } from '../src/models/cas-register.ts';

/** A line of a Jepsen log: process, kind of event, function, value. */
const LINE = /^INFO\s+jepsen\.util\s+-\s+(\d+)\s+:(invoke|ok|fail|info)\s+:(read|write|cas)\s+(.*)$/;

/**
 * Reads a log of an etcd register. A line's number is its instant. A refused cas is an answer (`false`); reads without
 * an answer, failed ones too, say nothing and are left out; `info` leaves the operation open.
 */
export function parseEtcdLog(text: string): Operation[] {
  const recorder = new HistoryRecorder();
  const openOf = new Map<string, { id: number; input: CasRegisterInput }>();
  for (const [at, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const [, process = '', kind = '', op = '', value = ''] = LINE.exec(line) ?? [];
    if (kind === 'invoke') {
      const input = inputOf(op, value);
      openOf.set(process, { id: recorder.invoke(process, input, at), input });
      continue;
    }
    const open = openOf.get(process);
    if (open === undefined) throw new Error(`conformance: line ${at + 1} ends what never began: ${line}`);
    openOf.delete(process);
    if (kind === 'ok') recorder.ok(open.id, outputOf(open.input, value), at);
    if (kind === 'fail' && open.input.op === 'cas') recorder.ok(open.id, false, at);
    if (kind === 'fail' && open.input.op !== 'cas') recorder.fail(open.id, at);
  }
  return recorder.operations();
}

function inputOf(op: string, value: string): CasRegisterInput {
  if (op === 'read') return { op: 'read' };
  if (op === 'write') return { op: 'write', value: Number(value) };
  const [from, to] = (/^\[(\d+)\s+(\d+)\]$/.exec(value) ?? []).slice(1).map(Number);
  if (from === undefined || to === undefined) throw new Error(`conformance: cas of ${value}`);
  return { op: 'cas', from, to };
}

function outputOf(input: CasRegisterInput, value: string): number | boolean | null {
  if (input.op === 'cas') return true;
  return input.op === 'write' || value === 'nil' ? null : Number(value);
}

/** Checks every recorded history and prints what came of it. Gives the exit code. */
function main(folder: string): number {
  if (!existsSync(resolve(folder, 'verdicts.json'))) {
    console.log(`conformance: nothing checked, ${folder} is not there.`);
    console.log('Set PARTIAL_FAILURE_CONFORMANCE to the folder that holds linearizability/verdicts.json.');
    return 2;
  }
  const verdicts: Record<string, string> = JSON.parse(readFileSync(resolve(folder, 'verdicts.json'), 'utf8'));
  let agreed = 0;
  let steps = 0;
  let totalMs = 0;
  let slowest = { name: '', ms: 0 };
  for (const [name, expected] of Object.entries(verdicts)) {
    const history = parseEtcdLog(readFileSync(resolve(folder, 'etcd', `${name}.log`), 'utf8'));
    const start = performance.now();
    const result = checkLinearizability(casRegister, history);
    const ms = performance.now() - start;
    totalMs += ms;
    steps += result.steps;
    if (ms > slowest.ms) slowest = { name, ms };
    if (result.verdict === expected) agreed++;
    else console.log(`${name}: ${result.verdict}, should be ${expected}`);
  }
  const count = Object.keys(verdicts).length;
  console.log(`linearizability: ${agreed} of ${count} verdicts agree.`);
  console.log(
    `${totalMs.toFixed(0)} ms for all, ${slowest.ms.toFixed(1)} ms for the slowest (${slowest.name}), ${steps} steps.`,
  );
  return agreed === count ? 0 : 1;
}

const project = fileURLToPath(new URL('..', import.meta.url));
const root = process.env['PARTIAL_FAILURE_CONFORMANCE'] ?? resolve(project, '../shared/conformance');
process.exitCode = main(resolve(root, 'linearizability'));
