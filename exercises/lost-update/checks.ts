import type { Finding, Json, NodesChecks, Run } from 'partial-failure/kit';
import { factsOf, members, type Facts, type Read } from './facts.ts';
import { explain, tell } from './words.ts';

function check(run: Run): Finding[] {
  const facts = factsOf(run);
  return [
    ...facts.failed.slice(0, 1).map((operation): Finding => ({
      property: 'no-lost-write',
      status: 'broken',
      code: operation.status === 'threw' ? 'threw' : 'open',
      events: [operation.invokedSeq, operation.returnedSeq ?? operation.invokedSeq],
      data: { method: operation.method, at: operation.node },
    })),
    ...facts.reads.flatMap((read) => [...noLostWrite(read, facts), ...nothingElse(read, facts)]),
    ...converges(facts),
  ];
}

function noLostWrite(read: Read, facts: Facts): Finding[] {
  const { values, current } = read;
  if (values === undefined) return [broken('no-lost-write', 'malformed', read, [], {})];
  const lost = members(current).find((place) => !values.has(valueAt(place, facts)));
  if (lost !== undefined) {
    const others = members(current).filter((place) => values.has(valueAt(place, facts)));
    const value = valueAt(lost, facts);
    const twins = members(read.known).filter((place) => valueAt(place, facts) === value).length;
    return [
      broken('no-lost-write', twins > 1 ? 'twin-lost' : 'lost', read, [lost, ...others], { value }, facts),
    ];
  }
  return members(current).length >= 2 ? [{ property: 'no-lost-write', status: 'held' }] : [];
}

/** What a get gave beyond the current values: still there after a put here, or come back. */
function nothingElse(read: Read, facts: Facts): Finding[] {
  const { values, current, known, replacedHere, key } = read;
  if (values === undefined) return [];
  const due = new Set(members(current).map((place) => valueAt(place, facts)));
  const findings: Finding[] = [];
  for (const value of values) {
    if (due.has(value)) continue;
    const writes = facts.writes.flatMap((write, place) =>
      write.key === key && write.value === value ? [place] : [],
    );
    const struck = writes.find((place) => has(replacedHere, place));
    if (struck !== undefined) {
      const by = members(known).filter((place) => has(facts.writes[place]?.replaces ?? 0n, struck));
      findings.push(broken('no-sibling-explosion', 'still-there', read, [struck, ...by], { value }, facts));
      continue;
    }
    const gone = writes.find((place) =>
      members(known).some((by) => has(facts.writes[by]?.replaces ?? 0n, place)),
    );
    const by =
      gone === undefined ? [] : members(known).filter((one) => has(facts.writes[one]?.replaces ?? 0n, gone));
    const proof = gone === undefined ? writes.slice(0, 1) : [gone, ...by];
    findings.push(
      broken(
        'no-resurrection',
        gone === undefined ? 'unheard-of' : 'came-back',
        read,
        proof,
        { value },
        facts,
      ),
    );
  }
  if (findings.length > 0 || [...due].some((value) => !values.has(value))) return findings;
  if (replacedHere !== 0n) findings.push({ property: 'no-sibling-explosion', status: 'held' });
  if (members(known).length > members(current).length && replacedHere === 0n && !read.met)
    findings.push({ property: 'no-resurrection', status: 'held' });
  return findings;
}

function converges({ reads, differed }: Facts): Finding[] {
  const last = reads.filter(({ met }) => met);
  for (const key of new Set(last.map((read) => read.key))) {
    const own = last.filter((read) => read.key === key);
    const [first] = own;
    const other = own.find((read) => textOf(read) !== (first === undefined ? '' : textOf(first)));
    if (first === undefined || other === undefined) continue;
    return [
      {
        property: 'converges',
        status: 'broken',
        code: 'differ',
        events: [first.operation.returnedSeq ?? 0, other.operation.returnedSeq ?? 0],
        data: {
          first: first.operation.node,
          gave: [...(first.values ?? [])],
          second: other.operation.node,
          otherGave: [...(other.values ?? [])],
        },
      },
    ];
  }
  const shown = last.some(({ values }) => values !== undefined && values.size > 0);
  return differed && shown ? [{ property: 'converges', status: 'held' }] : [];
}

function textOf({ values }: Read): string {
  return JSON.stringify([...(values ?? [])].sort());
}

function valueAt(place: number, { writes }: Facts): string {
  return writes[place]?.value ?? '';
}

function has(bits: bigint, place: number): boolean {
  return ((bits >> BigInt(place)) & 1n) === 1n;
}

function broken(
  property: string,
  code: string,
  { operation, values }: Read,
  /** Places of the writes that prove it. */
  proof: readonly number[],
  data: Readonly<Record<string, Json>>,
  facts?: Facts,
): Finding {
  return {
    property,
    status: 'broken',
    code,
    events: [
      ...proof.map((place) => facts?.writes[place]?.operation.returnedSeq ?? -1).filter((seq) => seq >= 0),
      operation.returnedSeq ?? operation.invokedSeq,
    ],
    data: {
      at: operation.node,
      gave: [...(values ?? [])],
      by: proof.slice(1).map((place) => facts?.writes[place]?.value ?? ''),
      ...data,
    },
  };
}

export default { check, explain, tell } satisfies NodesChecks;
