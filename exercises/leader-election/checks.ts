import type { Finding, NodeId, NodesChecks, Place, Run } from 'partial-failure/kit';
import { AWAKE_MS, DRIFT_PPM, HEARD_MS, SETTLED_MS, SILENCE_MS, STAYS_MS } from './bounds.ts';
import { claims, factsOf, SETTLED, termIn, type Facts, type Showing } from './facts.ts';
import { broken, explain, held, tell } from './words.ts';

/** A duration by a node's own clock, in µs of true time at the most, with 2 ms for rounding. */
const byOwnClock = (ms: number): number => ms * (1000 + DRIFT_PPM / 1000) + 2000;

function check(run: Run): Finding[] {
  const facts = factsOf(run);
  return [
    ...oneLeaderPerTerm(facts),
    ...byMajority(facts, run),
    ...termsGrow(facts, run),
    ...stepDown(facts, run),
    ...elects(facts, run),
  ];
}

/** For each term at most one node ever claims it. A run counts in which two claims were made. */
function oneLeaderPerTerm({ showings }: Facts): Finding[] {
  const first = new Map<number, Showing>();
  for (const showing of showings) {
    if (!claims(showing)) continue;
    const known = first.get(showing.term);
    if (known === undefined) first.set(showing.term, showing);
    else if (known.node !== showing.node)
      return [
        broken('two-leaders', [known.seq, showing.seq], {
          term: showing.term,
          first: known.node,
          second: showing.node,
        }),
      ];
  }
  return first.size >= 2 ? [held('one-leader-per-term')] : [];
}

/** Whoever claims a term for the first time is not the only one who has entered it. */
function byMajority({ nodes, majority, showings }: Facts, run: Run): Finding[] {
  const reported = new Map<NodeId, { term: number; seq: number }>();
  const report = (node: NodeId, term: number | undefined, seq: number): void => {
    if (term !== undefined && term > (reported.get(node)?.term ?? -1)) reported.set(node, { term, seq });
  };
  const claimed = new Set<string>();
  const bySeq = new Map(showings.map((showing) => [showing.seq, showing]));
  for (const event of run.trace) {
    const { node, seq } = event;
    if (event.kind === 'send') report(node, termIn(event.message.body), seq);
    if (event.kind !== 'shows') continue;
    const showing = bySeq.get(seq);
    if (showing === undefined) continue;
    if (typeof showing.term === 'number') report(node, showing.term, seq);
    if (!claims(showing)) continue;
    const { term } = showing;
    const claim = `${node} ${term}`;
    if (claimed.has(claim)) continue;
    claimed.add(claim);
    const entered = nodes.filter((id) => (reported.get(id)?.term ?? -1) >= term);
    if (entered.length >= majority) continue;
    const places: Place[] = entered.map((id) => reported.get(id)?.seq);
    return [broken('no-majority', [...places, seq], { term, node, entered, n: nodes.length, majority })];
  }
  return claimed.size > 0 ? [held('by-majority')] : [];
}

/** What a crash must not take: the highest term that a node showed while nothing was on its way to the disk. */
interface Remembered {
  open: number;
  shown: { term: number; seq: number } | undefined;
  /** Highest in this incarnation. */
  highest: { term: number; seq: number } | undefined;
  /** Highest at rest, over all incarnations. */
  floor: { term: number; seq: number } | undefined;
  /** Until then a turn that a finished write began may go on. */
  busyUntilUs: number;
}

