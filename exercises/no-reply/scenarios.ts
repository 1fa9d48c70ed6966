import {
  atNthStep,
  byRule,
  combine,
  defineScenario,
  fault,
  isJsonObject,
  linksBetween,
  upon,
  type Decider,
  type Fault,
  type FaultMix,
  type Message,
  type Script,
  type Span,
  type WorldView,
} from 'partial-failure/kit';
import { bank } from './peers.ts';
import { drawn } from './scenarios/commands.ts';
import { BANK, SHOP } from './facts.ts';
import { DEADLINE_MS, ROOM_MS, STRETCH_MADE_MS } from './bounds.ts';

const SECOND = 1_000;
const HOUR = 3_600_000;
/** Until everything that may have been held up has arrived. */
const END_MS = 300_000;
const LINKS = linksBetween([SHOP], [BANK]);
/** An exchange takes 486 to 492 ms: just within what a good stretch promises. */
const SLOW: Span = { minMs: 243, maxMs: 246 };

// ---- what is paid

interface Payment {
  readonly id: string;
  readonly amount: number;
  /** Whether the account covers it. Default: yes. */
  readonly covered?: boolean;
  /** When `pay` is called first. Default: at once. */
  readonly atMs?: number;
  /** How often it is called again after "unknown". Default: never. */
  readonly again?: number;
  /** How long after "unknown". Default: 2 s. */
  readonly pauseMs?: number;
}

const covers =
  (payments: readonly Payment[]) =>
  (amount: number): boolean =>
    payments.every((payment) => payment.amount !== amount || payment.covered !== false);

/** Calls `pay` for each payment, and again after "unknown" as long as the plan says. */
function callAll(script: Script, payments: readonly Payment[]): void {
  for (const payment of payments) {
    const { id, amount, covered = true, atMs = 0, again = 0 } = payment;
    script.note('payment', { id, amount, covered });
    script.at(atMs, () => callOne(script, payment, again));
  }
}

function callOne(script: Script, payment: Payment, again: number): void {
  const { id, amount, pauseMs = 2 * SECOND } = payment;
  if (!script.isStarted(SHOP)) {
    script.after(100, () => callOne(script, payment, again));
    return;
  }
  const operation = script.call(SHOP, 'pay', [BANK, { id, amount }], ({ status, value }) => {
    if (status !== 'ok' || value !== 'unknown' || again === 0) return;
    script.after(pauseMs, () => callOne(script, payment, again - 1));
  });
  script.after((DEADLINE_MS + ROOM_MS) * 1.002 + 3, () => {
    if (operation.status === 'open') script.note('overdue', operation.id);
  });
}

/** The shop may restart between calls only. */
function mayCrash(node: string, view: WorldView): boolean {
  if (node !== SHOP) return true;
  let open = 0;
  for (const { kind } of view.trace()) {
    if (kind === 'invoke') open++;
    else if (kind === 'return' || kind === 'throw') open--;
  }
  return open === 0;
}

// ---- what happens to messages

/** One message between shop and bank, as a rule sees it. */
interface Passing {
  /** Whether the bank's answer, and not the request. */
  readonly reply: boolean;
  readonly op: string;
  /** How many calls of `pay` have begun, over all. From 1. */
  readonly call: number;
  /** Ordinal of the request, over all; from 0. */
  readonly nth: number;
  /** When the *request* was sent, in ms after the latest call began. */
  readonly atMs: number;
}

/** What becomes of it: it passes, is lost, or is held up for so many ms. */
type Rule = (passing: Passing) => 'pass' | 'lose' | number;

const lose: Rule = () => 'lose';

function obey(rule: Rule): Decider {
  let calls = 0;
  let callUs = 0;
  return combine([
    {
      onEvent(event) {
        if (event.kind !== 'invoke') return;
        calls++;
        callUs = event.atUs;
      },
    },
    byRule(
      ({ reply, nth, about }) => {
        const fate = rule({ reply, nth, ...about });
        if (fate === 'lose') return 'drop';
        return fate === 'pass' ? fate : { delayMs: fate };
      },
      ({ body }: Message, view: WorldView) => ({
        op: isJsonObject(body) ? String(body['op']) : '',
        call: calls,
        atMs: (view.nowUs() - callUs) / 1000,
      }),
    ),
  ]);
}

