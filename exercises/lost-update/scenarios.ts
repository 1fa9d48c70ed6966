import { defineScenario, type Fault, type Prng, type ScenarioNode, type Script } from 'partial-failure/kit';
import {
  exchange,
  get,
  KEY,
  merge,
  play,
  put,
  REPLICAS,
  replicasOf,
  save,
  type Plan,
  type ReplicaId,
  type Step,
} from './commands.ts';
import { shortPlans } from './scenarios/short-plans.ts';

const HOUR = 3_600_000;
const END_MS = 60_000;

const nodes = (ids: readonly ReplicaId[] = REPLICAS): ScenarioNode[] =>
  ids.map((id) => ({ id, role: 'replica', args: () => [[...ids]] }));

/** What a replica sends by itself arrives when the run is long over. */
const UNHEARD = { minMs: 2 * END_MS, maxMs: 2 * END_MS };

interface Shown {
  readonly id: string;
  readonly title: string;
  readonly visible?: boolean;
  readonly category: string;
  readonly plans: readonly Plan[];
}

/** Plans with clocks that are right, without faults. */
function planned({ id, title, visible = false, category, plans }: Shown) {
  return defineScenario<Plan>({
    id,
    title,
    visible,
    category,
    endMs: END_MS,
    clockOffsetMs: 0,
    cases: plans,
    nodes: ({ case: plan }) => nodes(replicasOf(plan)),
    link: () => UNHEARD,
    script: (script, { case: plan }) => play(script, plan),
  });
}

const plan = (...steps: readonly (Step | readonly Step[])[]): Plan => ({ steps: steps.flat() });

const meetTwice = planned({
  id: 'two-replicas',
  title: 'Two clients at two replicas, which then exchange',
  visible: true,
  category: 'two clients at two replicas',
  plans: [
    plan(put('a', 'ham'), put('b', 'eggs'), exchange('a', 'b'), exchange('b', 'a')),
    plan(put('b', 'ham'), put('a', 'eggs'), exchange('a', 'b'), exchange('b', 'a')),
    plan(put('a', 'ham'), put('b', 'eggs'), put('c', 'milk'), exchange('a', 'b'), exchange('b', 'c')),
    plan(put('a', 'ham'), exchange('a', 'b'), put('b', 'eggs'), put('a', 'milk'), exchange('b', 'a')),
  ],
});

const oneReplica = planned({
  id: 'one-replica',
  title: 'Two clients at one replica',
  visible: true,
  category: 'two clients at one replica',
  plans: [
    plan(put('a', 'ham'), put('a', 'eggs')),
    plan(
      put('a', 'ham'),
      get('a', 'seen'),
      put('a', 'eggs', 'seen'),
      put('a', 'milk', 'seen'),
      put('a', 'oil', 'eggs'),
    ),
  ],
});

const readAndWrite = planned({
  id: 'read-write-read',
  title: 'Read, write, read',
  visible: true,
  category: 'one client reads and writes',
  plans: [
    plan(put('a', 'ham'), get('a', 'seen'), put('a', 'eggs', 'seen'), get('a', 'seen again')),
    plan(put('a', 'ham'), put('a', 'eggs', 'ham'), put('a', 'milk', 'eggs')),
    plan(
      put('a', 'ham'),
      put('b', 'eggs'),
      exchange('b', 'a'),
      get('a', 'both'),
      put('a', 'ham and eggs', 'both'),
    ),
  ],
});

const oldState = planned({
  id: 'old-state',
  title: 'An old state arrives late',
  visible: true,
  category: 'an old state arrives late',
  plans: [
    plan(
      put('a', 'ham'),
      save('a', 'old'),
      merge('b', 'old'),
      get('b', 'seen'),
      put('b', 'eggs', 'seen'),
      merge('b', 'old'),
    ),
    plan(put('a', 'ham'), save('a', 'old'), put('a', 'eggs', 'ham'), merge('a', 'old')),
  ],
});

