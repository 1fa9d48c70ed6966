import { isJsonObject, ofKind, type Json, type Operation, type Run } from 'partial-failure/kit';

/** One put, as the model sees it. Sets of writes are bits, by the place of the write in {@link Facts.writes}. */
export interface Write {
  readonly operation: Operation;
  readonly key: string;
  readonly value: string;
  /** What its context stood for: the writes that it replaces. */
  readonly replaces: bigint;
}

/** One get, and what it had to give. */
export interface Read {
  readonly operation: Operation;
  readonly key: string;
  /** What it gave; `undefined` where that is no list of texts. */
  readonly values: ReadonlySet<string> | undefined;
  readonly known: bigint;
  readonly current: bigint;
  /** Writes that a put at this replica replaced while they were current here, and nothing was merged here since. */
  readonly replacedHere: bigint;
  /** Whether it comes after the exchange of all with all. */
  readonly met: boolean;
}

/** What happened in a run. */
export interface Facts {
  readonly writes: readonly Write[];
  readonly reads: readonly Read[];
  /** Of each put with a context and each merge, by id: the operation that gave the context, or the state. */
  readonly passed: ReadonlyMap<number, Operation>;
  /** What is known at a replica after an operation of it, under each key. */
  readonly knownAfter: ReadonlyMap<number, ReadonlyMap<string, bigint>>;
  /** Whether replicas knew different writes when the exchange of all with all began. */
  readonly differed: boolean;
  /** Operations that threw or never returned. */
  readonly failed: readonly Operation[];
}

const cache = new WeakMap<Run, Facts>();

export function factsOf(run: Run): Facts {
  const known = cache.get(run);
  if (known !== undefined) return known;
  const facts = readFacts(run);
  cache.set(run, facts);
  return facts;
}

/**
 * The model: a context from a get stands for all that its replica knew, and for what those writes replaced; one from a
 * put for what the context that it was given stood for, and for the put itself. A state carries what its replica knew
 * when it was taken.
 */
function readFacts(run: Run): Facts {
  const { operations, trace } = run;
  const passed = new Map<number, Operation>();
  let meetingSeq = Infinity;
  let metSeq = Infinity;
  for (const { name, data, seq } of trace.filter(ofKind('note'))) {
    if (name === 'meeting') meetingSeq = seq;
    if (name === 'met') metSeq = seq;
    if (name !== 'passes' || !isJsonObject(data)) continue;
    const from = operations[Number(data['from'])];
    if (from !== undefined) passed.set(Number(data['op']), from);
  }
  const writes: Write[] = [];
  const reads: Read[] = [];
  const standsFor = new Map<number, bigint>();
  const knownAfter = new Map<number, ReadonlyMap<string, bigint>>();
  const replicas = new Map<string, { known: Map<string, bigint>; replacedHere: Map<string, bigint> }>();
  for (const { id, role } of run.nodes)
    if (role !== '') replicas.set(id, { known: new Map(), replacedHere: new Map() });
  let differed = false;
  let compared = false;
  const compare = (): void => {
    compared = true;
    const texts = [...replicas.values()].map(({ known }) =>
      [...known]
        .map(([key, bits]) => `${JSON.stringify(key)}${String(bits)}`)
        .sort()
        .join(),
    );
    differed = new Set(texts).size > 1;
  };

  for (const operation of operations) {
    const replica = replicas.get(operation.node);
    if (replica === undefined || operation.status !== 'ok') continue;
    if (!compared && operation.invokedSeq > meetingSeq) compare();
    const { known, replacedHere } = replica;
    const { id, method, args, value = null } = operation;
    const key = String(args[0]);
    const here = known.get(key) ?? 0n;
    if (method === 'put') {
      const replaces = standsFor.get(passed.get(id)?.id ?? -1) ?? 0n;
      const bit = 1n << BigInt(writes.length);
      const struck = currentOf(here, writes) & replaces;
      writes.push({ operation, key, value: String(args[1]), replaces });
      standsFor.set(id, replaces | bit);
      known.set(key, here | bit);
      replacedHere.set(key, (replacedHere.get(key) ?? 0n) | struck);
    } else if (method === 'get') {
      standsFor.set(id, here | replacedBy(here, writes));
      reads.push({
        operation,
        key,
        values: valuesOf(value),
        known: here,
        current: currentOf(here, writes),
        replacedHere: replacedHere.get(key) ?? 0n,
        met: operation.invokedSeq > metSeq,
      });
    } else if (method === 'merge') {
      for (const [name, bits] of knownAfter.get(passed.get(id)?.id ?? -1) ?? [])
        known.set(name, (known.get(name) ?? 0n) | bits);
      replacedHere.clear();
    }
    knownAfter.set(id, new Map(known));
  }
  const failed = operations.filter(({ status }) => status === 'threw' || status === 'open');
  return { writes, reads, passed, knownAfter, differed, failed };
}

/** The places of the bits of a set. */
export function members(bits: bigint): number[] {
  const places: number[] = [];
  for (let rest = bits, place = 0; rest !== 0n; rest >>= 1n, place++)
    if ((rest & 1n) === 1n) places.push(place);
  return places;
}

/** All that the writes of a set replace. */
function replacedBy(known: bigint, writes: readonly Write[]): bigint {
  return members(known).reduce((all, place) => all | (writes[place]?.replaces ?? 0n), 0n);
}

function currentOf(known: bigint, writes: readonly Write[]): bigint {
  return known & ~replacedBy(known, writes);
}

function valuesOf(value: Json): ReadonlySet<string> | undefined {
  const values = isJsonObject(value) ? value['values'] : undefined;
  if (!Array.isArray(values)) return undefined;
  const texts = values.filter((one: Json): one is string => typeof one === 'string');
  return texts.length === values.length ? new Set(texts) : undefined;
}
