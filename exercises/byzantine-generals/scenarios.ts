import { defineScenario, type AnyScenario, type Json, type NodeId, type Script } from 'partial-failure/kit';
import { DUE_MS } from './bounds.ts';
import type { Order } from './contract.ts';
import { traitor, TRAITOR_LINK_MS, type Lie } from './peers.ts';
import {
  COMMANDER,
  everyChoice,
  IN_PATTERN,
  LIEUTENANT,
  MALFORMED,
  ORDERS,
  TO_COMMANDER,
  type Behaviour,
} from './scenarios/strategies.ts';

/** Who is there, who commands, who lies, and how. */
export interface Plan {
  readonly generals: readonly NodeId[];
  readonly commander: NodeId;
  /** The order of a loyal commander. */
  readonly order: Order;
  readonly traitor?: NodeId;
  readonly lies: readonly Lie[];
  /** How long messages of the loyal take. */
  readonly link: { readonly minMs: number; readonly maxMs: number };
}

const FOUR = ['g1', 'g2', 'g3', 'g4'];
const FIVE = ['g1', 'g2', 'g3', 'g4', 'g5'];
/** Fixed, so that whether something is found does not depend on draws. */
const STEADY = { minMs: 25, maxMs: 25 };
/** When the first of a traitor's messages of a round arrives: within the round, however a program cuts it. */
const ORDER_AT_MS = 20;
const RELAY_AT_MS = 30;
const BETWEEN_MS = 3;

const plan = (rest: Partial<Plan>): Plan => ({
  generals: FOUR,
  commander: 'g1',
  order: 'attack',
  lies: [],
  link: STEADY,
  ...rest,
});

const behave = (to: NodeId, behaviour: Behaviour, firstMs: number): Lie[] =>
  behaviour.map((body, i) => ({ to, atMs: firstMs + i * BETWEEN_MS, body }));

/** A lying commander: one behaviour for each lieutenant. */
function lyingCommander(
  generals: readonly NodeId[],
  commander: NodeId,
  behaviours: readonly Behaviour[],
): Plan {
  const others = generals.filter((id) => id !== commander);
  const lies = others.flatMap((to, i) => behave(to, behaviours[i] ?? [], ORDER_AT_MS));
  return plan({ generals, commander, traitor: commander, lies });
}

/** A lying lieutenant: one behaviour for each of the others, the commander first. */
function lyingLieutenant(
  generals: readonly NodeId[],
  commander: NodeId,
  liar: NodeId,
  order: Order,
  behaviours: readonly Behaviour[],
): Plan {
  const others = [commander, ...generals.filter((id) => id !== commander && id !== liar)];
  const lies = others.flatMap((to, i) => behave(to, behaviours[i] ?? [], RELAY_AT_MS));
  return plan({ generals, commander, traitor: liar, order, lies });
}

/** Positions of commander and liar, one after the other: no position is always the same. */
const places = (generals: readonly NodeId[], i: number): { commander: NodeId; liar: NodeId } => {
  const at = (n: number): NodeId => generals[n % generals.length] ?? 'g1';
  return { commander: at(i), liar: at(i + 1 + (Math.floor(i / generals.length) % (generals.length - 1))) };
};

/** Every strategy of a lying commander of four: 12 behaviours for each of three lieutenants. */
export function everyCommander(): Plan[] {
  return everyChoice([COMMANDER, COMMANDER, COMMANDER]).map((behaviours, i) =>
    lyingCommander(FOUR, places(FOUR, i).commander, behaviours),
  );
}

/** Every strategy of a lying lieutenant of four: 17 behaviours for each of two, 3 for the commander, both orders. */
export function everyLieutenant(): Plan[] {
  return everyChoice([TO_COMMANDER, LIEUTENANT, LIEUTENANT]).flatMap((behaviours, i) =>
    ORDERS.map((order) => {
      const { commander, liar } = places(FOUR, i);
      return lyingLieutenant(FOUR, commander, liar, order, behaviours);
    }),
  );
}

/** Every strategy within the pattern, with everybody in every position. */
export function everyInPattern(generals: readonly NodeId[]): Plan[] {
  const commanders = generals.flatMap((commander) =>
    everyChoice(generals.slice(1).map(() => IN_PATTERN.order)).map((behaviours) =>
      lyingCommander(generals, commander, behaviours),
    ),
  );
  const lieutenants = generals.flatMap((commander) =>
    generals
      .filter((liar) => liar !== commander)
      .flatMap((liar) =>
        ORDERS.flatMap((order) =>
          everyChoice(generals.slice(2).map(() => IN_PATTERN.relay)).map((behaviours) =>
            lyingLieutenant(generals, commander, liar, order, [[], ...behaviours]),
          ),
        ),
      ),
  );
  return [...commanders, ...lieutenants];
}