const order = planned({
  id: 'any-order',
  title: 'States are merged twice, and a newer one before an older one',
  category: 'states in any order, and twice',
  plans: [
    plan(
      put('a', 'ham'),
      save('a', '1'),
      put('a', 'eggs', 'ham'),
      save('a', '2'),
      put('a', 'milk'),
      save('a', '3'),
      merge('b', '3'),
      merge('b', '1'),
      merge('b', '2'),
      merge('b', '3'),
      merge('c', '1'),
      merge('c', '3'),
      merge('c', '2'),
    ),
    plan(
      put('a', 'ham'),
      save('a', 'old'),
      exchange('a', 'b'),
      get('b', 'seen'),
      put('b', 'eggs', 'seen'),
      exchange('b', 'c'),
      get('c', 'newer'),
      put('c', 'milk', 'newer'),
      merge('c', 'old'),
      exchange('c', 'a'),
      merge('a', 'old'),
      merge('b', 'old'),
    ),
    // Long forgotten, and back.
    plan(
      put('a', 'w0'),
      save('a', 'old'),
      Array.from({ length: 30 }, (_, i) => put('a', `w${i + 1}`, `w${i}`)),
      exchange('a', 'b'),
      merge('b', 'old'),
      merge('a', 'old'),
    ),
    // A blind write beside a replaced one, which is then replaced elsewhere.
    plan(
      put('a', 'ham'),
      save('a', 'old'),
      put('b', 'eggs'),
      exchange('a', 'b'),
      get('b', 'both'),
      put('b', 'milk', 'both'),
      put('a', 'oil', 'ham'),
      exchange('b', 'a'),
      merge('b', 'old'),
      exchange('a', 'b'),
    ),
  ],
});

const carried = planned({
  id: 'carried-context',
  title: 'A context is used at another replica',
  category: 'a context at another replica',
  plans: [
    plan(put('a', 'ham'), save('a', 'old'), get('a', 'seen'), put('b', 'eggs', 'seen'), merge('b', 'old')),
    // What a write replaced is passed on with it.
    plan(
      put('a', 'ham'),
      save('a', 'old'),
      put('a', 'eggs', 'ham'),
      put('b', 'milk', 'eggs'),
      merge('b', 'old'),
    ),
    plan(put('a', 'ham'), put('a', 'eggs'), put('b', 'milk', 'eggs'), exchange('a', 'b')),
    plan(
      put('a', 'ham'),
      put('b', 'eggs', 'ham'),
      get('b', 'seen'),
      put('c', 'milk', 'seen'),
      exchange('a', 'c'),
      exchange('a', 'b'),
      exchange('c', 'b'),
    ),
    // Over three replicas, each of which knows only its own write.
    plan(
      put('a', 'ham'),
      save('a', '1'),
      put('b', 'eggs', 'ham'),
      save('b', '2'),
      put('c', 'milk', 'eggs'),
      save('c', '3'),
      put('a', 'oil', 'milk'),
      merge('a', '2'),
      merge('a', '3'),
      merge('b', '3'),
      merge('b', '1'),
      merge('c', '1'),
    ),
    // With a hole that is never filled but by the exchange.
    plan(
      put('a', 'ham'),
      put('a', 'eggs'),
      put('a', 'milk'),
      put('a', 'oil'),
      put('b', 'tea', 'milk'),
      exchange('b', 'c'),
      get('c', 'seen'),
      put('c', 'rice', 'seen'),
      exchange('a', 'c'),
      exchange('c', 'a'),
    ),
  ],
});

const usedAgain = planned({
  id: 'context-again',
  title: 'A context is used twice, or late',
  category: 'a context twice, or late',
  plans: [
    plan(put('a', 'ham'), get('a', 'seen'), put('a', 'eggs', 'seen'), put('a', 'milk', 'seen', 'late')),
    plan(
      put('a', 'ham'),
      get('a', 'seen'),
      put('a', 'eggs', 'seen'),
      put('b', 'milk', 'seen'),
      exchange('a', 'b'),
      exchange('b', 'a'),
    ),
    plan(
      put('a', 'ham'),
      get('a', 'seen'),
      put('a', 'eggs', 'seen'),
      put('a', 'milk', 'eggs'),
      put('a', 'oil', 'seen'),
      get('a', 'all'),
      put('a', 'tea', 'eggs'),
      put('a', 'rice', 'all'),
    ),
  ],
});

const putsContext = planned({
  id: 'put-context',
  title: 'A client goes on with the context of its own write',
  category: 'the context of a put',
  plans: [
    plan(put('a', 'ham'), put('a', 'eggs'), put('a', 'milk', 'eggs')),
    plan(put('a', 'ham'), put('b', 'eggs'), exchange('a', 'b'), put('b', 'milk', 'eggs'), exchange('b', 'a')),
    plan(
      put('a', 'ham'),
      get('a', 'seen'),
      put('a', 'eggs', 'seen'),
      put('a', 'milk', 'seen'),
      put('a', 'oil', 'milk'),
      put('a', 'tea', 'eggs'),
      exchange('a', 'b'),
      put('b', 'rice', 'oil'),
    ),
  ],
});

