import { INITIAL, type Access, type Accesses } from './accesses.ts';
import { causalEdges, isBefore, lastWritesBefore, pastsOf, Ways, type Edge, type Pasts } from './order.ts';

/** How much is asked: see `checkCausality`. */
export type CausalLevel = 'causal' | 'causal-memory' | 'causal-convergence';

/** The bad patterns of Bouajjani, Enea, Guerraoui and Hamza (POPL 2017), under the paper's names. */
export type BadPattern =
  | 'thin-air-read'
  | 'cyclic-co'
  | 'write-co-init-read'
  | 'write-co-read'
  | 'cyclic-cf'
  | 'write-hb-init-read'
  | 'cyclic-hb';

/** A bad pattern where it occurs. */
export interface Occurrence {
  readonly pattern: BadPattern;
  readonly write?: Access;
  readonly overwrite?: Access;
  readonly read?: Access;
  /** From `write` by way of `overwrite` to `read`, or round a cycle. */
  readonly way: readonly Edge[];
  /** All edges that those of the way may follow from. */
  readonly edges: readonly Edge[];
  /** The process from whose point of view, where that matters. */
  readonly observer?: string;
}

/** The first bad pattern that the level excludes: simple ones first, then the earliest reads first. */
export function findBadPattern(accesses: Accesses, level: CausalLevel): Occurrence | undefined {
  const { all, sources, chainCount } = accesses;
  const read = all.find((each) => !each.isWrite && each.value !== INITIAL && !sources.has(each));
  if (read !== undefined) return { pattern: 'thin-air-read', read, way: [], edges: [] };

  const edges = causalEdges(accesses);
  const pasts = pastsOf(all, edges, chainCount);
  if (pasts.stuck.length > 0) return cycle('cyclic-co', pasts, edges);
  const found = findInitialRead(accesses, pasts, edges) ?? findOverwrittenRead(accesses, pasts, edges);
  if (found !== undefined || level === 'causal') return found;
  return level === 'causal-memory'
    ? findInHappenedBefore(accesses, pasts, edges)
    : findInConflicts(accesses, pasts, edges);
}

/** A read of the initial value, although a write of the key is in its past. */
function findInitialRead(accesses: Accesses, pasts: Pasts, edges: readonly Edge[]): Occurrence | undefined {
  for (const read of accesses.all) {
    if (read.isWrite || read.value !== INITIAL) continue;
    const [write] = lastWritesBefore(accesses, pasts, read.key, read);
    if (write === undefined) continue;
    const way = new Ways(edges).shortest(write, read) ?? [];
    return { pattern: 'write-co-init-read', write, read, way, edges };
  }
  return undefined;
}

/** A read of a value that a write in its past has overwritten in its past. */
function findOverwrittenRead(
  accesses: Accesses,
  pasts: Pasts,
  edges: readonly Edge[],
): Occurrence | undefined {
  for (const [read, write] of accesses.sources) {
    // Of one chain the last write will do: if an earlier one comes after `write`, so does the last.
    const overwrites = lastWritesBefore(accesses, pasts, read.key, read).filter((other) =>
      isBefore(pasts, write, other),
    );
    if (overwrites.length === 0) continue;
    const ways = new Ways(edges);
    const candidates = overwrites.map((overwrite) => ({
      overwrite,
      way: [...(ways.shortest(write, overwrite) ?? []), ...(ways.shortest(overwrite, read) ?? [])],
    }));
    const { overwrite, way } = candidates.reduce((a, b) => (b.way.length < a.way.length ? b : a));
    return { pattern: 'write-co-read', write, overwrite, read, way, edges };
  }
  return undefined;
}

/** Conflict order: of two writes, the one that a read saw comes after any other that the read knew of. */
function findInConflicts(accesses: Accesses, pasts: Pasts, causal: readonly Edge[]): Occurrence | undefined {
  const edges = [...causal, ...overwritten(accesses, accesses.sources.keys(), pasts, 1)];
  const closed = pastsOf(accesses.all, edges, accesses.chainCount);
  return closed.stuck.length > 0 ? cycle('cyclic-cf', closed, edges) : undefined;
}

/**
 * Happened-before as each process must see it: what its own reads show of the order of writes goes on to show more, so
 * rounds are made until none brings anything. The last operation of a process sees all that earlier ones see.
 */
function findInHappenedBefore(
  accesses: Accesses,
  pasts: Pasts,
  causal: readonly Edge[],
): Occurrence | undefined {
  const lasts = new Map<number, Access>();
  for (const access of accesses.all) {
    if (access.operation.status === 'ok') lasts.set(access.chain, access);
  }
  for (const last of lasts.values()) {
    const observer = last.operation.process;
    const members = accesses.all.filter((access) => access === last || isBefore(pasts, access, last));
    const own = members.filter((access) => access.chain === last.chain && !access.isWrite);
    const edges = [...causal];
    let known = pasts;
    for (let round = 1; ; round++) {
      const more = overwritten(accesses, own, known, round);
      if (more.length === 0) break;
      edges.push(...more);
      known = pastsOf(members, edges, accesses.chainCount);
      if (known.stuck.length > 0) return { ...cycle('cyclic-hb', known, edges), observer };
      for (const read of own) {
        const [write] = read.value === INITIAL ? lastWritesBefore(accesses, known, read.key, read) : [];
        if (write === undefined) continue;
        const way = new Ways(edges).shortest(write, read) ?? [];
        return { pattern: 'write-hb-init-read', write, read, way, edges, observer };
      }
    }
  }
  return undefined;
}

/** What the reads show of the order of writes, as far as the pasts do not say so already. */
function overwritten(accesses: Accesses, reads: Iterable<Access>, pasts: Pasts, round: number): Edge[] {
  const edges: Edge[] = [];
  for (const via of reads) {
    const to = accesses.sources.get(via);
    if (to === undefined) continue;
    for (const from of lastWritesBefore(accesses, pasts, via.key, via)) {
      if (from === to || isBefore(pasts, from, to)) continue;
      edges.push({ from, to, by: 'overwritten', via, round });
    }
  }
  return edges;
}

function cycle(pattern: BadPattern, pasts: Pasts, edges: readonly Edge[]): Occurrence {
  return { pattern, way: new Ways(edges).shortestCycle(pasts.stuck) ?? [], edges };
}

/**
 * The accesses that an occurrence rests on: those where its way changes from one reason to another, the reads that show
 * an `overwritten` with their ways, and the writes that all those reads saw.
 */
export function groundsOf(
  { write, overwrite, read, way, edges }: Occurrence,
  accesses: Accesses,
): Set<Access> {
  const grounds = new Set([write, overwrite, read].filter((access) => access !== undefined));
  const open = [way];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const [index, { from, to, by, via, round }] of next.entries()) {
      // In the middle of a session nothing happens that the way needs.
      if (by !== 'session' || next[index - 1]?.by !== 'session') grounds.add(from);
      if (by !== 'session' || next[index + 1]?.by !== 'session') grounds.add(to);
      if (via === undefined || grounds.has(via)) continue;
      grounds.add(via);
      open.push(new Ways(edges.filter((edge) => edge.round < round)).shortest(from, via) ?? []);
    }
  }
  for (const access of [...grounds]) {
    const source = accesses.sources.get(access);
    if (source !== undefined) grounds.add(source);
  }
  return grounds;
}