/** Of five generals the pattern is tried in one position each; g2 commands or lies. */
function everyOfFive(): Plan[] {
  return [
    ...everyChoice(FIVE.slice(1).map(() => IN_PATTERN.order)).map((behaviours, i) =>
      lyingCommander(FIVE, places(FIVE, i).commander, behaviours),
    ),
    ...ORDERS.flatMap((order) =>
      everyChoice(FIVE.slice(2).map(() => IN_PATTERN.relay)).map((behaviours, i) => {
        const { commander, liar } = places(FIVE, i);
        return lyingLieutenant(FIVE, commander, liar, order, [[], ...behaviours]);
      }),
    ),
  ];
}

const said = (type: 'order' | 'relay', order: Order): Json => ({ type, order });

/** One message of the traitor arrives at a time of the grid; the others are in time, and the two halves differ. */
function onTheGrid(): Plan[] {
  const grid = [
    ...Array.from({ length: 40 }, (_, i) => 5 + 10 * i),
    1,
    49,
    50,
    51,
    99,
    100,
    101,
    149,
    150,
    151,
    199,
    200,
    201,
    398,
  ];
  return grid.flatMap((atMs) => [
    // The commander: two lieutenants heard one order, or one of each; the third hears late, or hears another.
    ...ORDERS.flatMap((order) => [
      late(
        'g1',
        [
          { to: 'g2', order: 'attack' },
          { to: 'g3', order: 'retreat' },
        ],
        { to: 'g4', order, atMs },
      ),
      late('g1', [{ to: 'g2', order: 'attack' }], { to: 'g3', order, atMs }),
      late(
        'g1',
        [
          { to: 'g2', order: 'retreat' },
          { to: 'g3', order: 'retreat' },
          { to: 'g4', order: 'attack' },
        ],
        { to: 'g4', order, atMs },
      ),
      late(
        'g1',
        [
          { to: 'g2', order: 'retreat' },
          { to: 'g3', order: 'attack' },
          { to: 'g4', order: 'attack' },
        ],
        { to: 'g2', order, atMs },
      ),
      late('g1', [], { to: 'g3', order, atMs }),
    ]),
    // A lieutenant: a false relay, early or late, also an order that it has no right to give.
    ...ORDERS.flatMap((order) =>
      (['relay', 'order'] as const).map((type) =>
        plan({
          order,
          traitor: 'g3',
          lies: [{ to: 'g2', atMs, body: said(type, order === 'attack' ? 'retreat' : 'attack') }],
        }),
      ),
    ),
  ]);

  function late(
    commander: NodeId,
    heard: readonly { to: NodeId; order: Order }[],
    last: { to: NodeId; order: Order; atMs: number },
  ): Plan {
    const lies = heard.map(({ to, order }) => ({ to, atMs: ORDER_AT_MS, body: said('order', order) }));
    return plan({
      commander,
      traitor: commander,
      lies: [...lies, { to: last.to, atMs: last.atMs, body: said('order', last.order) }],
    });
  }
}

const LINKS = [
  { minMs: 1, maxMs: 1 },
  { minMs: 49, maxMs: 49 },
  { minMs: 1, maxMs: 49 },
];

/** Messages that are none: beside what is right, from a commander and from a lieutenant, first and in between. */
function malformed(): Plan[] {
  return MALFORMED.flatMap((body, i) => [
    plan({
      traitor: 'g1',
      lies: FOUR.slice(1).flatMap((to, j) => [
        { to, atMs: 10 + j, body },
        { to, atMs: 20, body: said('order', j === 0 ? 'attack' : 'retreat') },
      ]),
    }),
    plan({ traitor: 'g1', lies: [{ to: 'g2', atMs: 5 + i, body }] }),
    ...ORDERS.map((order) =>
      plan({
        traitor: 'g2',
        order,
        lies: FOUR.filter((id) => id !== 'g2').map((to) => ({ to, atMs: 10 + (i % 50), body })),
      }),
    ),
  ]);
}

/** Times at which decisions are looked at: after whatever may have changed one. */
const LOOKS_MS = [22, 27, 32, 52, 60, 77, 101, 150, 201, 300];
const CLOSE_LOOKS_MS = Array.from({ length: 79 }, (_, i) => 5 + 5 * i);

function scenario(
  what: { id: string; title: string; visible?: boolean; category: string; close?: boolean },
  plans: readonly Plan[],
): AnyScenario {
  const { close = false, visible = false, ...rest } = what;
  return defineScenario<Plan>({
    ...rest,
    visible,
    endMs: DUE_MS + 2,
    cases: plans,
    nodes: ({ case: { generals, commander, traitor: liar, lies } }) =>
      generals.map((id) =>
        id === liar
          ? { id, course: traitor(lies) }
          : { id, role: 'general', args: () => [[...generals], commander] },
      ),
    link: (from, _to, { case: { traitor: liar, link } }) =>
      from === liar ? { minMs: TRAITOR_LINK_MS, maxMs: TRAITOR_LINK_MS } : link,
    script: (script, { case: one }) => watch(script, one, close ? CLOSE_LOOKS_MS : LOOKS_MS),
  });
}