function termsGrow({ nodes }: Facts, run: Run): Finding[] {
  const all = new Map<NodeId, Remembered>(
    nodes.map((id) => [
      id,
      { open: 0, shown: undefined, highest: undefined, floor: undefined, busyUntilUs: -1 },
    ]),
  );
  let exercised = false;
  for (const event of run.trace) {
    const { node, seq, atUs } = event;
    const one = all.get(node);
    if (one === undefined) continue;
    switch (event.kind) {
      case 'disk-write':
        one.open++;
        break;
      case 'disk-durable':
        one.open = Math.max(0, one.open - 1);
        one.busyUntilUs = Math.max(one.busyUntilUs, atUs);
        break;
      case 'pause':
        if (one.busyUntilUs >= atUs) one.busyUntilUs = event.untilUs;
        break;
      case 'deliver':
      case 'timer':
        // Its earlier turns have ended: what was to be written is being written, or never will be.
        atRest(one);
        break;
      case 'crash':
        if (atUs > one.busyUntilUs) atRest(one);
        Object.assign(one, { open: 0, shown: undefined, highest: undefined, busyUntilUs: -1 });
        break;
      case 'shows': {
        const { term = null } = event.values;
        if (typeof term !== 'number' || !Number.isSafeInteger(term) || term < 0)
          return [broken('no-number', [seq], { node, term })];
        const { highest, floor } = one;
        if (highest !== undefined && term < highest.term)
          return [broken('falls', [highest.seq, seq], { node, before: highest.term, now: term })];
        if (floor !== undefined && term < floor.term)
          return [broken('forgotten', [floor.seq, seq], { node, before: floor.term, now: term })];
        if (floor !== undefined && floor.term > 0 && event.incarnation > 0 && highest === undefined)
          exercised = true;
        one.shown = one.highest = { term, seq };
        break;
      }
      default:
    }
  }
  return exercised ? [held('terms-grow')] : [];
}

function atRest(one: Remembered): void {
  if (one.open === 0 && one.shown !== undefined && one.shown.term > (one.floor?.term ?? -1))
    one.floor = one.shown;
}

/** A stretch in which a node claimed one term without a break. */
function reignsOf({ showings }: Facts): (Showing & { term: number })[] {
  return showings.filter(claims);
}

function stepDown(facts: Facts, run: Run): Finding[] {
  let exercised = false;
  for (const reign of reignsOf(facts)) {
    const later = laterLeaderHeard(reign, facts, run);
    const silent = silence(reign, facts, run);
    const found = later.finding ?? silent.finding;
    if (found !== undefined) return [found];
    exercised ||= later.exercised || silent.exercised;
  }
  return exercised ? [held('deposed-leaders-step-down')] : [];
}

interface Judged {
  readonly exercised: boolean;
  readonly finding?: Finding;
}

/** (a) A message of somebody who leads a higher term arrives: 500 ms of running time later the claim is over. */
function laterLeaderHeard(reign: Showing & { term: number }, facts: Facts, run: Run): Judged {
  const { node, term } = reign;
  for (const { at, from, sender, term: named } of facts.arrivals.get(node) ?? []) {
    if (at.seq < reign.seq || at.seq > reign.untilSeq) continue;
    if (sender === undefined || !claims(sender) || sender.term <= term || named !== sender.term) continue;
    const dueUs = runningUs(facts, node, at.atUs, byOwnClock(HEARD_MS));
    if (reign.untilUs > dueUs && run.endUs > dueUs) {
      const data = { node, term, later: from, laterTerm: sender.term };
      return {
        exercised: true,
        finding: broken('hears-a-later-leader', [reign.seq, at.seq, lastSeqBy(run, dueUs)], data),
      };
    }
    return { exercised: true };
  }
  return { exercised: false };
}

/** When a node has run for so long since an instant, pauses left out. */
function runningUs({ pauses }: Facts, node: NodeId, fromUs: number, forUs: number): number {
  let dueUs = fromUs + forUs;
  for (const pause of pauses.get(node) ?? [])
    if (pause.untilUs > fromUs && pause.fromUs <= dueUs)
      dueUs += pause.untilUs - Math.max(fromUs, pause.fromUs);
  return dueUs;
}

