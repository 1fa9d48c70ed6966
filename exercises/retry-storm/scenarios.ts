import {
  defineScenario,
  fault,
  linksBetween,
  Prng,
  type Fault,
  type Json,
  type ScenarioNode,
  type Script,
} from 'partial-failure/kit';
import { ATTEMPTS_BESIDES, ATTEMPTS_PER_CALL, JUDGED_UNTIL_MS } from './bounds.ts';
import { CLIENTS, idOf, isDuring, SERVER, server, type Outage, type Plan } from './peers.ts';

/** Sixty calls a second: in any millisecond one begins with a chance of 6 in 100. */
const CHANCE_A_MS = [6, 100] as const;
/** How long calls of the last instant may take; then all has been seen. */
const AFTER_MS = 5_300;
const OUTAGE_FROM_MS = 2_000;

interface Shown {
  readonly id: string;
  readonly title: string;
  readonly visible?: boolean;
  readonly category: string;
  readonly judges: readonly string[];
  readonly plans: readonly Plan[];
}

function planned({ id, title, visible = false, category, judges, plans }: Shown) {
  return defineScenario<Plan>({
    id,
    title,
    visible,
    category,
    judges,
    cases: plans,
    endMs: Math.max(...plans.map(({ untilMs }) => untilMs)) + AFTER_MS,
    nodes: ({ case: { outages } }): ScenarioNode[] => [
      { id: SERVER, course: server(outages) },
      ...CLIENTS.map((client) => ({ id: client, role: 'client', args: [SERVER] })),
    ],
    link: () => ({ minMs: 1, maxMs: 3 }),
    script: (script, { case: plan }) => play(script, plan),
  });
}

/** Makes the calls of a plan, and ends the run when the budget of an outage is used up beyond doubt. */
function play(script: Script, plan: Plan): void {
  const { outages, untilMs, wave, invalidFromMs = [], traffic } = plan;
  const draw = traffic === undefined ? script.draw : new Prng(traffic);
  const begun = new Map<string, number>();
  const callsIn = outages.map(() => 0);
  let count = 0;
  const plan1 = (client: string, atMs: number, invalid: boolean): void => {
    const id = `${client}-${++count}`;
    const request: Json = { id, item: invalid ? null : count };
    begun.set(id, atMs);
    outages.forEach((outage, i) => {
      if (isDuring(outage, atMs)) callsIn[i] = (callsIn[i] ?? 0) + 1;
    });
    script.at(atMs, () => script.call(client, 'call', [request]));
  };
  const invalidLeft = invalidFromMs.map((fromMs) => ({ fromMs, left: 10 }));
  for (let ms = 0; ms < untilMs; ms++) {
    if (!draw.chance(...CHANCE_A_MS)) continue;
    const run = invalidLeft.find(({ fromMs, left }) => ms >= fromMs && left > 0);
    if (run !== undefined) run.left--;
    plan1(draw.pick(CLIENTS), ms, run !== undefined);
  }
  if (wave !== undefined)
    for (const client of CLIENTS) for (let i = 0; i < wave.calls; i++) plan1(client, wave.atMs, false);
  watchBudget(script, outages, callsIn, begun);
}

/** Storms of tens of thousands of attempts show nothing more. */
function watchBudget(
  script: Script,
  outages: readonly Outage[],
  callsIn: readonly number[],
  begun: ReadonlyMap<string, number>,
): void {
  const left = callsIn.map((calls) => ATTEMPTS_PER_CALL * calls + ATTEMPTS_BESIDES);
  let seen = 0;
  const look = (): void => {
    const trace = script.trace();
    for (; seen < trace.length; seen++) {
      const event = trace[seen];
      if (event?.kind !== 'send' || event.node === SERVER) continue;
      const atMs = begun.get(idOf(event.message.body)) ?? -1;
      const i = outages.findIndex((outage) => isDuring(outage, atMs));
      if (i >= 0) left[i] = (left[i] ?? 0) - 1;
    }
    if (left.some((attempts) => attempts < 0)) script.end();
    else script.after(250, look);
  };
  if (outages.length > 0) script.at(outages[0]?.fromMs ?? 0, look);
}

/** An outage, and the traffic until all that is judged after it has been seen. */
function outageOf(how: Outage['how'], forMs: number, more: Partial<Plan> = {}): Plan {
  const outage = { how, fromMs: OUTAGE_FROM_MS, untilMs: OUTAGE_FROM_MS + forMs };
  return { traffic: 1, outages: [outage], untilMs: outage.untilMs + JUDGED_UNTIL_MS, faults: silences([outage]), ...more };
}