const atOnce = planned({
  id: 'same-instant',
  title: 'Several writes in one instant',
  category: 'several writes in one instant',
  plans: [
    { ...plan(put('a', 'ham'), put('a', 'eggs'), put('a', 'milk')), gapMs: 0 },
    { ...plan(put('a', 'ham'), put('b', 'eggs'), put('a', 'milk', 'ham'), exchange('b', 'a')), gapMs: 0 },
    { ...plan(put('a', 'ham'), put('a', 'eggs', 'ham'), put('a', 'milk', 'ham')), gapMs: 0, looks: false },
  ],
});

const equalValues = planned({
  id: 'equal-values',
  title: 'Two writes of the same value',
  category: 'equal values',
  plans: [
    plan(put('a', 'ham', undefined, '1'), put('a', 'ham', undefined, '2'), put('a', 'eggs', '1')),
    plan(
      put('a', 'ham', undefined, '1'),
      put('b', 'ham', undefined, '2'),
      get('b', 'seen'),
      put('b', 'eggs', 'seen'),
      exchange('a', 'b'),
      exchange('b', 'a'),
    ),
    plan(
      put('a', 'ham', undefined, '1'),
      save('a', 'old'),
      put('a', 'eggs', '1', '2'),
      put('a', 'ham', '2', '3'),
      exchange('a', 'b'),
      merge('b', 'old'),
      put('b', 'milk', '3'),
      merge('b', 'old'),
    ),
    plan(
      put('a', 'ham', undefined, '1'),
      put('a', 'ham', '1', '2'),
      exchange('a', 'b'),
      put('b', 'eggs', '1'),
    ),
  ],
});

const ODD = ['', '0', 'null', 'false', 'undefined', '[]', '{}', 'constructor', ' ', 'ham,eggs', 'a:1', '“'];

const oddTexts = planned({
  id: 'odd-texts',
  title: 'Keys and values that look like nothing',
  category: 'keys and values that look like nothing',
  plans: [
    plan(
      put('a', '', undefined, '1'),
      put('a', 'null', undefined, '2'),
      exchange('a', 'b'),
      get('b', 'seen'),
      put('b', '', 'seen', '3'),
      put('b', '0', '1', '4'),
      exchange('b', 'a'),
    ),
    // A get of nothing gives a context of nothing.
    plan(
      get('a', 'nothing'),
      put('a', 'ham'),
      put('a', 'eggs', 'nothing'),
      get('b', 'nothing there'),
      put('a', 'milk', 'nothing there'),
      put('b', 'oil', 'nothing'),
      exchange('a', 'b'),
    ),
    plan(
      ODD.map((text, i) => put(REPLICAS[i % 3] ?? 'a', text, undefined, `1 ${text}`, text)),
      ODD.map((text, i) =>
        put(REPLICAS[(i + 1) % 3] ?? 'a', 'x', i % 2 === 0 ? `1 ${text}` : undefined, `2 ${text}`, text),
      ),
    ),
    plan(
      ODD.map((text) => put('a', text)),
      exchange('a', 'b'),
      get('b', 'all'),
      put('b', '', 'all', 'last'),
      exchange('b', 'a'),
    ),
    // What is written under one key is nothing to another.
    plan(
      put('a', 'ham', undefined, '1', 'x'),
      put('a', 'eggs', undefined, '2', 'y'),
      put('a', 'milk', '1', '3', 'x'),
      put('b', 'oil', undefined, '4', 'x'),
      put('b', 'tea', '2', '5', 'y'),
      exchange('a', 'b'),
      get('b', 'seen', 'y'),
      put('b', 'rice', 'seen', '6', 'y'),
      exchange('b', 'a'),
      exchange('a', 'c'),
    ),
    // Nor does a context under one key carry news of another.
    plan(
      put('a', 'ham', undefined, '1', 'x'),
      exchange('a', 'b'),
      put('a', 'eggs', '1', '2', 'x'),
      get('a', 'seen', 'y'),
      put('b', 'milk', 'seen', '3', 'y'),
    ),
    plan(
      put('a', 'ham', undefined, '1', 'x'),
      get('a', 'seen', 'y'),
      put('b', 'milk', 'seen', '2', 'y'),
      get('b', 'seen there', 'x'),
      put('b', 'eggs', 'seen there', '3', 'x'),
      exchange('a', 'b'),
    ),
  ],
});

interface Clocked extends Plan {
  readonly steps: readonly Step[];
  /** How far the clocks of a, b and c step at the beginning, and after 45 ms. */
  readonly stepsMs: readonly (readonly [atMs: number, at: ReplicaId, byMs: number])[];
}

