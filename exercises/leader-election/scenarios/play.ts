import {
  defineScenario,
  type AnyScenario,
  type Decider,
  type Fault,
  type Fate,
  type Message,
  type NodeId,
  type Scenario,
  type Script,
  byRule,
  combine,
} from 'partial-failure/kit';
import { SETTLED_MS, STAYS_MS } from '../bounds.ts';
import { SETTLED, termIn } from '../facts.ts';

/** What becomes of the messages on some links in a while. */
export interface Handling {
  /** `from>to`; either side may be `*`. */
  readonly link: string;
  readonly fromMs?: number;
  readonly untilMs?: number;
  /** Only messages that name this term or a higher one. Default: all. */
  readonly minTerm?: number;
  readonly fate: Fate;
}

/** A directed run. */
export interface Play {
  readonly n: number;
  readonly faults?: readonly Fault[];
  /** The first that fits a message decides. */
  readonly messages?: readonly Handling[];
  /** What depends on the run. */
  readonly director?: () => Decider;
}

export const NAMES = ['n1', 'n2', 'n3', 'n4', 'n5'] as const;
export const idsOf = (n: number): NodeId[] => NAMES.slice(0, n);

/** Fewer than half are down at a time. */
export const mayCrashOf =
  (n: number): NonNullable<Decider['mayCrash']> =>
  (node, view) =>
    !view.isStarted(node) || view.down(idsOf(n)) + 1 <= Math.ceil(n / 2) - 1;

function handle(handlings: readonly Handling[]): Decider {
  const fits = ({ from, to }: Message, link: string): boolean => {
    const [a, b] = link.split('>');
    return (a === '*' || a === from) && (b === '*' || b === to);
  };
  return byRule(({ message }, view) => {
    const nowMs = view.nowUs() / 1000;
    const found = handlings.find(
      ({ link, fromMs = 0, untilMs = Infinity, minTerm = -1 }) =>
        fromMs <= nowMs &&
        nowMs < untilMs &&
        fits(message, link) &&
        (minTerm < 0 || (termIn(message.body) ?? 0) >= minTerm),
    );
    return found?.fate ?? 'pass';
  });
}

/** How long one leader must have been there for the run to end early; a few runs go on to the end. */
const LONG_ENOUGH_MS = 1500;

/** Ends the run when the last fault is over and there has been one leader for a while, known to a majority. */
function endWhenSettled(script: Script, n: number, healMs: number, longMs: number): void {
  const ids = idsOf(n);
  const standing = new Map<NodeId, { role: unknown; term: unknown }>();
  let read = 0;
  let sinceMs = 0;
  let leader = '';
  const look = (): void => {
    const trace = script.trace();
    for (; read < trace.length; read++) {
      const event = trace[read];
      if (event?.kind === 'crash') standing.delete(event.node);
      if (event?.kind === 'shows')
        standing.set(event.node, { role: event.values['role'], term: event.values['term'] });
    }
    const leaders = [...standing].filter(([, { role }]) => role === 'leader');
    const term = leaders[0]?.[1].term;
    const known = [...standing.values()].filter((one) => one.term === term).length;
    const now = leaders.length === 1 && known * 2 > n ? `${leaders[0]?.[0] ?? ''} ${String(term)}` : '';
    if (now === '' || now !== leader) sinceMs = script.nowMs();
    leader = now;
    if (leader !== '' && script.nowMs() - Math.max(sinceMs, script.faultsOverMs()) >= longMs) {
      script.note(SETTLED, ids.length);
      script.end();
    } else script.after(250, look);
  };
  script.at(healMs + 250, look);
}

interface What {
  readonly id: string;
  readonly category: string;
  readonly n: number;
  /** Of a visible scenario. */
  readonly title?: string;
  /** When the last fault is over; `undefined`: the run is about safety, and ends at `endMs`. */
  readonly healMs?: number;
  readonly endMs?: number;
  /** Goes on to the end, however soon there is a leader. */
  readonly whole?: boolean;
  /** Messages take between these; default: 1 ms. */
  readonly link?: { readonly minMs: number; readonly maxMs: number };
  readonly disk?: { readonly minMs: number; readonly maxMs: number };
  readonly more?: Partial<Pick<Scenario<Play>, 'sweep' | 'sample' | 'driftPpm' | 'exhaust'>>;
}

const SAFETY = ['one-leader-per-term', 'by-majority', 'terms-grow', 'deposed-leaders-step-down'];

export function plays(what: What, cases: readonly Omit<Play, 'n'>[] = [{}]): AnyScenario {
  const { id, category, title, n, healMs, whole = false, link = ONE_MS, disk = SIX_MS, more = {} } = what;
  const endMs = what.endMs ?? (healMs ?? 0) + SETTLED_MS + STAYS_MS + 500;
  return defineScenario<Omit<Play, 'n'>>({
    id,
    title: title ?? category,
    visible: title !== undefined,
    category,
    endMs,
    cases,
    ...(healMs === undefined && { judges: SAFETY }),
    nodes: () =>
      idsOf(n).map((me) => ({ id: me, role: 'candidate', args: [idsOf(n).filter((one) => one !== me)] })),
    link: () => link,
    disk,
    script: (script) => {
      if (healMs !== undefined && !whole) endWhenSettled(script, n, healMs, LONG_ENOUGH_MS);
    },
    direct: ({ case: { messages = [], director } }) =>
      combine([
        ...(messages.length > 0 ? [handle(messages)] : []),
        ...(director !== undefined ? [director()] : []),
      ]),
    mayCrash: mayCrashOf(n),
    ...more,
  });
}

export const ONE_MS = { minMs: 1, maxMs: 1 };
export const SIX_MS = { minMs: 6, maxMs: 6 };
export const USUAL_LINK = { minMs: 1, maxMs: 50 };
export const USUAL_DISK = { minMs: 1, maxMs: 20 };