/** (b) Who hears nothing from enough peers to make a majority, for 3,000 ms, does not claim. */
function silence(reign: Showing & { term: number }, facts: Facts, run: Run): Judged {
  const { node, term } = reign;
  const { nodes, majority } = facts;
  const heard = new Map<NodeId, { us: number; seq: number }>();
  const untilUs = Math.min(reign.untilUs, run.endUs);
  const judge = (nextUs: number): Finding | undefined => {
    // The instant since when too few peers have been heard.
    const latest = [...heard.values()].map(({ us }) => us).sort((a, b) => b - a);
    const sinceUs = Math.max(latest[majority - 2] ?? 0, reign.fromUs);
    const dueUs = awake(facts, node, sinceUs + byOwnClock(SILENCE_MS));
    if (dueUs >= nextUs) return undefined;
    const since = [...heard].filter(([, { us }]) => us > sinceUs).map(([id]) => id);
    const places = [...heard.values()].map(({ seq }) => seq).sort((a, b) => a - b);
    const data = { node, term, heard: since, n: nodes.length };
    return broken('hears-nobody', [reign.seq, ...places, lastSeqBy(run, dueUs)], data);
  };
  let exercised = false;
  for (const { at, from } of facts.arrivals.get(node) ?? []) {
    if (at.atUs >= untilUs) break;
    if (at.atUs >= reign.fromUs) {
      const finding = judge(at.atUs);
      if (finding !== undefined) return { exercised: true, finding };
    }
    heard.set(from, { us: at.atUs, seq: at.seq });
  }
  const finding = judge(untilUs);
  if (finding !== undefined) return { exercised: true, finding };
  // It led, and was cut off: it stepped down with nothing else to tell it.
  const recent = [...heard.values()].filter(({ us }) => us > reign.untilUs - 400_000).length;
  exercised =
    reign.untilUs < run.endUs && run.trace[reign.untilSeq]?.kind === 'shows' && recent < majority - 1;
  return { exercised };
}

/** The first instant from `us` on at which a node is not paused, nor was it just before. */
function awake({ pauses }: Facts, node: NodeId, us: number): number {
  let found = us;
  for (const { fromUs, untilUs } of pauses.get(node) ?? []) {
    const afterUs = untilUs + byOwnClock(AWAKE_MS);
    if (fromUs <= found && afterUs > found) found = afterUs;
  }
  return found;
}

/** Some time after the last fault there is one leader, whom a majority knows, and who stays. */
function elects(facts: Facts, run: Run): Finding[] {
  const { showings, majority } = facts;
  const badRole = showings.find(
    ({ role }) => role !== 'leader' && role !== 'follower' && role !== 'candidate',
  );
  if (badRole !== undefined)
    return [broken('no-role', [badRole.seq], { node: badRole.node, role: badRole.role })];
  const overUs = run.faultsOverUs;
  const isSettled = run.trace.some((event) => event.kind === 'note' && event.name === SETTLED);
  if (!isSettled && run.endUs < overUs + (SETTLED_MS + STAYS_MS) * 1000) return [];
  const dueUs = overUs + SETTLED_MS * 1000;
  const last = run.trace.length;
  const standing = showings.filter(({ untilSeq }) => untilSeq === last);
  const leaders = standing.filter(claims);
  const sinceMs = (run.endUs - overUs) / 1000;
  const changes = showings.filter(
    (showing) =>
      claims(showing) && (showing.fromUs > dueUs || (showing.untilUs > dueUs && showing.untilSeq < last)),
  );
  const final = last - 1;
  const [leader, second] = leaders;
  const shaken = changes.at(-1);
  if (shaken !== undefined)
    return [
      broken('unsettled', [shaken.seq, Math.min(shaken.untilSeq, final)], {
        node: shaken.node,
        sinceMs: (shaken.fromUs - overUs) / 1000,
        changes: changes.length,
      }),
    ];
  if (leader === undefined) return [broken('no-leader', [final], { sinceMs })];
  if (second !== undefined)
    return [
      broken('several-leaders', [leader.seq, second.seq, final], {
        sinceMs,
        leaders: leaders.map(({ node }) => node),
      }),
    ];
  const followers = standing.filter(({ term }) => term === leader.term);
  if (followers.length < majority)
    return [
      broken('unknown', [leader.seq, final], {
        node: leader.node,
        term: leader.term,
        followers: followers.map(({ node }) => node),
        majority,
        sinceMs,
      }),
    ];
  return [held('elects')];
}

/** The last event up to an instant. */
function lastSeqBy(run: Run, us: number): number {
  let seq = -1;
  for (const event of run.trace) {
    if (event.atUs > us) break;
    seq = event.seq;
  }
  return seq;
}

export default { check, explain, tell } satisfies NodesChecks;
