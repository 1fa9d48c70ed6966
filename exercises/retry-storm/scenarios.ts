import {
  defineScenario,
  fault,
  isJsonObject,
  linksBetween,
  Prng,
  type Fault,
  type Json,
  type ScenarioNode,
  type Script,
} from 'partial-failure/kit';
import { ATTEMPTS_BESIDES, ATTEMPTS_PER_CALL, JUDGED_UNTIL_MS } from './bounds.ts';
import { CLIENTS, idOf, isDuring, SERVER, server, type Outage, type Plan } from './peers.ts';

/**
 * How many ms pass from one call to the next where one begins in any millisecond with a chance of 6 in 100, sixty a
 * second: a hundred equally likely values.
 */
const GAPS_MS = Array.from({ length: 100 }, (_, i) => {
  let ms = 1;
  for (let later = 0.94; later > 1 - (i + 0.5) / 100; later *= 0.94) ms++;
  return ms;
});
/** How long calls of the last instant may take; then all has been seen. */
const AFTER_MS = 5_300;
const OUTAGE_FROM_MS = 2_000;
const LOOK_EVERY_MS = 250;
const NOTHING = { calls: 0, attempts: 0, answers: 0 };

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
  const begunMs = new Map<string, number>();
  const callAt = (client: string, atMs: number, invalid: boolean): void => {
    const n = begunMs.size + 1;
    const id = `${client}-${n}`;
    begunMs.set(id, atMs);
    const request: Json = { id, item: invalid ? null : n };
    script.at(atMs, () => script.call(client, 'call', [request]));
  };
  const rows = invalidFromMs.map((fromMs) => ({ fromMs, left: 10 }));
  for (let ms = draw.pick(GAPS_MS); ms < untilMs; ms += draw.pick(GAPS_MS)) {
    const row = rows.find(({ fromMs, left }) => ms >= fromMs && left > 0);
    if (row !== undefined) row.left--;
    callAt(draw.pick(CLIENTS), ms, row !== undefined);
  }
  if (wave !== undefined)
    for (const client of CLIENTS) for (let i = 0; i < wave.calls; i++) callAt(client, wave.atMs, false);
  for (const { how, fromMs, untilMs: overMs } of outages) {
    if (how === 'silent') continue;
    script.at(fromMs, () => script.note('outage', how));
    script.at(overMs, () => script.note('outage', 'over'));
  }
  watch(script, plan, begunMs);
}

/** Notes what happens, for the story, and ends a run whose storm shows nothing more. */
function watch(script: Script, { outages, untilMs }: Plan, begunMs: ReadonlyMap<string, number>): void {
  const outageOfCall = new Map<string, number>();
  for (const [id, atMs] of begunMs)
    outageOfCall.set(
      id,
      outages.findIndex((outage) => isDuring(outage, atMs)),
    );
  const left = outages.map((_, i) => {
    const calls = [...outageOfCall.values()].filter((one) => one === i).length;
    return ATTEMPTS_PER_CALL * calls + ATTEMPTS_BESIDES;
  });
  let seen = 0;
  let soFar = NOTHING;
  const look = (): void => {
    const trace = script.trace();
    let { calls, attempts, answers } = soFar;
    for (; seen < trace.length; seen++) {
      const event = trace[seen];
      if (event?.kind === 'invoke') calls++;
      if (event?.kind !== 'send') continue;
      const { body } = event.message;
      if (event.node === SERVER) {
        if (isJsonObject(body) && body['ok'] === true) answers++;
        continue;
      }
      attempts++;
      const i = outageOfCall.get(idOf(body)) ?? -1;
      if (i >= 0) left[i] = (left[i] ?? 0) - 1;
    }
    soFar = { calls, attempts, answers };
    if (left.some((attemptsLeft) => attemptsLeft < 0)) script.end();
    else script.after(LOOK_EVERY_MS, look);
  };
  const everyMs = untilMs > 50_000 ? 10_000 : untilMs > 12_000 ? 5_000 : 1_000;
  const tellSoFar = (): void => {
    script.note('so-far', { ...soFar, forMs: everyMs });
    soFar = NOTHING;
    script.after(everyMs, tellSoFar);
  };
  script.at(0, look);
  script.at(everyMs, tellSoFar);
}

/** An outage, and the traffic until all that is judged after it has been seen. */
function outageOf(how: Outage['how'], forMs: number, more: Partial<Plan> = {}): Plan {
  const outage = { how, fromMs: OUTAGE_FROM_MS, untilMs: OUTAGE_FROM_MS + forMs };
  return {
    traffic: 1,
    outages: [outage],
    untilMs: outage.untilMs + JUDGED_UNTIL_MS,
    faults: silences([outage]),
    ...more,
  };
}

/** All clients at one instant, when the server has just become unwell. */
function waveOf(how: Outage['how']): Plan {
  const outage = { how, fromMs: 1_000, untilMs: 4_000 };
  return {
    traffic: 1,
    outages: [outage],
    untilMs: 5_000,
    wave: { atMs: 1_000, calls: 8 },
    faults: silences([outage]),
  };
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
    title: 'An outage; long after it, one message in a hundred is lost',
    category: 'loss',
    judges: ['recovers', 'budget', 'succeeds', 'answers-in-time'],
    plans: [lossy()],
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

/** What an outage has used up, such as a stock of retries, must be there again when messages are lost. */
function lossy(): Plan {
  const outages: Outage[] = [{ how: 'silent', fromMs: OUTAGE_FROM_MS, untilMs: 12_000 }];
  const wellFromMs = 12_000 + JUDGED_UNTIL_MS;
  const untilMs = wellFromMs + 50_000;
  const loss = fault.burstLoss(linksBetween([SERVER], CLIENTS), {
    fromMs: wellFromMs,
    untilMs: untilMs + AFTER_MS,
    percent: 1,
  });
  return { traffic: 1, outages, untilMs, wellFromMs, faults: [...silences(outages), loss] };
}

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
