import { at } from '../linearizability/words.ts';
import type { Access, Accesses } from './accesses.ts';

/** Why one access comes before another. */
export interface Edge {
  readonly from: Access;
  readonly to: Access;
  /**
   * `session`: the same process did one after the other. `reads-from`: the read got the value of the write.
   * `overwritten`: a read knew of the write `from` and gave the value of `to`, so `to` came later.
   */
  readonly by: 'session' | 'reads-from' | 'overwritten';
  /** The read that shows an `overwritten`. */
  readonly via?: Access;
  /** An `overwritten` follows from edges of earlier rounds; the others are of round 0. */
  readonly round: number;
}

/** Causal order without what follows: session order, and writes before the reads that saw them. */
export function causalEdges(accesses: Accesses): Edge[] {
  const edges: Edge[] = [];
  for (const to of accesses.all) {
    if (to.before !== undefined) edges.push({ from: to.before, to, by: 'session', round: 0 });
    const source = accesses.sources.get(to);
    if (source !== undefined) edges.push({ from: source, to, by: 'reads-from', round: 0 });
  }
  return edges;
}

/** How much of each chain comes before each access: a vector clock without the access itself. */
export interface Pasts {
  readonly of: ReadonlyMap<Access, Int32Array>;
  /** The accesses on a cycle or behind one, in order of calls; they have no past. None: the edges make an order. */
  readonly stuck: readonly Access[];
}

/** Closes the edges transitively, in O(chains · (accesses + edges)). Edges that leave `members` are not looked at. */
export function pastsOf(members: readonly Access[], edges: readonly Edge[], chainCount: number): Pasts {
  const waitsFor = new Map<Access, number>(members.map((access) => [access, 0]));
  const after = new Map<Access, Access[]>(members.map((access) => [access, []]));
  for (const { from, to } of edges) {
    const missing = waitsFor.get(to);
    const followers = after.get(from);
    if (missing === undefined || followers === undefined) continue;
    waitsFor.set(to, missing + 1);
    followers.push(to);
  }
  const unfinished = new Map<Access, Int32Array>(
    members.map((access) => [access, new Int32Array(chainCount)]),
  );
  const of = new Map<Access, Int32Array>();
  const ready = members.filter((access) => waitsFor.get(access) === 0);
  for (let access = ready.pop(); access !== undefined; access = ready.pop()) {
    const past = unfinished.get(access) ?? new Int32Array(chainCount);
    of.set(access, past);
    for (const next of after.get(access) ?? []) {
      const merged = unfinished.get(next) ?? past;
      for (let chain = 0; chain < chainCount; chain++) {
        if (at(past, chain) > at(merged, chain)) merged[chain] = at(past, chain);
      }
      if (access.rank > at(merged, access.chain)) merged[access.chain] = access.rank;
      const missing = (waitsFor.get(next) ?? 0) - 1;
      waitsFor.set(next, missing);
      if (missing === 0) ready.push(next);
    }
  }
  return { of, stuck: members.filter((access) => !of.has(access)) };
}

/** Whether `a` is in the past of `b`. */
export function isBefore(pasts: Pasts, a: Access, b: Access): boolean {
  const past = pasts.of.get(b);
  return past !== undefined && a.rank <= at(past, a.chain);
}

/** For each chain, the last write of `key` in the past of `access`. */
export function lastWritesBefore(accesses: Accesses, pasts: Pasts, key: string, access: Access): Access[] {
  const past = pasts.of.get(access);
  const found: Access[] = [];
  if (past === undefined) return found;
  for (const [chain, writes] of accesses.writes.get(key) ?? []) {
    const last = lastUpTo(writes, at(past, chain));
    if (last !== undefined) found.push(last);
  }
  return found;
}

/** Of writes in order of rank, the last whose rank is at most `rank`, by halving. */
function lastUpTo(writes: readonly Access[], rank: number): Access | undefined {
  let low = 0;
  let high = writes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((writes[middle]?.rank ?? Infinity) <= rank) low = middle + 1;
    else high = middle;
  }
  return writes[low - 1];
}

/** Finds shortest ways along edges. */
export class Ways {
  private readonly outgoing = new Map<Access, Edge[]>();

  constructor(edges: readonly Edge[]) {
    for (const edge of edges) {
      const out = this.outgoing.get(edge.from);
      if (out === undefined) this.outgoing.set(edge.from, [edge]);
      else out.push(edge);
    }
  }

  /** A shortest way of at least one edge and at most `longest`; from an access to itself it is a cycle. */
  shortest(from: Access, to: Access, longest = Infinity): Edge[] | undefined {
    const cameBy = new Map<Access, Edge>();
    let reached = [from];
    for (let length = 1; reached.length > 0 && length <= longest; length++) {
      const next: Access[] = [];
      for (const access of reached) {
        for (const edge of this.outgoing.get(access) ?? []) {
          if (cameBy.has(edge.to)) continue;
          cameBy.set(edge.to, edge);
          if (edge.to === to) return wayBack(cameBy, from, to);
          next.push(edge.to);
        }
      }
      reached = next;
    }
    return undefined;
  }

  /** A shortest cycle through any of the accesses. */
  shortestCycle(through: readonly Access[]): Edge[] | undefined {
    let best: Edge[] | undefined;
    for (const access of through) {
      best = this.shortest(access, access, best === undefined ? Infinity : best.length - 1) ?? best;
    }
    return best;
  }
}

function wayBack(cameBy: ReadonlyMap<Access, Edge>, from: Access, to: Access): Edge[] {
  const way: Edge[] = [];
  let access = to;
  do {
    const edge = cameBy.get(access);
    if (edge === undefined) break;
    way.push(edge);
    access = edge.from;
  } while (access !== from);
  return way.reverse();
}