const cut = (fromMs: number, untilMs: number) => fault.cut(LINKS, { fromMs, untilMs });
const stepAt = (atMs: number, byMs: number): Fault => fault.clockStep(SHOP, { atMs, byMs });
const bankCrash = (atMs: number, restartAfterMs: number | null): Fault =>
  fault.crash(BANK, { atMs, restartAfterMs });
const bankPause = (atMs: number, forMs: number): Fault => fault.pause(BANK, { atMs, forMs });

/** The bank crashes just before it sends its answer number `nth`: it has decided, and tells nobody. */
function crashBeforeAnswer(nth: number, restartAfterMs: number): Decider {
  return atNthStep(
    ({ node, call }) => node === BANK && call === 'reply',
    nth,
    (step) => fault.crashAt(step, { restartAfterMs }),
  );
}

/** The shop restarts after each call that ended in "unknown", if none is open. */
function restartsAfterUnknown(afterMs: number): Decider {
  return upon((event, view) => {
    if (event.kind !== 'return' || event.value !== 'unknown') return [];
    return [fault.crash(SHOP, { atMs: view.nowUs() / 1000 + afterMs, restartAfterMs: 300 })];
  });
}

/**
 * The worst good stretch for a program: it begins just after request number `k` has set out in vain. What came before
 * was in vain as well, `whose` being lost, and after the stretch nothing passes.
 */
function stretchAfter(k: number, whose: 'requests' | 'answers'): Decider {
  return byRule(({ nth, reply }, view) => {
    if (nth > k) return 'pass';
    if (nth === k && !reply) {
      const endMs = view.nowUs() / 1000 + STRETCH_MADE_MS;
      view.inject(cut(endMs, endMs + 15 * SECOND));
    }
    return reply === (whose === 'answers') ? 'drop' : 'pass';
  });
}

// ---- scenarios of planned calls

interface Plan {
  readonly payments: readonly Payment[];
  readonly rule?: Rule;
  readonly faults?: readonly Fault[];
  readonly director?: () => Decider;
  /** The shop restarts so many ms after each "unknown". */
  readonly restartsAfterMs?: number;
}

interface What {
  readonly id: string;
  readonly title: string;
  readonly visible?: boolean;
  readonly category: string;
  readonly link?: Span;
}

function planned({ id, title, visible = false, category, link }: What, plans: readonly Plan[]) {
  return defineScenario<Plan>({
    id,
    title,
    visible,
    category,
    endMs: END_MS,
    disk: { minMs: 1, maxMs: 50 },
    cases: plans,
    nodes: ({ case: { payments } }) => [
      { id: SHOP, role: 'payer' },
      { id: BANK, course: bank(covers(payments)) },
    ],
    ...(link !== undefined && { link: () => link }),
    direct: ({ case: { rule, director, restartsAfterMs } }) =>
      combine([
        ...(rule === undefined ? [] : [obey(rule)]),
        ...(director === undefined ? [] : [director()]),
        ...(restartsAfterMs === undefined ? [] : [restartsAfterUnknown(restartsAfterMs)]),
      ]),
    mayCrash,
    script: (script, { case: { payments } }) => callAll(script, payments),
  });
}

const order = (rest: Partial<Payment> = {}): Payment => ({ id: 'order-7731', amount: 40, ...rest });
const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
/** One order with each of these rules. */
const ruled = (rules: readonly Rule[], rest: Partial<Payment> = {}): Plan[] =>
  rules.map((rule) => ({ payments: [order(rest)], rule }));

/** Requests that are carried out long after the call that sent them. */
const LATE_REQUESTS: readonly Rule[] = [
  ({ nth, reply }) => (nth === 0 && !reply ? 30_000 : 'pass'),
  ({ op, reply }) => (op === 'pay' && !reply ? 30_000 : 'pass'),
  ({ op, reply }) => (reply ? 'pass' : op === 'pay' ? 30_000 : op === 'cancel' ? 'lose' : 'pass'),
  ({ op, reply }) => (reply ? 'pass' : op === 'pay' ? 30_000 : op === 'cancel' ? 45_000 : 'pass'),
  ({ op, reply }) => (reply ? (op === 'cancel' ? 'lose' : 'pass') : op === 'pay' ? 30_000 : 'pass'),
  ({ op, reply }) => (op === 'pay' && !reply ? 12_000 : 'pass'),
  ({ reply }) => (reply ? 'pass' : 15_000),
  ({ nth, reply }) => (reply ? 'pass' : nth === 0 ? 60_000 : 'lose'),
  // Both in the last three seconds, the payment just before the cancel.
  ({ nth, op, reply }) =>
    reply ? 'pass' : nth === 0 ? 7_500 : op === 'cancel' ? 1_000 : op === 'pay' ? 'lose' : 'pass',
  // The other way round.
  ({ nth, op, reply }) => (reply ? 'pass' : nth === 0 ? 9_200 : op === 'pay' ? 'lose' : 'pass'),
  ({ nth, reply }) => (reply ? 'pass' : nth === 0 ? 9_900 : 'lose'),
];

