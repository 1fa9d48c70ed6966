import type { NodeId } from '../api.ts';
import type { EventOf, TraceEvent } from '../sim/trace.ts';
import { foldLabel, foldsOf, type Fold } from './fold.ts';
import type { GlyphName } from './glyphs.ts';
import { groupOf, SHOWN_AT_FIRST, type Group } from './groups.ts';
import { holdsOf } from './holds.ts';
import { createKeysOf } from './keys.ts';
import { briefJson, labelOf } from './message-label.ts';
import { fatesOf, type Fate } from './messages.ts';
import { signed, span } from './quantity.ts';
import type { RecordedRun } from './recorded-run.ts';
import { clearance, isDrawn, spotsOf, usualFlightUs, type Spots } from './spots.ts';
import { survey, type Survey } from './time-scale.ts';

/** A node's line through time. */
export interface Lane {
  readonly node: NodeId;
  readonly title: string;
}

/** How something stands out; never by colour alone. */
export type Tone = 'plain' | 'soft' | 'fault' | 'violation';

/** An event on its lane. `lane` is -1 for the world itself. */
export interface Mark {
  readonly seq: number;
  readonly lane: number;
  readonly atUs: number;
  readonly shape: 'dot' | 'ring' | 'square' | 'tick' | 'bar' | GlyphName;
  readonly tone: Tone;
  /** `""` when the message's arrow has it. */
  readonly label: string;
}

/** A copy of a message between lanes. */
export interface Arrow {
  readonly fate: Fate;
  /** The event that it stands for: its end, or its sending while it flies. */
  readonly seq: number;
  readonly from: number;
  readonly to: number;
  readonly label: string;
}

/** A span on a lane. */
export interface Band {
  readonly kind: 'pause' | 'down' | 'slow-disk' | 'hold' | 'operation';
  /** `seq` of the event with which it begins, or -1. */
  readonly seq: number;
  readonly lane: number;
  readonly fromUs: number;
  readonly untilUs: number;
  readonly label: string;
}

/** A span in which the network is cut or slow. */
export interface Weather {
  readonly kind: 'partition' | 'slow-link';
  readonly seq: number;
  readonly fromUs: number;
  readonly untilUs: number;
  readonly links: readonly string[];
  readonly label: string;
}

/** What the reader wants to see. */
export interface Filter {
  readonly groups: ReadonlySet<Group>;
  /** Nodes to show; absent: all that take part. */
  readonly nodes?: ReadonlySet<NodeId>;
  /** Keys that do not matter: what is about these alone is not shown. */
  readonly hiddenKeys?: ReadonlySet<string>;
  /** Also what only repeats: heartbeats, polling. */
  readonly unfolded?: boolean;
  /** Also what came after the violation. */
  readonly wholeRun?: boolean;
}

/** A run as lanes, marks, arrows and bands along true time: no pixels yet. */
export interface Model {
  readonly run: RecordedRun;
  readonly lanes: readonly Lane[];
  /** Events that are shown, in order: what one steps through. */
  readonly events: readonly TraceEvent[];
  readonly marks: readonly Mark[];
  readonly arrows: readonly Arrow[];
  readonly bands: readonly Band[];
  readonly weather: readonly Weather[];
  /** Where a violation became certain. */
  readonly violation: { readonly seq: number; readonly lane: number; readonly atUs: number } | undefined;
  /** By `seq` of the event that stands for them: messages that only repeat what was said before. */
  readonly folds: ReadonlyMap<number, Fold>;
  /** By `seq` of its end: what became of a message. */
  readonly fates: ReadonlyMap<number, Fate>;
  /** When something happens that is shown: what the time scale is made of. */
  readonly survey: Survey;
  readonly spots: Spots;
  /** For each mark, whether it is drawn. */
  readonly drawn: readonly boolean[];
  /** For each arrow, how far from its lane it ends. */
  readonly clear: readonly number[];
  /** What a message that arrives usually takes. */
  readonly flightUs: number;
  /** The last instant. */
  readonly endUs: number;
}

/** What is shown at first. */
export const FIRST_FILTER: Filter = { groups: new Set(SHOWN_AT_FIRST) };

/** Number of events up to where the violation became certain; all of them when there is none. */
export function violationEnd(run: RecordedRun): number {
  if (run.violation.length === 0) return run.events.length;
  return Math.min(run.events.length, Math.max(...run.violation) + 1);
}

/**
 * Number of events that are shown: up to where the violation became certain, or all. Beside another run, both end at one
 * instant, that of the later violation.
 */
export function shownLength(run: RecordedRun, filter: Filter, beside?: RecordedRun): number {
  if (filter.wholeRun === true) return run.events.length;
  if (beside === undefined) return violationEnd(run);
  const untilUs = Math.max(certainUs(run), certainUs(beside));
  if (certainUs(run) === untilUs) return violationEnd(run);
  const later = run.events.findIndex(({ atUs }) => atUs > untilUs);
  return later < 0 ? run.events.length : later;
}