const overwritten = plan(
  put('a', 'ham'),
  exchange('a', 'b'),
  get('b', 'seen'),
  put('b', 'eggs', 'seen'),
  exchange('b', 'a'),
);
const concurrent = plan(
  put('a', 'ham'),
  put('b', 'eggs'),
  put('c', 'milk'),
  exchange('a', 'b'),
  exchange('b', 'c'),
);

const clocks = defineScenario<Clocked>({
  id: 'wrong-clocks',
  title: 'Clocks are wrong, and step',
  visible: false,
  category: 'wrong clocks',
  endMs: END_MS,
  clockOffsetMs: 600_000,
  cases: [
    { ...overwritten, stepsMs: [[0, 'a', 600_000]] },
    { ...overwritten, stepsMs: [[0, 'b', -600_000]] },
    { ...overwritten, stepsMs: [[25, 'b', -HOUR]] },
    { ...concurrent, stepsMs: [[5, 'b', -HOUR]] },
    { ...concurrent, stepsMs: [[5, 'b', HOUR]] },
    // The clock shows the same twice.
    {
      ...plan(put('a', 'ham'), put('a', 'eggs', 'ham'), put('a', 'milk'), put('a', 'oil', 'milk')),
      looks: false,
      stepsMs: [5, 15, 25].map((atMs) => [atMs, 'a', -10] as const),
    },
  ],
  nodes: () => nodes(),
  link: () => UNHEARD,
  faults: ({ case: { stepsMs } }) =>
    stepsMs.map(([atMs, node, byMs]): Fault => ({ kind: 'clock-step', at: { node, atMs }, byMs })),
  script: (script, { case: steps }) => play(script, steps),
});

const pauses = defineScenario<Plan>({
  id: 'pauses',
  title: 'A replica pauses',
  visible: false,
  category: 'pauses',
  endMs: END_MS,
  cases: [
    plan(
      put('a', 'ham'),
      put('b', 'eggs'),
      exchange('a', 'b'),
      get('b', 'both'),
      put('b', 'milk', 'both'),
      exchange('b', 'a'),
    ),
  ],
  nodes: () => nodes(),
  link: () => UNHEARD,
  script: (script, { case: steps }) => play(script, steps),
  sweep: { pause: { nodes: [...REPLICAS], forMs: [700] }, between: { minMs: 0, maxMs: 200 }, runsMax: 20 },
});

const everyShortPlan = planned({
  id: 'every-short-plan',
  title: 'Everything that four steps on two replicas, or three on three, can bring about',
  category: 'every short sequence of puts and exchanges',
  plans: [...shortPlans(3, 3), ...shortPlans(4, 2)],
});

/** A long plan: any replica, any context, any state, old ones too. */
function drawn(draw: Prng, puts: number): Plan {
  const keys = [KEY, '', 'constructor'];
  const steps: Step[] = [];
  const contexts = new Map<string, string[]>(keys.map((key) => [key, []]));
  const states: string[] = [];
  let made = 0;
  while (made < puts) {
    const at = draw.pick(REPLICAS);
    const key = draw.pick(keys);
    const own = contexts.get(key) ?? [];
    const as = `${steps.length}`;
    const what = draw.int(0, 9);
    if (what < 4) {
      // Mostly one of the newest contexts: old ones make nothing but siblings.
      const using =
        own.length === 0 || draw.chance(1, 4) ? undefined : draw.pick(own.slice(-3 - draw.int(0, 7)));
      const value = draw.chance(1, 6) ? '' : `w${made}`;
      steps.push(put(at, value, using, as, key));
      own.push(as);
      made++;
    } else if (what < 6) {
      steps.push(get(at, as, key));
      own.push(as);
    } else if (what < 8 || states.length === 0) {
      steps.push(save(at, as));
      states.push(as);
    } else {
      steps.push(merge(at, draw.pick(states.slice(-2 - draw.int(0, 11)))));
    }
  }
  return { steps, gapMs: 10 };
}

const long = defineScenario({
  id: 'long-runs',
  title: 'Many clients for a long time',
  visible: false,
  category: 'long runs',
  endMs: END_MS,
  clockOffsetMs: 600_000,
  nodes: () => nodes(),
  link: () => UNHEARD,
  script: (script: Script) => play(script, drawn(script.draw, 40)),
  sample: { runs: 12, mix: { untilMs: 10_000, clockStep: { nodes: [...REPLICAS], max: 4, byMs: HOUR } } },
});

export default [
  meetTwice,
  oneReplica,
  readAndWrite,
  oldState,
  usedAgain,
  putsContext,
  carried,
  order,
  atOnce,
  equalValues,
  oddTexts,
  clocks,
  pauses,
  everyShortPlan,
  long,
];
