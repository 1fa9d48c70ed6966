import type { RecordedRun } from '../diagram/recorded-run.ts';
import type { Finding, Run } from '../explore/scenario.ts';
import type { ToldEvent } from './story.ts';

/** A run as data that can be drawn elsewhere, with what it broke, if it did. */
export function recordRun(run: Run, finding?: Finding, told: readonly ToldEvent[] = []): RecordedRun {
  return {
    nodes: run.nodes.map(({ id, role, clockAtStart }) => ({ id, role, clockAtStart })),
    events: run.trace,
    faults: run.faults,
    // What nothing proves became certain when the run was over.
    violation:
      finding === undefined
        ? []
        : finding.events?.length
          ? finding.events
          : run.trace.slice(-1).map(({ seq }) => seq),
    ...(finding !== undefined && { property: finding.property }),
    endUs: run.endUs,
    told: told.map(({ seq }) => seq),
  };
}