/** When the violation became certain, or -1. */
function certainUs({ violation, events }: RecordedRun): number {
  return violation.length === 0 ? -1 : (events[Math.max(...violation)]?.atUs ?? -1);
}

/** Nodes with anything to tell besides their start. */
function activeNodes(run: RecordedRun, length = run.events.length): ReadonlySet<NodeId> {
  const active = new Set<NodeId>();
  for (let seq = 0; seq < length; seq++) {
    const event = run.events[seq];
    if (event === undefined) break;
    if (groupOf(event) !== 'starts') active.add(event.node);
    // A message that is on its way to a node makes it part of the story.
    if (event.kind === 'send') active.add(event.message.to);
  }
  return active;
}

/** With more lanes than this, a picture shows at first only the nodes that the story is about. */
const LANES_MAX = 12;

/**
 * The nodes that are shown at first: those with anything to tell; of very many, those of the story and of the proof, and
 * whom they exchange the messages with that it tells of.
 */
export function firstNodes(run: RecordedRun, length = run.events.length): ReadonlySet<NodeId> {
  const active = activeNodes(run, length);
  if (active.size <= LANES_MAX) return active;
  const named = new Set<NodeId>();
  for (const seq of [...run.told, ...run.violation]) {
    const event = run.events[seq];
    if (event === undefined) continue;
    named.add(event.node);
    if ('message' in event) named.add(event.message.from).add(event.message.to);
  }
  const shown = [...active].filter((node) => named.has(node));
  return shown.length === 0 ? active : new Set(shown);
}

/**
 * Turns a run into what there is to draw.
 *
 * @param beside another run of the same nodes: both get the same lanes and the same time scale
 */
export function buildModel(run: RecordedRun, filter: Filter = FIRST_FILTER, beside?: RecordedRun): Model {
  const length = shownLength(run, filter, beside);
  const otherLength = beside === undefined ? 0 : shownLength(beside, filter, run);
  const active = filter.nodes ?? firstNodes(run, length);
  const alsoActive = beside === undefined ? active : (filter.nodes ?? firstNodes(beside, otherLength));
  const lanes = run.nodes
    .filter(({ id }) => active.has(id) || alsoActive.has(id))
    .map(({ id, title }) => ({ node: id, title: title ?? id }));
  const laneOf = new Map(lanes.map(({ node }, index) => [node, index]));
  const certain = run.violation.length > 0 ? run.events[Math.max(...run.violation)] : undefined;
  const { events, fates, arrows, folds } = shownOf(run, length, filter, laneOf);
  const other = beside === undefined ? undefined : shownOf(beside, otherLength, filter, laneOf);
  const marks = events.map((event): Mark => {
    const mark = markOf(event, laneOf.get(event.node) ?? -1);
    const fold = folds.get(event.seq);
    return fold === undefined ? mark : { ...mark, shape: 'square', tone: 'soft', label: foldLabel(fold) };
  });
  const spots = spotsOf(marks, arrows);
  const flightUs = usualFlightUs(other === undefined ? arrows : [...arrows, ...other.arrows]);
  const instants = [...events, ...(other?.events ?? [])].map(({ atUs }) => atUs).sort((a, b) => a - b);
  return {
    run,
    lanes,
    events,
    marks,
    arrows,
    bands: bandsOf(run, length, laneOf, filter),
    weather: filter.groups.has('faults') ? weatherOf(run, length) : [],
    violation:
      certain === undefined
        ? undefined
        : { seq: certain.seq, lane: laneOf.get(certain.node) ?? -1, atUs: certain.atUs },
    folds,
    fates: new Map(fates.flatMap((fate) => (fate.endSeq < 0 ? [] : [[fate.endSeq, fate]]))),
    survey: survey(instants, flightUs),
    spots,
    drawn: marks.map((mark) => isDrawn(spots, mark)),
    clear: arrows.map((arrow) => clearance(spots, arrow)),
    flightUs,
    endUs: instants[instants.length - 1] ?? 0,
  };
}