/** All clients at one instant, when the server has just become unwell. */
function waveOf(how: Outage['how']): Plan {
  const outage = { how, fromMs: 1_000, untilMs: 4_000 };
  return { traffic: 1, outages: [outage], untilMs: 5_000, wave: { atMs: 1_000, calls: 8 }, faults: silences([outage]) };
}

function silences(outages: readonly Outage[]): Fault[] {
  return outages
    .filter(({ how }) => how === 'silent')
    .map(({ fromMs, untilMs }) => fault.crash(SERVER, { atMs: fromMs, restartAfterMs: untilMs - fromMs }));
}

const AFTER_AN_OUTAGE = ['recovers', 'budget', 'answers-in-time'];

export default [
  planned({
    id: 'normal',
    title: 'Ten seconds without a fault',
    visible: true,
    category: 'no fault',
    judges: ['succeeds', 'answers-in-time'],
    plans: [{ traffic: 1, outages: [], untilMs: 10_000, faults: [] }],
  }),
  planned({
    id: 'silent',
    title: 'The server is silent for 10 s',
    visible: true,
    category: 'a silent server',
    judges: AFTER_AN_OUTAGE,
    plans: [1, 2, 3].map((traffic) => outageOf('silent', 10_000, { traffic })),
  }),
  planned({
    id: 'wave',
    title: 'Four hundred calls in one instant, all rejected',
    visible: true,
    category: 'a wave of calls',
    judges: ['spread', 'budget', 'answers-in-time'],
    plans: [waveOf('rejecting')],
  }),
  planned({
    id: 'silent-wave',
    title: 'Four hundred calls in one instant, none answered',
    category: 'a wave of calls',
    judges: ['spread', 'budget', 'answers-in-time'],
    plans: [waveOf('silent')],
  }),
  planned({
    id: 'rejecting',
    title: 'The server rejects everything for 10 s',
    category: 'a rejecting server',
    judges: AFTER_AN_OUTAGE,
    plans: [outageOf('rejecting', 10_000)],
  }),
  planned({
    id: 'slow',
    title: 'The server is ten times slower for 10 s',
    category: 'a slow server',
    judges: AFTER_AN_OUTAGE,
    plans: [outageOf('slow', 10_000)],
  }),
  planned({
    id: 'lossy',
    title: 'One message in a hundred is lost',
    category: 'loss',
    judges: ['succeeds', 'answers-in-time'],
    plans: [
      {
        traffic: 1,
        outages: [],
        untilMs: 67_000,
        faults: [fault.burstLoss(linksBetween([SERVER], CLIENTS), { fromMs: 0, untilMs: 80_000, percent: 1 })],
      },
    ],
  }),
  planned({
    id: 'invalid',
    title: 'Some requests are invalid, ten in a row',
    category: 'invalid requests',
    judges: ['succeeds', 'budget', 'answers-in-time'],
    plans: [{ traffic: 4, outages: [], untilMs: 12_000, invalidFromMs: [2_000, 5_000, 9_000], faults: [] }],
  }),
  planned({
    id: 'long-silence',
    title: 'The server is silent for 60 s',
    category: 'a silent server',
    judges: AFTER_AN_OUTAGE,
    plans: [outageOf('silent', 60_000)],
  }),
  planned({
    id: 'twice',
    title: 'The server is silent, rejects, and is silent again',
    category: 'outages one after the other',
    judges: AFTER_AN_OUTAGE,
    plans: [twice()],
  }),
  planned({
    id: 'drawn',
    title: 'The server is silent for 10 s, in drawn traffic',
    category: 'a silent server',
    judges: AFTER_AN_OUTAGE,
    plans: [drawn()],
  }),
];

function twice(): Plan {
  const outages: Outage[] = [
    { how: 'silent', fromMs: 2_000, untilMs: 12_000 },
    { how: 'rejecting', fromMs: 16_000, untilMs: 21_000 },
    { how: 'silent', fromMs: 24_000, untilMs: 30_000 },
  ];
  return { traffic: 5, outages, untilMs: 30_000 + JUDGED_UNTIL_MS, faults: silences(outages) };
}

function drawn(): Plan {
  const { traffic: _, ...plan } = outageOf('silent', 10_000);
  return plan;
}
