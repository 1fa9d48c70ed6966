import type { NodesChecks } from '../explore/exercise.ts';
import type { Finding, Run } from '../explore/scenario.ts';
import type { TraceEvent } from '../sim/trace.ts';
import type { Sentence } from './report.ts';
import { tellEvent } from './tell.ts';

/** Most sentences of a story. */
const SENTENCES_MAX = 18;
const FAULT_KINDS: ReadonlySet<TraceEvent['kind']> = new Set([
  'crash',
  'pause',
  'clock-step',
  'clock-rate',
  'slow-disk',
  'partition',
  'slow-link',
  'heal',
  'corrupt',
  'lie',
  'burst-loss',
  'silence',
  'small-inbox',
  'slow-node',
  'leap-second',
  'no-sync',
]);

/** A sentence with `seq` of the event that it tells. */
export interface ToldEvent {
  readonly sentence: Sentence;
  readonly seq: number;
}

/** {@link tellEvents}, without the way back to the events. */
export function tellStory(finding: Finding, run: Run, checks: Pick<NodesChecks, 'tell'>): Sentence[] {
  return tellEvents(finding, run, checks).map(({ sentence }) => sentence);
}

/**
 * The story of a run that breaks a property: its events in words up to where the violation became certain. When there
 * are too many, those go first that the violation does not depend on, then those furthest from it.
 */
export function tellEvents(finding: Finding, run: Run, checks: Pick<NodesChecks, 'tell'>): ToldEvent[] {
  const proof = finding.events ?? [];
  const last = proof.length > 0 ? Math.max(...proof) : run.trace.length - 1;
  const told: ToldEvent[] = [];
  for (const event of run.trace) {
    if (event.seq > last) break;
    const text = checks.tell?.(event, run) ?? tellEvent(event, run);
    if (text === undefined || text === '') continue;
    const tone = event.seq === last ? 'violation' : isFault(event) ? 'fault' : 'plain';
    told.push({
      seq: event.seq,
      sentence: { text, atMs: event.atUs / 1000, node: event.node, line: event.line, tone },
    });
  }
  if (told.length <= SENTENCES_MAX) return told;
  const past = causalPast(run.trace, proof);
  const near = told.filter(({ seq, sentence }) => past.has(seq) || sentence.tone !== 'plain');
  const kept = near.length >= 3 ? near : told;
  return kept.slice(-SENTENCES_MAX);
}

/** The events that those of `proof` came from: by messages, and by what went before on the same node. */
function causalPast(trace: readonly TraceEvent[], proof: readonly number[]): Set<number> {
  const past = new Set<number>(proof);
  for (let seq = Math.max(-1, ...proof); seq >= 0; seq--) {
    if (!past.has(seq)) continue;
    const event = trace[seq];
    if (event !== undefined && event.cause >= 0) past.add(event.cause);
  }
  return past;
}

function isFault(event: TraceEvent): boolean {
  if (FAULT_KINDS.has(event.kind)) return true;
  return event.kind === 'lost' && event.why !== 'down' && event.why !== 'stale';
}
