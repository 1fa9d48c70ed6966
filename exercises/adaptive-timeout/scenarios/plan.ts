import { Prng, type Json, type NodeId } from 'partial-failure/kit';

/** How long round trips take, in ms: evenly between two numbers. */
export interface Trips {
  readonly fromMs: number;
  readonly toMs: number;
  /** So many times as long with each further call. */
  readonly growth?: number;
  /** The first request of every fourth call takes about so long instead. */
  readonly slowMs?: number;
  /** The first calls take so long. */
  readonly firstMs?: readonly number[];
}

/** Some calls during which the network stays as it is. */
export interface Phase {
  /** How it began. `trouble`: a silence, losses or steps of the clock, and then the same network as before. */
  readonly begins: 'start' | 'change' | 'faster' | 'trouble' | 'same';
  /** The servers that are called, one after the other. */
  readonly trips: Readonly<Record<NodeId, Trips>>;
  readonly calls: number;
  /** The calls whose first exchange is lost, by their place in the phase. */
  readonly lost?: readonly number[];
  /** Each exchange is lost with a chance of 36 in 100. */
  readonly lossy?: boolean;
  /** All is lost for so long, from the beginning of the phase. */
  readonly silentMs?: number;
  /** No call may ask while a reply is on its way. */
  readonly strict?: boolean;
  /** During these calls the time of day steps by so many ms. */
  readonly steps?: Readonly<Record<number, number>>;
  /** So many calls go on at the same time. Default 1. */
  readonly atOnce?: number;
  /** How long after one call the next begins, in ms. Default 5. */
  readonly pauseMs?: readonly [number, number];
  /** A server that is silent throughout, for so long, while a call to it is open. */
  readonly beside?: { readonly server: NodeId; readonly silentMs: number };
}

/** What a run is made of. */
export interface Plan {
  readonly phases: readonly Phase[];
  /** What its draws begin with: round trips and random losses are the same whatever a program does. */
  readonly lot: number;
}

/** A call as it is planned. */
export interface Planned {
  /** Its number in the run, from 0. */
  readonly n: number;
  readonly phase: Phase;
  /** Its place in the phase; -1 for the one beside it. */
  readonly nth: number;
  readonly server: NodeId;
  readonly question: Json;
  readonly answer: Json;
  readonly isLost: boolean;
  /** By how much the network has crept up. */
  readonly grown: number;
  /** How many calls to the server came before it: in all, and since the network changed. */
  readonly before: number;
  readonly sinceChange: number;
}

/** The calls of a plan, in the order in which they begin, but for those that go on at the same time. */
export function plannedCalls({ phases }: Pick<Plan, 'phases'>): Planned[] {
  const all: Planned[] = [];
  const before = new Map<NodeId, number>();
  const sinceChange = new Map<NodeId, number>();
  for (const phase of phases) {
    const servers = Object.keys(phase.trips);
    if (phase.begins === 'change' || phase.begins === 'faster')
      for (const id of servers) sinceChange.set(id, 0);
    const grown = new Map<NodeId, number>();
    const add = (nth: number, server: NodeId): void => {
      const n = all.length;
      all.push({
        n,
        phase,
        nth,
        server,
        question: questionOf(n),
        answer: answerOf(n),
        isLost: phase.lost?.includes(nth) === true || (nth <= 0 && phase.silentMs !== undefined) || nth < 0,
        grown: grown.get(server) ?? 1,
        before: before.get(server) ?? 0,
        sinceChange: sinceChange.get(server) ?? Infinity,
      });
      before.set(server, (before.get(server) ?? 0) + 1);
      sinceChange.set(server, (sinceChange.get(server) ?? Infinity) + 1);
      grown.set(server, (grown.get(server) ?? 1) * (phase.trips[server]?.growth ?? 1));
    };
    if (phase.beside !== undefined) add(-1, phase.beside.server);
    for (let nth = 0; nth < phase.calls; nth++) add(nth, servers[nth % servers.length] ?? '');
  }
  return all;
}

/** What looks like nothing is asked, and answered, too. */
const NOTHINGS: readonly Json[] = [null, 0, '', false, [], {}];

/** A question that no other call of the run has. */
function questionOf(n: number): Json {
  return NOTHINGS[(n - 3) / 4] ?? (n === 3 ? null : { ask: n });
}

function answerOf(n: number): Json {
  return n % 5 === 1 ? (NOTHINGS[((n - 1) / 5) % NOTHINGS.length] ?? null) : { answer: n };
}

/** The longest round trip to a server in a phase, in ms. */
export function longestMs({ trips, calls }: Phase, server: NodeId): number {
  const { toMs = 0, growth = 1, slowMs = 0, firstMs = [] } = trips[server] ?? {};
  let grown = toMs;
  for (let i = 0; growth > 1 && i < calls; i++) grown *= growth;
  return Math.max(grown, 1.05 * slowMs, ...firstMs);
}

/** How long the round trip of a call's attempt takes, in ms, if it is the one that the server hears as its `nth`. */
export function tripMs({ phase, server, nth, n, grown }: Planned, attempt: number, lot: number): number {
  const { fromMs, toMs, slowMs, firstMs = [] } = phase.trips[server] ?? { fromMs: 10, toMs: 10 };
  const draw = new Prng(`${lot} ${n} ${attempt}`);
  const first = firstMs[nth];
  if (first !== undefined) return first;
  if (slowMs !== undefined && nth % 4 === 0 && attempt === 0)
    return draw.int(Math.round(950 * slowMs), Math.round(1050 * slowMs)) / 1000;
  return (draw.int(Math.round(fromMs * 1000), Math.round(toMs * 1000)) * grown) / 1000;
}

/** Whether an attempt is lost, and on which way. The attempts of a call count from 0. */
export function lossOf(
  { phase, isLost, n }: Planned,
  attempt: number,
  lot: number,
): 'request' | 'reply' | undefined {
  const draw = new Prng(`loss ${lot} ${n} ${attempt}`);
  const isDrawn = draw.chance(36, 100) && phase.lossy === true;
  if (!isDrawn && !(isLost && attempt === 0)) return undefined;
  return draw.chance(1, 2) ? 'request' : 'reply';
}

/** How a phase begins, in words. */
export function says({ trips, silentMs, lossy, atOnce = 1, beside, pauseMs }: Phase): string {
  const parts = Object.entries(trips).map(
    ([server, { fromMs, toMs, growth, slowMs }]) =>
      `Round trips to ${server} now take ${fromMs === toMs ? fromMs : `${fromMs} to ${toMs}`} ms${growth === undefined ? '' : ', and 3 % more with each call'}${slowMs === undefined ? '' : `, at every fourth call ${slowMs} ms`}.`,
  );
  if (silentMs !== undefined) parts.push(`First everything is lost for ${silentMs / 1000} s.`);
  if (beside !== undefined) parts.push(`Server ${beside.server} is silent for ${beside.silentMs / 1000} s.`);
  if (lossy === true) parts.push('36 % of all exchanges are lost.');
  if (pauseMs !== undefined) parts.push(`A call begins every ${pauseMs[0]} to ${pauseMs[1]} ms.`);
  if (atOnce > 1) parts.push(`${atOnce} calls go on at the same time.`);
  return parts.join(' ');
}
