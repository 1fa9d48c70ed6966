import type { CausalLevel } from '../../../src/checkers/causality.ts';
import type { Operation } from '../../../src/history/operation.ts';
import { canonicalJson, type Json } from '../../../src/util/canonical.ts';

/** A read or write of a test history, whose inputs are `{op: 'read' | 'write', key, value?}`. */
interface Access {
  readonly operation: Operation;
  readonly isWrite: boolean;
  readonly key: Json;
  readonly value: string;
}

/** `relation[a][b]`: a comes before b. */
type Relation = readonly (readonly boolean[])[];

/** What the history could be without what is open: reads are dropped, each open write did or did not take effect. */
function completions(history: readonly Operation[]): Access[][] {
  let all: Access[][] = [[]];
  for (const operation of history) {
    const input = operation.input;
    if (typeof input !== 'object' || input === null || !('op' in input)) throw new Error('no access');
    const isWrite = input.op === 'write';
    if (operation.status === 'fail' || (operation.status === 'info' && !isWrite)) continue;
    const value = isWrite ? input['value'] : operation.status === 'ok' ? operation.output : null;
    if (value === undefined || input['key'] === undefined) throw new Error('no access');
    const access = { operation, isWrite, key: input['key'], value: canonicalJson(value) };
    const withIt = all.map((completion) => [...completion, access]);
    all = operation.status === 'ok' ? withIt : [...all, ...withIt];
  }
  return all;
}

/** Session order, for histories written down in order of calls. */
function sessionOrder(accesses: readonly Access[]): boolean[][] {
  return accesses.map((a, i) =>
    accesses.map(
      (b, j) => i < j && a.operation.process === b.operation.process && a.operation.status === 'ok',
    ),
  );
}

function closure(relation: Relation): boolean[][] {
  const closed = relation.map((row) => [...row]);
  for (const [k, middle] of closed.entries()) {
    for (const row of closed) if (row[k]) middle.forEach((reaches, j) => (row[j] ||= reaches));
  }
  return closed;
}

const isAcyclic = (closed: Relation): boolean => closed.every((row, i) => !row[i]);
const holds = (relation: Relation, a: number, b: number): boolean => relation[a]?.[b] === true;
const indexes = (accesses: readonly Access[]): number[] => accesses.map((_, index) => index);

/** Every strict partial order of n things: every transitive relation without cycles. */
function partialOrders(n: number): boolean[][][] {
  let all: boolean[][][] = [[]];
  // One thing more: any down-closed set of the others before it, any up-closed set of the rest after it.
  for (let size = 0; size < n; size++) {
    const next: boolean[][][] = [];
    for (const order of all) {
      for (let code = 0; code < 3 ** size; code++) {
        const places = order.map((_, i) => Math.floor(code / 3 ** i) % 3);
        const larger = order.map((row, i) => [...row, places[i] === 1]);
        larger.push([...places.map((place) => place === 2), false]);
        const closed = closure(larger);
        if (
          closed.every((row, i) => row.every((value, j) => value === larger[i]?.[j])) &&
          isAcyclic(closed)
        ) {
          next.push(larger);
        }
      }
    }
    all = next;
  }
  return all;
}

const allPartialOrders = [0, 1, 2, 3, 4, 5].map(partialOrders);

/** Whether some order of `members` that respects `relation` gives every read in `visible` its value. */
function isExplained(
  accesses: readonly Access[],
  relation: Relation,
  members: readonly number[],
  visible: (index: number) => boolean,
): boolean {
  const extend = (rest: readonly number[], state: ReadonlyMap<Json, string>): boolean =>
    rest.length === 0 ||
    rest.some((index) => {
      const access = accesses[index];
      if (access === undefined || rest.some((other) => holds(relation, other, index))) return false;
      const others = rest.filter((other) => other !== index);
      if (access.isWrite) return extend(others, new Map(state).set(access.key, access.value));
      if (visible(index) && (state.get(access.key) ?? 'null') !== access.value) return false;
      return extend(others, state);
    });
  return extend(members, new Map());
}

/** All total orders of `rest` that respect `relation`. */
function* totalOrders(relation: Relation, rest: readonly number[]): Generator<number[]> {
  if (rest.length === 0) yield [];
  for (const first of rest) {
    if (rest.some((other) => holds(relation, other, first))) continue;
    const others = rest.filter((other) => other !== first);
    for (const order of totalOrders(relation, others)) yield [first, ...order];
  }
}

function asTotal(order: readonly number[]): boolean[][] {
  return order.map((_, i) => order.map((__, j) => order.indexOf(i) < order.indexOf(j)));
}

/**
 * The axioms of Bouajjani et al. (POPL 2017), for at most five operations: some partial order `co` that contains session
 * order, and for convergence some total order `arb` that contains `co`, explains for every operation what it returned;
 * of its causal past the returns are hidden, for causal memory only those of other processes.
 */
export function satisfiesAxioms(history: readonly Operation[], level: CausalLevel): boolean {
  return completions(history).some((accesses) => {
    const session = sessionOrder(accesses);
    const all = indexes(accesses);
    const satisfies = (co: Relation, order: Relation): boolean =>
      all.every((o) => {
        const past = all.filter((index) => index === o || holds(co, index, o));
        return isExplained(
          accesses,
          order,
          past,
          (index) => index === o || (level === 'causal-memory' && holds(session, index, o)),
        );
      });
    return (allPartialOrders[accesses.length] ?? []).some((co) => {
      if (session.some((row, a) => row.some((before, b) => before && !holds(co, a, b)))) return false;
      if (level !== 'causal-convergence') return satisfies(co, co);
      for (const arb of totalOrders(co, all)) if (satisfies(co, asTotal(arb))) return true;
      return false;
    });
  });
}

/**
 * The older definitions with causal order fixed, for more operations: for causal memory that of Ahamad et al., a
 * serialisation for each process of all writes and its own reads; for convergence one order of all writes, each read
 * giving the last write of its past.
 */
export function satisfiesSerialisations(history: readonly Operation[], level: CausalLevel): boolean {
  return completions(history).some((accesses) => {
    const all = indexes(accesses);
    const direct = sessionOrder(accesses);
    for (const [r, read] of accesses.entries()) {
      if (read.isWrite || read.value === 'null') continue;
      const w = accesses.findIndex(
        (other) => other.isWrite && other.key === read.key && other.value === read.value,
      );
      const row = direct[w];
      if (row === undefined) return false;
      row[r] = true;
    }
    const co = closure(direct);
    if (!isAcyclic(co)) return false;
    const isWrite = (index: number): boolean => accesses[index]?.isWrite === true;
    if (level === 'causal-memory') {
      const processes = new Set(accesses.map(({ operation }) => operation.process));
      return [...processes].every((process) => {
        const isOwn = (index: number): boolean => accesses[index]?.operation.process === process;
        const members = all.filter((index) => isWrite(index) || isOwn(index));
        return isExplained(accesses, co, members, isOwn);
      });
    }
    const reads = all.filter((index) => !isWrite(index));
    const explains = (order: Relation): boolean =>
      reads.every((read) => {
        const members = all.filter((index) => index === read || (isWrite(index) && holds(co, index, read)));
        return isExplained(accesses, order, members, (index) => index === read);
      });
    if (level === 'causal') return explains(co);
    for (const arb of totalOrders(co, all)) if (explains(asTotal(arb))) return true;
    return false;
  });
}
