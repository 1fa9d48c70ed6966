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

/** How a program answers for itself: what is wrong may be certain only later, by what others do. */
const ANSWERS: ReadonlySet<TraceEvent['kind']> = new Set(['return', 'throw', 'error']);

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
 * The story of a run that breaks a property: its events in words up to where the violation became certain. What the
 * program did wrong, and where that became certain, have the tone `violation`. When there are too many sentences, those
 * go first that the violation does not depend on, then those furthest from it.
 *
 * @param summary what went wrong; stands for the event where it became certain when nobody tells that one
 */
export function tellEvents(
  finding: Finding,
  run: Run,
  checks: Pick<NodesChecks, 'tell'>,
  summary?: string,
): ToldEvent[] {
  const proof = finding.events ?? [];
  const last = proof.length > 0 ? Math.max(...proof) : run.trace.length - 1;
  const wrong = wrongStep(finding, run);
  const told: ToldEvent[] = [];
  for (const event of run.trace) {
    if (event.seq > last) break;
    const own = checks.tell?.(event, run) ?? tellEvent(event, run);
    const text = own === undefined || own === '' ? (event.seq === last ? summary : undefined) : own;
    if (text === undefined) continue;
    const isViolation = event.seq === last || event.seq === wrong?.seq;
    const tone = isViolation ? 'violation' : isFault(event) ? 'fault' : 'plain';
    const node = event.node === '' && isViolation ? actorOf(finding, run) : event.node;
    const isBlank = event.line === 0 && event.seq === last && (wrong === undefined || wrong === event);
    const line = isBlank ? lineOf(finding, run) : event.line;
    told.push({ seq: event.seq, sentence: { text, atMs: event.atUs / 1000, node, line, tone } });
  }
  if (told.length <= SENTENCES_MAX) return told;
  const past = causalPast(run.trace, proof);
  const near = told.filter(({ seq, sentence }) => past.has(seq) || sentence.tone !== 'plain');
  const kept = near.length >= 3 ? near : told;
  return kept.slice(-SENTENCES_MAX);
}

/**
 * The learner's line that belongs to a violation, or 0: where the program did what is wrong; else, where it did what
 * brought that about; else, what it did last before it hung.
 */
export function lineOf(finding: Finding, run: Run): number {
  const wrong = wrongStep(finding, run);
  if (wrong !== undefined && wrong.line > 0) return wrong.line;
  const certain = run.trace[Math.max(-1, ...(finding.events ?? []))];
  if (certain === undefined) return 0;
  const source = causesOf(certain, run.trace).find(({ line }) => line > 0);
  if (source !== undefined) return source.line;
  const actor = actorOf(finding, run);
  const acts = run.trace.filter(({ seq, node, line }) => seq <= certain.seq && node === actor && line > 0);
  return acts.at(-1)?.line ?? 0;
}

/** An event, what brought it about, what brought that about, and so on. */
function causesOf(event: TraceEvent, trace: readonly TraceEvent[]): TraceEvent[] {
  const causes = [event];
  for (let one = event; one.cause >= 0 && one.cause < one.seq;) {
    const cause = trace[one.cause];
    if (cause === undefined) break;
    causes.push(cause);
    one = cause;
  }
  return causes;
}

/** Of the proof, the last answer of the program itself. */
function wrongStep({ events = [] }: Finding, run: Run): TraceEvent | undefined {
  return [...events]
    .sort((a, b) => b - a)
    .map((seq) => run.trace[seq])
    .find((event) => event !== undefined && ANSWERS.has(event.kind) && isLearners(event.node, run));
}

/** The learner's node that the proof is about; `""` when it names none. */
function actorOf({ events = [] }: Finding, run: Run): string {
  const nodes = events.map((seq) => run.trace[seq]?.node ?? '');
  return nodes.filter((node) => isLearners(node, run)).at(-1) ?? '';
}

function isLearners(node: string, run: Run): boolean {
  return run.nodes.some(({ id, role }) => id === node && role !== '');
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