const LATE_ANSWERS: readonly Rule[] = [
  ...[600, 1_500, 3_500, 9_000, 9_900, 20_000].map(
    (ms): Rule =>
      ({ reply }) =>
        reply ? ms : 'pass',
  ),
  ({ nth, reply }) => (reply ? (nth === 0 ? 8_000 : 'lose') : 'pass'),
  ({ op, reply }) => (reply ? (op === 'pay' ? 7_800 : 'pass') : 'pass'),
  // An old "none" comes after the decision, as the last of all answers.
  ({ nth, op, reply, atMs }) => {
    if (op === 'status' && nth <= 2) return reply ? 9_880 - atMs : 'pass';
    return (nth === 0 && !reply) || atMs > 9_000 ? 'lose' : 'pass';
  },
];

/** What was paid, or refused, is heard of only when something else is asked. */
const ANSWERS_LOST: readonly Rule[] = [
  ({ nth, reply }) => (nth === 0 && reply ? 'lose' : 'pass'),
  ({ reply, atMs }) => (reply && atMs < 7_000 ? 'lose' : 'pass'),
  ({ op, reply }) => (reply && op === 'pay' ? 'lose' : 'pass'),
  ({ op, reply, atMs }) => (reply && (op === 'pay' || atMs < 7_000) ? 'lose' : 'pass'),
  ({ op, reply }) => (op === 'cancel' && reply ? 'lose' : op === 'pay' ? 'lose' : 'pass'),
  ({ op, reply, atMs }) =>
    reply ? (op === 'pay' || atMs < 6_900 ? 'lose' : 'pass') : op === 'status' ? 'lose' : 'pass',
  ({ reply, atMs }) => (reply && atMs < 6_600 ? 'lose' : 'pass'),
];

/** The first call is in vain in one of these ways; the second one is not. */
const VAIN_CALLS: readonly Rule[] = [
  ({ call, reply }) => (call === 1 && reply ? 'lose' : 'pass'),
  ({ call }) => (call === 1 ? 'lose' : 'pass'),
  ({ call, reply }) => (call === 1 && !reply ? 30_000 : 'pass'),
  ({ call, reply, atMs }) => (call === 1 ? (reply ? 'lose' : Math.max(0, 12_500 - atMs)) : 'pass'),
  ({ call, op, reply }) => (call > 1 ? 'pass' : op === 'cancel' ? (reply ? 'lose' : 'pass') : 'lose'),
  ({ call, op, reply }) => (call > 1 ? 'pass' : reply ? 'lose' : op === 'pay' ? 25_000 : 'pass'),
  ({ call, op, reply }) => (call > 1 ? 'pass' : reply ? 'lose' : op === 'cancel' ? 20_000 : 'lose'),
  ({ call, nth, reply }) => (call > 1 ? 'pass' : reply || nth > 0 ? 'lose' : 11_500),
];

/** Four calls in vain; only the fifth reaches the bank, or only its answers return. */
const FOUR_IN_VAIN: readonly Rule[] = [
  ({ call }) => (call <= 4 ? 'lose' : 'pass'),
  ({ call, reply }) => (call <= 4 && reply ? 'lose' : 'pass'),
  ({ call, reply }) => (call <= 4 ? (reply ? 'lose' : 50_000) : 'pass'),
];

