import {
  canonicalJson,
  defineFindings,
  type EventOf,
  type Json,
  type Run,
  type TraceEvent,
} from 'partial-failure/kit';
import { factsOf, termIn, type Showing } from './facts.ts';

/** How each property can be broken. */
export const { broken, held, explain } = defineFindings({
  'two-leaders': {
    property: 'one-leader-per-term',
    says: (d: { term: number; first: string; second: string }) =>
      `${d.second} claims to lead term ${d.term}. ${d.first} has claimed that term before.`,
  },
  'no-majority': {
    property: 'by-majority',
    says: (d: { term: number; node: string; entered: string[]; n: number; majority: number }) =>
      `${d.node} claims to lead term ${d.term}. Of the ${d.n} nodes only ${list(d.entered)} ${d.entered.length === 1 ? 'has' : 'have'} reported that term, or a higher one, by then; a majority is ${d.majority}.`,
  },
  'no-number': {
    property: 'terms-grow',
    says: (d: { node: string; term: Json }) =>
      `term() on ${d.node} gave ${canonicalJson(d.term)}, or threw. It must give a whole number, 0 or more.`,
  },
  'no-role': {
    property: 'elects',
    says: (d: { node: string; role: Json }) =>
      `role() on ${d.node} gave ${canonicalJson(d.role)}, or threw. It must give "leader", "follower" or "candidate".`,
  },
  falls: {
    property: 'terms-grow',
    says: (d: { node: string; before: number; now: number }) =>
      `term() on ${d.node} fell from ${d.before} to ${d.now}.`,
  },
  forgotten: {
    property: 'terms-grow',
    says: (d: { node: string; before: number; now: number }) =>
      `${d.node} has restarted, and its term() gives ${d.now}. It had shown ${d.before} while no write of its disk was open.`,
  },
  'hears-a-later-leader': {
    property: 'deposed-leaders-step-down',
    says: (d: { node: string; term: number; later: string; laterTerm: number }) =>
      `${d.node} still claims to lead term ${d.term}, 500 ms after a message of ${d.later} arrived, who leads term ${d.laterTerm}.`,
  },
  'hears-nobody': {
    property: 'deposed-leaders-step-down',
    says: (d: { node: string; term: number; heard: string[]; n: number }) =>
      `${d.node} still claims to lead term ${d.term}, although for 3,000 ms ${d.heard.length === 0 ? 'nothing has reached it' : `of its ${d.n - 1} peers only ${list(d.heard)} has reached it`}. That is no majority of ${d.n} any more.`,
  },
  'no-leader': {
    property: 'elects',
    says: (d: { sinceMs: number }) => `Nobody claims to lead, ${ms(d.sinceMs)} after the last fault.`,
  },
  'several-leaders': {
    property: 'elects',
    says: (d: { sinceMs: number; leaders: string[] }) =>
      `${list(d.leaders)} claim to lead at the same time, ${ms(d.sinceMs)} after the last fault.`,
  },
  unknown: {
    property: 'elects',
    says: (d: { node: string; term: number; followers: string[]; majority: number; sinceMs: number }) =>
      `${d.node} claims to lead term ${d.term}, ${ms(d.sinceMs)} after the last fault, but only ${list(d.followers)} ${d.followers.length === 1 ? 'shows' : 'show'} that term; a majority is ${d.majority}.`,
  },
  unsettled: {
    property: 'elects',
    says: (d: { node: string; sinceMs: number; changes: number }) =>
      `The leader still changes: ${ms(d.sinceMs)} after the last fault it was the turn of ${d.node}. From 10,000 ms after the last fault on it has to be the same one; there were ${d.changes} changes since.`,
  },
});

/** ms, whole. */
function ms(value: number): string {
  return `${String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',')} ms`;
}

function list(names: readonly string[]): string {
  if (names.length < 2) return names[0] ?? 'nobody';
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

/** A message that took longer than this, in µs, is told as a late one. */
const LATE_US = 60_000;

/** A sentence for each event of the story; `""` for what is told elsewhere, or happens all the time. */
export function tell(event: TraceEvent, run: Run): string | undefined {
  switch (event.kind) {
    case 'shows':
      return tellState(event, run);
    case 'deliver': {
      const { from, body } = event.message;
      const late = event.atUs - (run.trace[event.cause]?.atUs ?? event.atUs);
      if (event.copy === 0 && !isNews(event, run)) return '';
      const again = event.copy > 0 ? ', a second time' : '';
      const after = late >= LATE_US ? `, ${ms(late / 1000)} after it was sent` : '';
      return `${event.node} got ${canonicalJson(body)} of ${from}${again}${after}.`;
    }
    case 'lost': {
      const { from, to, body } = event.message;
      if (event.why !== 'drop' || saidBefore(event, run)) return '';
      return `${canonicalJson(body)} of ${from} to ${to} was lost.`;
    }
    case 'log':
      return `The program on ${event.node} noted: ${event.text}${event.details === undefined ? '' : ` ${canonicalJson(event.details)}`}`;
    default:
      return undefined;
  }
}

function tellState({ node, seq, values }: EventOf<'shows'>, run: Run): string {
  const { role = null, term = null } = values;
  const before = showingAt(run, node, seq - 1);
  // Everybody begins so, and a message that told the term has been told.
  if (
    role === 'follower' &&
    (before === undefined ? term === 0 && isNew(run, node, seq) : before.role === role)
  )
    return '';
  const does: Readonly<Record<string, string>> = {
    leader: 'claims to lead',
    candidate: 'stands in',
    follower: before?.role === 'leader' ? 'no longer claims to lead; it follows in' : 'follows in',
  };
  return `${node} ${does[String(role)] ?? `shows ${canonicalJson(role)} in`} term ${canonicalJson(term)}.`;
}

/** Whether a node has not shown any term but 0 before. */
function isNew(run: Run, node: string, seq: number): boolean {
  return !factsOf(run).showings.some((one) => one.node === node && one.seq < seq && one.term !== 0);
}

/** What a node showed last, up to a place in the trace. */
function showingAt(run: Run, node: string, seq: number): Showing | undefined {
  return factsOf(run).showings.find((one) => one.node === node && one.seq <= seq && seq < one.untilSeq);
}

/** Whether a message tells its receiver something: not that a leader still leads, nor that it is still followed. */
function isNews(event: TraceEvent & EventOf<'deliver'>, run: Run): boolean {
  const { from, body } = event.message;
  const term = termIn(body);
  const mine = showingAt(run, event.node, event.seq - 1);
  const theirs = showingAt(run, from, event.seq);
  if (mine?.term === term && (mine?.role === 'leader' || theirs?.role === 'leader')) return false;
  const text = canonicalJson(body);
  return !(factsOf(run).arrivals.get(event.node) ?? []).some(
    ({ at, from: other }) =>
      at.seq < event.seq &&
      other === from &&
      at.incarnation === event.incarnation &&
      canonicalJson(at.message.body) === text,
  );
}

/** Whether the same was lost on that link before. */
function saidBefore(event: TraceEvent & EventOf<'lost'>, run: Run): boolean {
  const { from, to, body } = event.message;
  const text = canonicalJson(body);
  return run.trace.some(
    (other) =>
      other.seq < event.seq &&
      other.kind === 'lost' &&
      other.why === 'drop' &&
      other.message.from === from &&
      other.message.to === to &&
      canonicalJson(other.message.body) === text,
  );
}
