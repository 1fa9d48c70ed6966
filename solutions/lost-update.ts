import type { Json, Node, NodeId } from 'partial-failure';

/** One write, by the replica that took it and its number there: a *dot*. Under each key the numbers start at 1, without gaps. */
type Dot = readonly [replica: NodeId, number: number];

/**
 * A set of writes. All from number 1 up to some number of each replica, as a version vector, and single ones beyond
 * that. The vector alone will not do: of one replica's writes a client may have seen the second and not the first.
 */
type History = {
  readonly upTo: readonly (readonly [replica: NodeId, number: number])[];
  readonly single: readonly Dot[];
};

/** What a replica knows under one key: the values that nobody replaced, and all writes that it has heard of. */
type Entry = {
  readonly values: readonly { readonly dot: Dot; readonly value: string }[];
  readonly heardOf: History;
};

const NOTHING: Entry = { values: [], heardOf: { upTo: [], single: [] } };

/**
 * A multi-value register by dotted version vectors, after Almeida, Baquero, Gonçalves, Preguiça and Fonte, "Scalable
 * and Accurate Causality Tracking for Eventually Consistent Stores" (DAIS 2014), kept as in Almeida, Shoker and
 * Baquero, "Delta State Replicated Data Types" (2018).
 *
 * The whole of it is one rule: *a value that one side lacks although it has heard of its write was replaced there.*
 */
export class Replica {
  private readonly entries = new Map<string, Entry>();
  /** How many writes this replica took under each key. */
  private readonly taken = new Map<string, number>();

  constructor(
    private readonly node: Node,
    _replicas: NodeId[],
  ) {}

  put(key: string, value: string, context: Json = NOTHING.heardOf): Json {
    const { values, heardOf } = this.entry(key);
    const replaced = context as History;
    const number = (this.taken.get(key) ?? 0) + 1;
    this.taken.set(key, number);
    const dot: Dot = [this.node.id, number];
    const own: History = { upTo: [], single: [dot] };
    this.entries.set(key, {
      // Only what the client had seen goes. A write that it knew nothing of stays beside the new one.
      values: [...values.filter((one) => !contains(replaced, one.dot)), { dot, value }],
      // What was replaced is heard of too, even if it has not come here yet: it must not come back when it does.
      heardOf: union(union(heardOf, replaced), own),
    });
    // Not all that this replica has heard of: the client has not seen the writes of others.
    return union(replaced, own);
  }

  get(key: string): { values: string[]; context: Json } {
    const { values, heardOf } = this.entry(key);
    return { values: values.map(({ value }) => value), context: heardOf };
  }

  state(): Json {
    return [...this.entries];
  }

  merge(remote: Json): void {
    for (const [key, theirs] of remote as [string, Entry][]) {
      const ours = this.entry(key);
      const both = ours.values.filter(({ dot }) => theirs.values.some((other) => isSame(dot, other.dot)));
      const onlyOurs = ours.values.filter(({ dot }) => !contains(theirs.heardOf, dot));
      const onlyTheirs = theirs.values.filter(({ dot }) => !contains(ours.heardOf, dot));
      this.entries.set(key, {
        values: [...both, ...onlyOurs, ...onlyTheirs],
        heardOf: union(ours.heardOf, theirs.heardOf),
      });
    }
  }

  private entry(key: string): Entry {
    return this.entries.get(key) ?? NOTHING;
  }
}

function isSame([replica, number]: Dot, [otherReplica, otherNumber]: Dot): boolean {
  return replica === otherReplica && number === otherNumber;
}

function contains({ upTo, single }: History, dot: Dot): boolean {
  const [replica, number] = dot;
  return (
    upTo.some(([id, last]) => id === replica && number <= last) || single.some((one) => isSame(one, dot))
  );
}

/** Both histories together; single writes that have no gap below them any more go into the vector. */
function union(one: History, other: History): History {
  const upTo = new Map(one.upTo);
  for (const [replica, last] of other.upTo) upTo.set(replica, Math.max(last, upTo.get(replica) ?? 0));
  const single: Dot[] = [];
  for (const dot of [...one.single, ...other.single].sort(([, a], [, b]) => a - b)) {
    const [replica, number] = dot;
    const last = upTo.get(replica) ?? 0;
    if (number === last + 1) upTo.set(replica, number);
    else if (number > last && !single.some((known) => isSame(known, dot))) single.push(dot);
  }
  return { upTo: [...upTo], single };
}
