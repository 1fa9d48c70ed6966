import type { NodeId } from '../api.ts';
import type { RecordedRun } from './recorded-run.ts';

/**
 * A run as one of its nodes can know it: what it did, and what reached it, up to the event with that `seq`. What became
 * of its messages, what others did, and every fault, it does not see; a pause of its own neither.
 */
export function seenBy(run: RecordedRun, node: NodeId, untilSeq: number): RecordedRun {
  const seen = run.events.filter(
    ({ seq, kind, ...event }) =>
      seq <= untilSeq && event.node === node && kind !== 'lost' && kind !== 'pause',
  );
  const place = new Map(seen.map(({ seq }, index) => [seq, index]));
  return {
    nodes: run.nodes,
    events: seen.map((event, seq) => ({ ...event, seq, cause: place.get(event.cause) ?? -1 })),
    faults: [],
    violation: [],
    endUs: run.events[untilSeq]?.atUs ?? run.endUs,
    told: [],
  };
}
