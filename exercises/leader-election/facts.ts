import { isJsonObject, ofRun, type EventOf, type Json, type NodeId, type Run } from 'partial-failure/kit';

/** The script's note that there has been one leader for a while: the run ends before its time. */
export const SETTLED = 'settled';

/** What a node showed at the end of a turn, until it shows something else, crashes, or the run ends. */
export interface Showing {
  readonly node: NodeId;
  readonly incarnation: number;
  readonly role: Json;
  readonly term: Json;
  readonly seq: number;
  readonly fromUs: number;
  untilUs: number;
  /** What ended it; the length of the trace when nothing did. */
  untilSeq: number;
}

/** A message as it arrived, and what its sender showed when it sent it. */
export interface Arrival {
  readonly at: EventOf<'deliver'>;
  readonly from: NodeId;
  readonly sender: Showing | undefined;
  /** The term that it names. */
  readonly term: number | undefined;
}

export interface Facts {
  readonly nodes: readonly NodeId[];
  /** How many nodes are more than half of all. */
  readonly majority: number;
  readonly showings: readonly Showing[];
  /** By node, in order. */
  readonly arrivals: ReadonlyMap<NodeId, readonly Arrival[]>;
  /** When each node was paused, in µs. */
  readonly pauses: ReadonlyMap<NodeId, readonly { readonly fromUs: number; readonly untilUs: number }[]>;
}

export const factsOf: (run: Run) => Facts = ofRun((run: Run): Facts => {
  const nodes = run.nodes.map(({ id }) => id);
  const showings: Showing[] = [];
  const current = new Map<NodeId, Showing>();
  const sent = new Map<string, Showing | undefined>();
  const arrivals = new Map<NodeId, Arrival[]>(nodes.map((id) => [id, []]));
  const pauses = new Map<NodeId, { fromUs: number; untilUs: number }[]>(nodes.map((id) => [id, []]));
  const close = (node: NodeId, untilUs: number, untilSeq: number): void => {
    const showing = current.get(node);
    if (showing !== undefined) Object.assign(showing, { untilUs, untilSeq });
    current.delete(node);
  };
  for (const event of run.trace) {
    const { node, atUs, seq, incarnation } = event;
    switch (event.kind) {
      case 'shows': {
        close(node, atUs, seq);
        const { role = null, term = null } = event.values;
        const showing = { node, incarnation, role, term, seq, fromUs: atUs, untilUs: 0, untilSeq: 0 };
        current.set(node, showing);
        showings.push(showing);
        break;
      }
      case 'crash':
        close(node, atUs, seq);
        break;
      case 'send':
        sent.set(event.message.key, current.get(node));
        break;
      case 'deliver': {
        const { from, key, body } = event.message;
        arrivals.get(node)?.push({ at: event, from, sender: sent.get(key), term: termIn(body) });
        break;
      }
      case 'pause':
        pauses.get(node)?.push({ fromUs: atUs, untilUs: event.untilUs });
        break;
      default:
    }
  }
  for (const node of nodes) close(node, run.endUs, run.trace.length);
  return { nodes, majority: Math.floor(nodes.length / 2) + 1, showings, arrivals, pauses };
});

/** The term that a message names. */
export function termIn(body: Json): number | undefined {
  const term = isJsonObject(body) ? body['term'] : undefined;
  return typeof term === 'number' ? term : undefined;
}

/** Whether a node claims to lead. */
export function claims<S extends { readonly role: Json; readonly term: Json }>(
  showing: S,
): showing is S & { readonly term: number } {
  return showing.role === 'leader' && typeof showing.term === 'number';
}