/** What the reader wants to see of the first `length` events. */
function shownOf(
  run: RecordedRun,
  length: number,
  filter: Filter,
  laneOf: ReadonlyMap<NodeId, number>,
): {
  readonly events: TraceEvent[];
  readonly fates: readonly Fate[];
  readonly arrows: Arrow[];
  readonly folds: ReadonlyMap<number, Fold>;
} {
  const { groups } = filter;
  const certain = Math.max(-1, ...run.violation);
  const isAside = asideBy(run, filter);
  const fates = fatesOf(run, length);
  const { hidden, folds } =
    filter.unfolded === true || !groups.has('messages') ? UNFOLDED : foldsOf(run, fates, length);
  const isShown = (event: TraceEvent): boolean => {
    if (event.seq === certain) return true;
    if (!groups.has(groupOf(event)) || isAside(event) || hidden.has(event.seq)) return false;
    if (event.kind === 'lost') return laneOf.has(event.message.from) && laneOf.has(event.message.to);
    return event.node === '' || laneOf.has(event.node);
  };
  return {
    events: run.events.slice(0, length).filter(isShown),
    fates,
    arrows: groups.has('messages')
      ? arrowsOf(
          fates.filter(
            ({ sentSeq, endSeq }) =>
              !hidden.has(sentSeq) &&
              !hidden.has(endSeq) &&
              !folds.has(sentSeq) &&
              !isAside(run.events[sentSeq]),
          ),
          laneOf,
        )
      : [],
    folds,
  };
}

const UNFOLDED = { hidden: new Set<number>(), folds: new Map<number, Fold>() };

/** Whether an event is about keys that do not matter, and about no other. */
function asideBy(run: RecordedRun, { hiddenKeys }: Filter): (event: TraceEvent | undefined) => boolean {
  if (hiddenKeys === undefined || hiddenKeys.size === 0) return () => false;
  const keysOf = createKeysOf(run.events);
  return (event) => {
    const keys = event === undefined ? [] : keysOf(event);
    return keys.length > 0 && keys.every((key) => hiddenKeys.has(key));
  };
}

function arrowsOf(fates: readonly Fate[], laneOf: ReadonlyMap<NodeId, number>): Arrow[] {
  return fates.flatMap((fate): Arrow[] => {
    const from = laneOf.get(fate.message.from);
    const to = laneOf.get(fate.message.to);
    if (from === undefined || to === undefined) return [];
    const seq = fate.endSeq < 0 ? fate.sentSeq : fate.endSeq;
    return [{ fate, seq, from, to, label: labelOf(fate.message.body) }];
  });
}

function markOf(event: TraceEvent, lane: number): Mark {
  const mark = (shape: Mark['shape'], label = '', tone: Tone = 'plain'): Mark => ({
    seq: event.seq,
    lane,
    atUs: event.atUs,
    shape,
    tone,
    label,
  });
  switch (event.kind) {
    case 'send':
    case 'deliver':
      return mark('dot');
    case 'lost':
      return mark('lost', '', 'fault');
    case 'boot':
      return event.incarnation > 0 ? mark('restart', 'restart', 'fault') : mark('bar', 'start', 'soft');
    case 'started':
      return mark('tick', 'ready', 'soft');
    case 'log':
      return mark('square', briefJson(event.text));
    case 'error':
      return mark('error', briefJson(event.text), 'violation');
    case 'invoke':
      return mark('bar', callLabel(event));
    case 'return':
      return mark('bar', event.value === null ? '' : `→ ${briefJson(event.value)}`);
    case 'throw':
      return mark('bar', `failed: ${briefJson(event.text, 18)}`);
    case 'call':
      return mark('square', callLabel({ method: event.name, args: event.args }));
    case 'shows':
      return mark(
        'square',
        Object.values(event.values)
          .map((one) => briefJson(one))
          .join(' '),
      );
    case 'note':
      return mark('square', briefJson(`${event.name} ${event.data === null ? '' : labelOf(event.data)}`));
    case 'crash':
      return mark('crash', 'crash', 'fault');
    case 'pause':
      return mark('pause', `paused ${span(event.untilUs - event.atUs)}`, 'fault');
    case 'corrupt':
      return mark('corrupted', '', 'fault');
    case 'lie':
      return mark('corrupted', event.how, 'fault');
    case 'burst-loss':
      return mark('lost', `${event.percent} % lost`, 'fault');
    case 'silence':
      return mark('lost', 'silent', 'fault');
    case 'small-inbox':
      return mark('lost', `inbox of ${event.capacity}`, 'fault');
    case 'slow-node':
      return mark('late', 'slow', 'fault');
    case 'leap-second':
      return mark('clock', event.smearSeconds === 0 ? 'leap second' : 'leap second, smeared', 'fault');
    case 'no-sync':
      return mark('clock', 'not synchronised', 'fault');
    case 'file-append':
      return mark('ring', '', 'soft');
    case 'file-truncate':
      return mark('ring', `file cut to ${event.length}`, 'soft');
    case 'file-synced':
      return mark('square', 'file synced', 'soft');
    case 'file-read':
      return mark('ring', 'file read', 'soft');
    case 'clock-step':
      return mark('clock', `clock ${signed(event.byMs * 1000)}`, 'fault');
    case 'clock-rate':
      return mark('clock', `clock rate ${event.realMicros / 1_000_000}`, 'fault');
    case 'slow-disk':
      return mark('late', 'slow disk', 'fault');
    case 'partition':
      return mark('cut', '', 'fault');
    case 'slow-link':
      return mark('late', '', 'fault');
    case 'heal':
      return mark('healed', 'healed', 'fault');
    case 'disk-write':
      return mark('ring', '', 'soft');
    case 'disk-durable':
      return mark('square', briefJson(`${event.key} = ${briefJson(event.value, 14)}`), 'soft');
    case 'disk-read':
      return mark('ring', `read ${briefJson(event.key, 12)}: ${briefJson(event.value, 12)}`, 'soft');
    case 'timer':
      return mark('tick', '', 'soft');
  }
}