/** Begins, and notes what each loyal general shows, whenever that has changed. */
function watch(
  script: Script,
  { generals, commander, order, traitor: liar }: Plan,
  looks: readonly number[],
): void {
  const loyal = generals.filter((id) => id !== liar);
  const shown = new Map<NodeId, Json>();
  for (const id of loyal) script.call(id, 'begin', id === commander ? [order] : []);
  const look = (due: boolean): void => {
    for (const node of loyal) {
      const value = script.probe(node, 'decision') ?? null;
      if (!due && value === (shown.get(node) ?? null)) continue;
      shown.set(node, value);
      script.note(due ? 'due' : 'shows', { node, value });
    }
  };
  for (const atMs of looks) script.at(atMs, () => look(false));
  script.at(DUE_MS, () => {
    look(true);
    script.end();
  });
}

export default [
  scenario({ id: 'all-loyal', title: 'All are loyal', visible: true, category: 'no traitor', close: true }, [
    plan({}),
    plan({ order: 'retreat', commander: 'g3' }),
  ]),
  scenario(
    {
      id: 'two-faced',
      title: 'The commander says one thing here and another there',
      visible: true,
      category: 'a lying commander',
      close: true,
    },
    [
      lyingCommander(FOUR, 'g1', [COMMANDER[1] ?? [], COMMANDER[2] ?? [], COMMANDER[1] ?? []]),
      lyingCommander(FOUR, 'g1', [COMMANDER[1] ?? [], COMMANDER[2] ?? [], COMMANDER[2] ?? []]),
    ],
  ),
  scenario(
    {
      id: 'false-relay',
      title: 'A lieutenant passes on the opposite',
      visible: true,
      category: 'a lying lieutenant',
      close: true,
    },
    ORDERS.map((order) =>
      lyingLieutenant(FOUR, 'g1', 'g3', order, [
        [],
        ...[0, 1].map(() => [said('relay', order === 'attack' ? 'retreat' : 'attack')]),
      ]),
    ),
  ),
  scenario(
    {
      id: 'silent',
      title: 'The commander says nothing',
      visible: true,
      category: 'a silent commander',
      close: true,
    },
    [lyingCommander(FOUR, 'g1', []), lyingCommander(FOUR, 'g1', [COMMANDER[1] ?? []])],
  ),
  scenario(
    {
      id: 'pattern',
      title: 'Every strategy within the two rounds',
      category: 'each of four generals lies, within the two rounds: every strategy',
    },
    everyInPattern(FOUR),
  ),
  scenario(
    {
      id: 'five',
      title: 'Five generals',
      category: 'one of five generals lies, within the two rounds: every strategy',
    },
    everyOfFive(),
  ),
  scenario(
    {
      id: 'grid',
      title: 'One message at any time',
      category: 'one message of the traitor at each time of a grid',
    },
    onTheGrid(),
  ),
  scenario(
    { id: 'malformed', title: 'Messages that are none', category: 'messages that are none' },
    malformed(),
  ),
  scenario(
    {
      id: 'links',
      title: 'Fast and slow messengers',
      category: 'messages of the loyal are fast, slow or mixed',
      close: true,
    },
    LINKS.flatMap((link) => [
      ...ORDERS.map((order) => plan({ order, link })),
      ...ORDERS.map((order) => plan({ order, link, traitor: 'g3' })),
      { ...lyingCommander(FOUR, 'g1', [COMMANDER[1] ?? [], COMMANDER[2] ?? [], []]), link },
      { ...lyingCommander(FOUR, 'g2', [COMMANDER[2] ?? [], COMMANDER[2] ?? [], COMMANDER[1] ?? []]), link },
      ...ORDERS.map((order) => ({
        ...lyingLieutenant(FOUR, 'g4', 'g1', order, [
          [],
          ...[0, 1].map(() => [said('relay', order === 'attack' ? 'retreat' : 'attack')]),
        ]),
        link,
      })),
    ]),
  ),
  scenario(
    {
      id: 'commander',
      title: 'Every lying commander',
      category: 'a lying commander of four: every strategy out of twelve behaviours',
    },
    everyCommander(),
  ),
  scenario(
    {
      id: 'lieutenant',
      title: 'Every lying lieutenant',
      category: 'a lying lieutenant of four: every strategy out of seventeen behaviours',
    },
    everyLieutenant(),
  ),
];
