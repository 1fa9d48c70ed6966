/** Histories of an etcd register that Jepsen recorded, with verdicts reached elsewhere. They are no part of the project. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { HistoryRecorder } from '../../src/history/recorder.ts';
import type { Operation } from '../../src/history/operation.ts';
import type { CasRegisterInput } from '../../src/models/cas-register.ts';
import { root } from './figures.ts';

/** One of them. */
export interface RecordedHistory {
  readonly name: string;
  readonly verdict: string;
  readonly operations: readonly Operation[];
}

/** Where they are looked for: in the folder that PARTIAL_FAILURE_CONFORMANCE names, else beside the project. */
export const recordedFolder = resolve(
  process.env['PARTIAL_FAILURE_CONFORMANCE'] ?? resolve(root, '../shared/conformance'),
  'linearizability',
);

/** All of them; `undefined` when the folder is not there. */
export function readRecorded(): RecordedHistory[] | undefined {
  const list = resolve(recordedFolder, 'verdicts.json');
  if (!existsSync(list)) return undefined;
  const verdicts = JSON.parse(readFileSync(list, 'utf8')) as Record<string, string>;
  return Object.entries(verdicts).map(([name, verdict]) => ({
    name,
    verdict,
    operations: parseEtcdLog(readFileSync(resolve(recordedFolder, 'etcd', `${name}.log`), 'utf8')),
  }));
}

/** A line of a Jepsen log: process, kind of event, function, value. */
const LINE = /^INFO\s+jepsen\.util\s+-\s+(\d+)\s+:(invoke|ok|fail|info)\s+:(read|write|cas)\s+(.*)$/;

/**
 * Reads a log of an etcd register. A line's number is its instant. A refused cas is an answer (`false`); reads without
 * an answer, failed ones too, say nothing and are left out; `info` leaves the operation open.
 */
function parseEtcdLog(text: string): Operation[] {
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
