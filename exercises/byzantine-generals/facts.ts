import { isJsonObject, ofKind, type EventOf, type Json, type NodeId, type Run } from 'partial-failure/kit';
import type { Order } from './contract.ts';

/** A decision that a general showed, when the script looked. */
export interface Shown {
  readonly node: NodeId;
  readonly value: Json;
  readonly seq: number;
  /** Of the event before it at that general: what brought it about, as far as one can see. */
  readonly causeSeq: number;
}

/** What happened in a run. */
export interface Facts {
  /** Those that run the program; at most one general does not. */
  readonly loyal: readonly NodeId[];
  readonly loyalLieutenants: readonly NodeId[];
  readonly traitor: NodeId | undefined;
  /** The order of a loyal commander; `undefined` when the commander is the traitor. */
  readonly order: Order | undefined;
  readonly commander: NodeId | undefined;
  /** Every decision that was seen to change, in order; of those that are `undefined` none. */
  readonly shown: readonly Shown[];
  /** What each loyal general showed when decisions were due; `null` for none. */
  readonly due: readonly Shown[];
  readonly sends: readonly EventOf<'send'>[];
  readonly errors: readonly EventOf<'error'>[];
}

/** Reads a run. */
export function factsOf(run: Run): Facts {
  const loyal = run.nodes.filter(({ role }) => role !== '').map(({ id }) => id);
  const isLoyal = new Set(loyal);
  const traitor = run.nodes.find(({ role }) => role === '')?.id;
  const begun = run.operations.find(({ method, args }) => method === 'begin' && args.length > 0);
  const commander = begun?.node;
  const lastAt = new Map<NodeId, number>();
  const shown: Shown[] = [];
  const due: Shown[] = [];
  for (const event of run.trace) {
    if (event.kind !== 'note') {
      if (isLoyal.has(event.node)) lastAt.set(event.node, event.seq);
      continue;
    }
    const { name, data, seq } = event;
    const { node, value = null } = fields(data);
    if (typeof node !== 'string') continue;
    const one = { node, value, seq, causeSeq: lastAt.get(node) ?? -1 };
    if (name === 'due') due.push(one);
    if (value !== null) shown.push(one);
  }
  const given = begun?.args[0];
  return {
    loyal,
    loyalLieutenants: commander === undefined ? loyal : loyal.filter((id) => id !== commander),
    traitor,
    order: given === 'attack' || given === 'retreat' ? given : undefined,
    commander,
    shown,
    due,
    sends: run.trace.filter(ofKind('send')).filter(({ node }) => isLoyal.has(node)),
    errors: run.trace.filter(ofKind('error')).filter(({ node }) => isLoyal.has(node)),
  };
}

/** What the traitor said to a general, in order. */
export function liesTo(receiver: NodeId, { traitor }: Facts, run: Run): Json[] {
  return run.trace
    .filter(ofKind('send'))
    .filter(({ node, message }) => node === traitor && message.to === receiver)
    .map(({ message }) => message.body);
}

function fields(data: Json): Readonly<Record<string, Json>> {
  return isJsonObject(data) ? data : {};
}