function callLabel({ method, args }: Pick<EventOf<'invoke'>, 'method' | 'args'>): string {
  const shown = args
    .filter((arg) => typeof arg !== 'object' || arg === null)
    .map((arg) => briefJson(arg, 10));
  const text = `${method}(${shown.join(', ')}${shown.length < args.length ? (shown.length > 0 ? ', …' : '…') : ''})`;
  return briefJson(text);
}

function bandsOf(
  run: RecordedRun,
  length: number,
  laneOf: ReadonlyMap<NodeId, number>,
  filter: Filter,
): Band[] {
  const { groups } = filter;
  const isAside = asideBy(run, filter);
  const bands: Band[] = [];
  const downSince = new Map<NodeId, EventOf<'crash'>>();
  const operations = new Map<number, EventOf<'invoke'>>();
  const add = (
    node: NodeId,
    band: Omit<Band, 'lane' | 'untilUs'> & { readonly untilUs?: number | undefined },
  ): void => {
    const lane = laneOf.get(node);
    if (lane !== undefined) bands.push({ ...band, lane, untilUs: band.untilUs ?? Infinity });
  };
  const down = (crash: EventOf<'crash'>, untilUs?: number): void =>
    add(crash.node, { kind: 'down', seq: crash.seq, fromUs: crash.atUs, untilUs, label: 'down' });
  const operation = (invoke: EventOf<'invoke'>, untilUs?: number): void =>
    add(invoke.node, { kind: 'operation', seq: invoke.seq, fromUs: invoke.atUs, untilUs, label: '' });
  for (let seq = 0; seq < length; seq++) {
    const event = run.events[seq];
    if (event === undefined) break;
    const { node, atUs } = event;
    if (event.kind === 'crash') downSince.set(node, event);
    else if (event.kind === 'boot') {
      const crash = downSince.get(node);
      downSince.delete(node);
      if (crash !== undefined) down(crash, atUs);
    } else if (event.kind === 'pause') {
      add(node, { kind: 'pause', seq, fromUs: atUs, untilUs: event.untilUs, label: 'paused' });
    } else if (event.kind === 'slow-disk') {
      add(node, { kind: 'slow-disk', seq, fromUs: atUs, untilUs: event.untilUs, label: 'slow disk' });
    } else if (event.kind === 'invoke') operations.set(event.op, event);
    else if (event.kind === 'return' || event.kind === 'throw') {
      const invoke = operations.get(event.op);
      operations.delete(event.op);
      if (invoke !== undefined) operation(invoke, atUs);
    }
  }
  for (const crash of downSince.values()) down(crash);
  for (const invoke of operations.values()) operation(invoke);
  for (const { node, what, fromUs, untilUs, seq } of holdsOf(run, length))
    add(node, { kind: 'hold', seq, fromUs, untilUs, label: what });
  return bands.filter(({ kind, seq }) =>
    kind === 'hold'
      ? true
      : kind === 'operation'
        ? groups.has('operations') && !isAside(run.events[seq])
        : groups.has('faults'),
  );
}

function weatherOf(run: RecordedRun, length: number): Weather[] {
  return run.events.slice(0, length).flatMap((event): Weather[] => {
    if (event.kind !== 'partition' && event.kind !== 'slow-link') return [];
    const { kind, seq, atUs, untilUs, links } = event;
    const label = kind === 'partition' ? `cut: ${tellLinks(links)}` : `slow: ${tellLinks(links)}`;
    return [{ kind, seq, fromUs: atUs, untilUs, links, label }];
  });
}

/** Links as short as they can be said: both directions as one. */
export function tellLinks(links: readonly string[]): string {
  const all = new Set(links);
  const told: string[] = [];
  for (const link of all) {
    const [from = '', to = ''] = link.split('>');
    const back = `${to}>${from}`;
    if (all.has(back)) {
      if (from < to) told.push(`${from} ↔ ${to}`);
    } else told.push(`${from} → ${to}`);
  }
  return told.length > 3 ? `${told.length} links` : told.join(', ');
}
