import type { Operation } from '../../history/operation.ts';
import { assertWellFormed } from '../../history/well-formed.ts';
import { field, textField, unknownOp } from '../../models/input.ts';
import { assert } from '../../util/assert.ts';
import { canonicalJson, isJsonObject, type Json } from '../../util/canonical.ts';

/** A read or a write that counts, in its place in its session. */
export interface Access {
  readonly operation: Operation;
  readonly isWrite: boolean;
  readonly key: string;
  /** Canonical JSON of what was written or read; `null` is what every key holds before its first write. */
  readonly value: string;
  /**
   * Accesses of one chain follow each other. The finished operations of a process make one; an open write is a chain of
   * its own, since what its process does later need not come after its effect.
   */
  readonly chain: number;
  /** Place in the chain, from 1. */
  readonly rank: number;
  /** What its process did just before it. */
  readonly before: Access | undefined;
}

/** A history of reads and writes, ready to be judged. */
export interface Accesses {
  /** In order of calls, so that nothing depends on names. */
  readonly all: readonly Access[];
  readonly chainCount: number;
  /** The write that each read got its value from. Absent: the initial value, or one that nobody wrote. */
  readonly sources: ReadonlyMap<Access, Access>;
  /** The writes of each key, by chain, in order of rank. */
  readonly writes: ReadonlyMap<string, ReadonlyMap<number, readonly Access[]>>;
}

/** The text of the initial value. */
export const INITIAL = 'null';

/**
 * Refuses what no checker of causality can judge.
 *
 * @throws AssertionError for a malformed history, a process that does two things at once, a value written twice under
 *   a key, or `null` written.
 */
export function assertJudgeable(history: readonly Operation[]): void {
  // An open operation ends for its process, at the latest, when the process calls again.
  assertWellFormed(
    history.map((each) =>
      each.status === 'info' ? { ...each, status: 'ok', output: null, returnedAt: each.invokedAt } : each,
    ),
    { sequentialProcesses: true },
  );
  assertWellFormed(history);
  const written = new Set<string>();
  for (const { input, status } of history) {
    if (status === 'fail' || !isWrite(input)) continue;
    const value = field(input, 'value');
    const text = canonicalJson([keyOf(input), value]);
    assert(value !== null, 'causality: null is written, but means "never written". Write something else.');
    assert(!written.has(text), () => `causality: ${text} is written twice. Let every write of a key differ.`);
    written.add(text);
  }
}

/**
 * Puts a history in order. Failed operations, open reads and open writes that nobody read are left out: the last may
 * have had no effect, and if they had, nothing follows them, so that they can be part of no pattern.
 */
export function layOut(history: readonly Operation[]): Accesses {
  const inOrder = [...history].sort((a, b) => a.invokedAt - b.invokedAt || a.id - b.id);
  const read = new Set<string>();
  for (const each of inOrder) {
    if (each.status === 'ok' && !isWrite(each.input))
      read.add(canonicalJson([keyOf(each.input), each.output]));
  }
  const all: Access[] = [];
  const latest = new Map<string, Access>();
  const chains = new Map<string, number>();
  const written = new Map<string, Access>();
  const writes = new Map<string, Map<number, Access[]>>();
  let chainCount = 0;
  for (const operation of inOrder) {
    const { input, process, status } = operation;
    if (status === 'fail') continue;
    const writing = isWrite(input);
    if (status === 'info' && !writing) continue;
    const key = keyOf(input);
    const value = status === 'ok' && !writing ? operation.output : field(input, 'value');
    const text = canonicalJson([key, value]);
    if (status === 'info' && !read.has(text)) continue;
    const before = latest.get(process);
    const chain = (status === 'ok' ? chains.get(process) : undefined) ?? chainCount++;
    const rank = status === 'ok' ? (before?.rank ?? 0) + 1 : 1;
    const access = { operation, isWrite: writing, key, value: canonicalJson(value), chain, rank, before };
    all.push(access);
    if (status === 'ok') {
      latest.set(process, access);
      chains.set(process, chain);
    }
    if (writing) {
      written.set(text, access);
      const ofKey = entry(writes, key, () => new Map<number, Access[]>());
      entry(ofKey, chain, () => []).push(access);
    }
  }
  const sources = new Map<Access, Access>();
  for (const access of all) {
    const { operation, isWrite: writing, key } = access;
    if (writing || operation.status !== 'ok') continue;
    const source = written.get(canonicalJson([key, operation.output]));
    if (source !== undefined) sources.set(access, source);
  }
  return { all, chainCount, sources, writes };
}

function isWrite(input: Json): boolean {
  switch (textField(input, 'op')) {
    case 'write':
    case 'put':
      return true;
    case 'read':
    case 'get':
      return false;
    default:
      return unknownOp('causality', input);
  }
}

/** The key that an operation concerns; the one register of a history without keys is named by the empty text. */
function keyOf(input: Json): string {
  return isJsonObject(input) && 'key' in input ? textField(input, 'key') : '';
}

function entry<K, V>(map: Map<K, V>, key: K, create: () => V): V {
  const found = map.get(key);
  if (found !== undefined) return found;
  const created = create();
  map.set(key, created);
  return created;
}
