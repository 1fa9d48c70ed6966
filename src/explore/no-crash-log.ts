import type { NodeId } from '../api.ts';
import type { Decider } from '../sim/decider.ts';

/** A span of a run in which the scenario does not let a node crash. */
export interface NoCrash {
  readonly node: NodeId;
  /** Just after this event, and on. */
  readonly fromSeq: number;
  /** Until just after this one; absent: to the end of the run. */
  readonly untilSeq?: number;
}

/** When a scenario lets which node crash, in one run. */
export interface NoCrashLog {
  /** Watches a run; decides nothing, and changes nothing. */
  readonly watch: Decider;
  /** In the order in which they began. */
  spans(): readonly NoCrash[];
}

/** A span that may still go on. */
type Open = { -readonly [Field in keyof NoCrash]: NoCrash[Field] };

/** Asks the scenario after each event about each node that has started. */
export function createNoCrashLog(mayCrash: Decider['mayCrash']): NoCrashLog {
  const spans: Open[] = [];
  const now = new Map<NodeId, Open | undefined>();
  return {
    watch: {
      ...(mayCrash !== undefined && {
        onEvent(event, view) {
          if (event.kind === 'boot' && !now.has(event.node)) now.set(event.node, undefined);
          for (const [node, open] of now) {
            if (mayCrash(node, view) === (open === undefined)) continue;
            if (open === undefined) {
              const span: Open = { node, fromSeq: event.seq };
              spans.push(span);
              now.set(node, span);
            } else {
              open.untilSeq = event.seq;
              now.set(node, undefined);
            }
          }
        },
      }),
    },
    spans: () => spans,
  };
}
