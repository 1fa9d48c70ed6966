import { canonicalJson, defineFindings, type Json, type Run, type TraceEvent } from 'partial-failure/kit';
import { factsOf, termIn } from './facts.ts';

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

/** A sentence for each event of the story. */
export function tell(event: TraceEvent, run: Run): string | undefined {
  switch (event.kind) {
    case 'shows': {
      const { role = null, term = null } = event.values;
      const here = factsOf(run).showings.filter(({ node, seq }) => node === event.node && seq < event.seq);
      const before = here.at(-1);
      if (before === undefined && role === 'follower' && term === 0) return '';
      const does =
        role === 'leader'
          ? 'claims to lead'
          : role === 'candidate'
            ? 'stands in'
            : role === 'follower'
              ? 'follows in'
              : `shows ${canonicalJson(role)} in`;
      return `${event.node} ${does} term ${canonicalJson(term)}.`;
    }
    case 'deliver': {
      const { from, body } = event.message;
      const sent = run.trace[event.cause];
      const late = sent === undefined ? 0 : event.atUs - sent.atUs;
      const news = isNews(event, run);
      if (!news && event.copy === 0 && late < 60_000) return undefined;
      const how = `${event.copy > 0 ? ', a second time' : ''}${late >= 60_000 ? `, ${ms(late / 1000)} after it was sent` : ''}`;
      return `${event.node} got ${canonicalJson(body)} of ${from}${how}.`;
    }
    case 'log':
      return `The program on ${event.node} noted: ${event.text}${event.details === undefined ? '' : ` ${canonicalJson(event.details)}`}`;
    default:
      return undefined;
  }
}

/** Whether a message is of a kind and a term that its receiver had not had from that sender before. */
function isNews(event: TraceEvent & { kind: 'deliver' }, run: Run): boolean {
  const text = canonicalJson(event.message.body);
  const arrivals = factsOf(run).arrivals.get(event.node) ?? [];
  for (const { at, from } of arrivals) {
    if (at.seq >= event.seq) return true;
    if (from === event.message.from && at.incarnation === event.incarnation) {
      if (canonicalJson(at.message.body) === text) return false;
      if (termIn(at.message.body) !== termIn(event.message.body)) continue;
    }
  }
  return true;
}