const DRAWN: FaultMix = {
  untilMs: 60_000,
  dropPercent: 70,
  delay: { percent: 60, by: { minMs: 100, maxMs: 60_000 } },
  duplicate: { percent: 40, after: { minMs: 1, maxMs: 60_000 } },
  partition: { nodes: [SHOP, BANK], max: 3, forMs: { minMs: 1_000, maxMs: 20_000 } },
  crash: { nodes: [BANK], max: 3, restartAfter: { minMs: 200, maxMs: 15_000 } },
  pause: { nodes: [BANK], max: 2, forMs: { minMs: 200, maxMs: 15_000 } },
  clockStep: { nodes: [SHOP], max: 2, byMs: HOUR },
};

export default [
  planned({ id: 'good-weather', title: 'Good weather', visible: true, category: 'no fault' }, [
    { payments: [order()] },
    { payments: [order({ amount: 900, covered: false })] },
  ]),
  planned({ id: 'answer-lost', title: 'An answer is lost', visible: true, category: 'an answer is lost' }, [
    { payments: [order()], rule: ({ nth, reply }) => (nth === 0 && reply ? 'lose' : 'pass') },
  ]),
  planned({ id: 'bank-dead', title: 'The bank is dead', visible: true, category: 'the bank is dead' }, [
    { payments: [order()], faults: [bankCrash(1, null)] },
  ]),
  planned({ id: 'request-lost', title: 'A request is lost', category: 'a request is lost' }, [
    ...ruled(
      range(4).map(
        (n): Rule =>
          ({ nth, reply }) =>
            nth <= n && !reply ? 'lose' : 'pass',
      ),
    ),
    {
      payments: [order({ covered: false })],
      rule: ({ nth, reply }) => (nth === 0 && !reply ? 'lose' : 'pass'),
    },
  ]),
  planned(
    { id: 'request-late', title: 'A request waits in a queue', category: 'a request waits in a queue' },
    [
      ...ruled(LATE_REQUESTS),
      ...ruled(LATE_REQUESTS, { again: 1 }),
      ...ruled(LATE_REQUESTS, { covered: false }),
    ],
  ),
  planned({ id: 'answer-late', title: 'An answer is late', category: 'an answer is late' }, [
    ...ruled(LATE_ANSWERS),
    ...ruled(LATE_ANSWERS, { covered: false, again: 1 }),
  ]),
  planned({ id: 'answers-lost', title: 'Answers are lost for long', category: 'answers are lost for long' }, [
    ...ruled(ANSWERS_LOST),
    ...ruled(ANSWERS_LOST, { covered: false }),
    ...ruled(ANSWERS_LOST, { again: 2 }),
  ]),
  planned(
    { id: 'doubled', title: 'Messages are doubled', category: 'messages are doubled' },
    [0, 5, 3_000, 20_000].map((afterMs) => ({
      payments: [order(), order({ id: 'order-7732', amount: 55, atMs: 1_500 })],
      director: () => byRule(() => ({ duplicateAfterMs: afterMs })),
    })),
  ),
  planned(
    {
      id: 'stretch-at',
      title: 'The bank can be reached for three seconds',
      category: 'the bank can be reached for three seconds only',
      link: SLOW,
    },
    [...range(27).map((i) => 250 * i), 3_970, 6_760].map((fromMs) => ({
      payments: [order({ covered: (fromMs / 250) % 3 !== 1 })],
      faults: [cut(0, fromMs), cut(fromMs + STRETCH_MADE_MS, 25 * SECOND)],
    })),
  ),
  planned(
    {
      id: 'stretch-after',
      title: 'The bank can be reached just after an attempt',
      category: 'the bank can be reached for three seconds only',
      link: SLOW,
    },
    [
      ...range(23).map((k) => ({ payments: [order()], director: () => stretchAfter(k, 'requests') })),
      ...range(13).map((k) => ({
        payments: [order({ covered: k % 2 === 0 })],
        director: () => stretchAfter(k, 'answers'),
      })),
      // Often enough for programs that draw their pauses.
      ...range(30).map((i) => ({ payments: [order()], director: () => stretchAfter(i % 6, 'requests') })),
    ],
  ),
  planned(
    {
      id: 'slow-exchange',
      title: 'Every exchange takes half a second',
      category: 'every exchange takes half a second',
      link: SLOW,
    },
    [
      { payments: [order()] },
      { payments: [order({ covered: false })] },
      { payments: [order()], faults: [cut(0, 6_700)] },
    ],
  ),
  planned(
    {
      id: 'crowd',
      title: 'Many payments and little time',
      category: 'several payments',
      link: SLOW,
    },
    [0, 3_900, 6_600].map((fromMs) => ({
      payments: range(8).map((i) => ({ id: `p${i}`, amount: 10 + i, covered: i % 3 !== 1, atMs: 5 * i })),
      faults: [cut(0, fromMs), cut(fromMs + STRETCH_MADE_MS + 60, 25 * SECOND)],
    })),
  ),
  planned({ id: 'bank-crashes', title: 'The bank crashes', category: 'the bank crashes' }, [
    ...range(3).flatMap((n) =>
      [300, 4_000, 20_000].map((ms) => ({
        payments: [order({ again: 1, covered: n !== 1 })],
        director: () => crashBeforeAnswer(n, ms),
      })),
    ),
    { payments: [order()], faults: [bankCrash(1, 6_500)] },
    { payments: [order({ covered: false })], faults: [bankCrash(1, 3_900)] },
    { payments: [order({ again: 1 })], faults: [bankCrash(1, 11_000)] },
  ]),
  planned(
    { id: 'bank-pauses', title: 'The bank pauses', category: 'the bank pauses' },
    [3_000, 6_500, 8_500, 9_950, 10_500, 25_000].flatMap((forMs) => [
      { payments: [order({ again: 1 })], faults: [bankPause(1, forMs)] },
      { payments: [order({ covered: false })], faults: [bankPause(1, forMs)] },
    ]),
  ),
  planned({ id: 'clock-steps', title: 'The time of day steps', category: 'the time of day steps' }, [
    ...[100, 2_000, 9_000].flatMap((atMs) => [
      { payments: [order()], rule: lose, faults: [stepAt(atMs, -HOUR)] },
      { payments: [order()], rule: lose, faults: [stepAt(atMs, HOUR)] },
    ]),
    { payments: [order()], rule: lose, faults: [stepAt(5_000, -4_000)] },
    ...[100, 1_000, 3_000].flatMap((atMs) => [
      { payments: [order()], faults: [cut(0, 3_500), stepAt(atMs, HOUR)] },
      { payments: [order()], faults: [cut(0, 6_700), stepAt(atMs, 4_000)] },
      { payments: [order()], faults: [cut(0, 6_700), stepAt(atMs, -HOUR)] },
      { payments: [order({ covered: false })], faults: [cut(0, 3_900), stepAt(atMs, -5_000)] },
    ]),
    // Forward, and something can be reached: whoever cancels by this clock does so too early.
    ...[1_000, 4_000].map((atMs) => ({
      payments: [order()],
      faults: [stepAt(atMs, HOUR)],
      rule: (({ reply, op }) => (reply && op === 'pay' ? 'lose' : 'pass')) satisfies Rule,
    })),
  ]),
  planned({ id: 'called-again', title: 'Called again', category: 'called again after "unknown"' }, [
    ...ruled(VAIN_CALLS, { again: 1 }),
    ...ruled(VAIN_CALLS, { again: 1, covered: false }),
    ...ruled(VAIN_CALLS, { again: 1, pauseMs: 0 }),
    ...ruled(FOUR_IN_VAIN, { again: 4, pauseMs: 500 }),
    ...ruled(VAIN_CALLS, { again: 2, pauseMs: 40 * SECOND }),
    // A second call that can decide only late.
    { payments: [order({ again: 1 })], faults: [cut(0, 18_700)] },
  ]),
  planned(
    { id: 'restarted', title: 'Called again after a restart', category: 'called again after a restart' },
    [
      ...ruled(VAIN_CALLS, { again: 1 }),
      ...ruled(VAIN_CALLS.slice(0, 4), { again: 1, covered: false }),
      ...ruled(FOUR_IN_VAIN, { again: 4 }),
      // After the restart, another payment is the first one.
      ...[40, 41].map((amount) => ({
        payments: [
          order({ again: 1, pauseMs: 25 * SECOND }),
          order({ id: 'order-7732', amount, atMs: 15 * SECOND }),
        ],
        rule: (({ call, reply }) => (call === 1 && reply ? 'lose' : 'pass')) satisfies Rule,
      })),
    ].flatMap((plan: Plan): Plan[] => [0, 500].map((restartsAfterMs) => ({ ...plan, restartsAfterMs }))),
  ),
  planned({ id: 'together', title: 'Several payments', category: 'several payments' }, [
    ...[0, 30, 4_000, 12_000].flatMap((atMs) => [
      // Equal amounts.
      { payments: [order(), order({ id: 'order-7732', atMs })] },
      // One is covered and the other is not.
      { payments: [order(), order({ id: 'order-7732', amount: 900, covered: false, atMs })] },
      { payments: [order({ covered: false }), order({ id: 'order-773', amount: 7, atMs })] },
      // Nothing passes.
      { payments: [order(), order({ id: 'order-7732', amount: 7, atMs })], rule: lose },
      // Only the answers to the later one, at the end of its time.
      {
        payments: [order(), order({ id: 'order-7732', amount: 7, covered: false, atMs })],
        faults: [cut(0, atMs + 6_700)],
      },
      // Only the first, at the beginning.
      {
        payments: [order(), order({ id: 'order-7732', amount: 7, atMs })],
        faults: [cut(3_200, atMs + 12_000)],
      },
    ]),
    {
      payments: range(8).map((i) => ({
        id: `p${i}`,
        amount: 10 + (i % 5),
        covered: i % 5 !== 2,
        atMs: i < 4 ? 0 : 600 * i,
      })),
    },
    {
      payments: range(6).map((i) => ({
        id: `p${i}`,
        amount: 10 + i,
        covered: i % 3 !== 1,
        atMs: 2_100 * i,
        again: 1,
      })),
      rule: ({ nth, reply }) => (nth % 3 === 0 && reply ? 'lose' : nth % 5 === 1 && !reply ? 20_000 : 'pass'),
    },
    // Ids and keys that look alike.
    {
      payments: ['a-1', 'A-1', 'a-1 ', 'a-1/1', 'a-11', ' a-1', 'ä-1', 'a_1'].map((id, i) => ({
        id,
        amount: 30,
        atMs: 40 * (i % 3),
      })),
    },
    // Called again while another call is under way.
    {
      payments: [
        order({ again: 2, pauseMs: 100 }),
        order({ id: 'order-7732', amount: 7, atMs: 8_000, covered: false }),
      ],
      faults: [cut(0, 14_000)],
    },
    {
      payments: [order({ again: 2, pauseMs: 100 }), order({ id: 'order-7732', atMs: 8_000 })],
      rule: ({ call, reply }) => (call === 1 && reply ? 'lose' : 'pass'),
    },
  ]),
  defineScenario({
    id: 'one-fault',
    title: 'One fault at every decision',
    visible: false,
    category: 'a single fault, anywhere',
    endMs: END_MS,
    disk: { minMs: 1, maxMs: 50 },
    nodes: () => [
      { id: SHOP, role: 'payer' },
      { id: BANK, course: bank((amount) => amount !== 55) },
    ],
    mayCrash,
    script(script) {
      const payments = [
        order({ again: 1 }),
        order({ id: 'order-7732', amount: 55, covered: false, atMs: 300, again: 1 }),
      ];
      callAll(script, payments);
    },
    sweep: {
      crash: { nodes: [BANK], restartAfterMs: 700 },
      pause: { nodes: [BANK], forMs: [1_200, 12_000] },
      drop: true,
      delayMs: [1_500, 12_000, 50_000],
      duplicateAfterMs: [1, 15_000],
    },
  }),
  defineScenario({
    id: 'drawn',
    title: 'Drawn faults',
    visible: false,
    category: 'many faults together',
    endMs: END_MS,
    disk: { minMs: 1, maxMs: 50 },
    nodes: () => [
      { id: SHOP, role: 'payer' },
      { id: BANK, course: bank((amount) => amount % 3 !== 0) },
    ],
    mayCrash,
    script(script) {
      const { draw } = script;
      callAll(
        script,
        range(draw.int(1, 3)).map((i) => {
          const amount = 10 * (i + 1) + draw.int(0, 9);
          const atMs = draw.pick([0, 0, draw.int(0, 15_000)]);
          return {
            id: `order-${i}`,
            amount,
            covered: amount % 3 !== 0,
            atMs,
            again: draw.int(0, 3),
            pauseMs: draw.int(0, 20_000),
          };
        }),
      );
    },
    sample: { runs: 120, mix: DRAWN },
  }),
  drawn(mayCrash),
];
