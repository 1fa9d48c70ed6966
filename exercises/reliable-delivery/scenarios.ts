import {
  defineScenario,
  linksBetween,
  type Decider,
  type Fault,
  type FaultMix,
  type Json,
  type MessageFault,
  type Scenario,
  type Script,
  type Span,
} from 'partial-failure/kit';
import { RECEIVER, SENDER } from './facts.ts';
import { DELIVERED_AFTER_MS, DELIVERED_PER_PAYLOAD_MS, PACE, QUIET_MS, WINDOW_MS } from './bounds.ts';

const SECOND = 1_000;
const MINUTE = 60_000;
const DATA_LINK = `${SENDER}>${RECEIVER}`;
const ANSWER_LINK = `${RECEIVER}>${SENDER}`;
const LINKS = linksBetween([SENDER], [RECEIVER]);
/** Both directions alike, so that directed cases strike when they are meant to. */
const STEADY: Span = { minMs: 10, maxMs: 10 };

// ---- what is sent

interface Sending {
  readonly atMs: number;
  readonly value: Json;
}

/** These values, `everyMs` apart. */
const values = (list: readonly Json[], everyMs = 0, fromMs = 0): Sending[] =>
  list.map((value, i) => ({ atMs: fromMs + i * everyMs, value }));
/** So many payloads that differ. */
const some = (count: number, everyMs = 0, fromMs = 0): Sending[] =>
  values(
    range(count).map((i) => `p${i + 1}`),
    everyMs,
    fromMs,
  );

// ---- what happens to datagrams

/** One datagram, as a rule sees it. */
interface Passing {
  /** From the receiver to the sender. */
  readonly answer: boolean;
  /** Ordinal in its direction, from 0. */
  readonly nth: number;
  readonly atMs: number;
}

/** What becomes of it. A copy comes so many ms after the first. */
type Fate = 'pass' | 'lose' | { readonly holdMs: number } | { readonly copyMs: number };
type Rule = (passing: Passing) => Fate;

/** Follows the rule until the link works; by then everything that was held up has arrived. */
function obey(rule: Rule, worksMs: number): Decider {
  const counts = { data: 0, answer: 0 };
  return {
    onMessage({ key, from }, view): readonly MessageFault[] {
      const answer = from === RECEIVER;
      const nth = answer ? counts.answer++ : counts.data++;
      const atMs = view.nowUs() / 1000;
      const leftMs = worksMs - atMs - STEADY.maxMs;
      if (leftMs <= 0) return [];
      const fate = rule({ answer, nth, atMs });
      if (fate === 'pass') return [];
      if (fate === 'lose') return [{ kind: 'drop', message: key }];
      if ('holdMs' in fate) return [{ kind: 'delay', message: key, byMs: Math.min(fate.holdMs, leftMs) }];
      return [{ kind: 'duplicate', message: key, afterMs: Math.min(fate.copyMs, leftMs) }];
    },
  };
}

const cut = (fromMs: number, untilMs: number, links: readonly string[] = LINKS): Fault => ({
  kind: 'partition',
  fromMs,
  untilMs,
  links,
});
const losses = (percent: number, untilMs: number, links: readonly string[] = LINKS): Fault => ({
  kind: 'burst-loss',
  fromMs: 0,
  untilMs,
  links,
  percent,
});

// ---- scenarios

interface Plan {
  readonly sends: readonly Sending[];
  /** From when on the link works, in ms. Default: from the last call of `send` on. */
  readonly worksMs?: number;
  readonly rule?: Rule;
  readonly faults?: readonly Fault[];
}

interface What {
  readonly id: string;
  readonly title: string;
  readonly visible?: boolean;
  readonly category: string;
  /** Default: 1 to 50 ms. */
  readonly link?: Span;
}

const worksAt = ({ sends, worksMs = 0 }: Plan): number => Math.max(worksMs, ...sends.map(({ atMs }) => atMs));

/** Sends what the plan says; notes when the link works, and when everything must have been delivered. */
function play(script: Script, plan: Plan, mayBeLater: boolean): void {
  const { sends } = plan;
  for (const { atMs, value } of sends) script.at(atMs, () => script.call(SENDER, 'send', [value]));
  const boundMs = DELIVERED_AFTER_MS + DELIVERED_PER_PAYLOAD_MS * sends.length;
  const works = (): void => {
    const overMs = mayBeLater ? script.faultsOverMs() : 0;
    if (overMs > script.nowMs()) {
      script.at(overMs, works);
      return;
    }
    script.note('works', sends.length);
    script.after(boundMs, () => {
      script.note('deadline', sends.length);
      script.after(QUIET_MS, () => script.end());
    });
  };
  script.at(worksAt(plan), works);
  if (mayBeLater) endFloods(script, worksAt(plan) + boundMs);
}

/** Ends a run in which the sender sends far more than it may: what matters has been seen, and it would take long. */
function endFloods(script: Script, untilMs: number): void {
  const counts = { seen: 0, given: 0 };
  const look = (): void => {
    let datagrams = 0;
    const trace = script.trace();
    for (; counts.seen < trace.length; counts.seen++) {
      const event = trace[counts.seen];
      if (event?.kind === 'invoke') counts.given++;
      if (event?.kind === 'send' && event.node === SENDER) datagrams++;
    }
    if (datagrams > PACE.base + PACE.perPayload * counts.given) script.end();
    else if (script.nowMs() < untilMs) script.after(WINDOW_MS, look);
  };
  script.after(WINDOW_MS, look);
}

function planned({ id, title, visible = false, category, link }: What, plans: readonly Plan[]) {
  return defineScenario<Plan>({
    ...basics,
    id,
    title,
    visible,
    category,
    cases: plans,
    ...(link !== undefined && { link: () => link }),
    faults: ({ case: { faults } }) => faults ?? [],
    direct: ({ case: plan }) => (plan.rule === undefined ? {} : obey(plan.rule, worksAt(plan))),
    script: (script, { case: plan }) => play(script, plan, true),
  });
}

const basics: Pick<Scenario<unknown>, 'endMs' | 'nodes'> = {
  endMs: 2 * 60 * MINUTE,
  nodes: () => [
    { id: SENDER, role: 'sender', args: [RECEIVER] },
    { id: RECEIVER, role: 'receiver', args: (hand) => [hand('deliver')] },
  ],
};

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** Values that look like nothing, like each other, or like what programs say among themselves. */
const ODD: readonly Json[] = [
  null,
  0,
  '',
  false,
  [],
  {},
  '0',
  'null',
  [null],
  [[]],
  { a: 1, b: [2, { c: null }] },
  true,
  -1.5,
  'ack',
  { ack: 0 },
  { ack: 1 },
  { seq: 0, payload: 'x' },
  { type: 'ack', seq: 0 },
  { then: 'a word like any other' },
  { constructor: 'c', length: 2 },
  'é “x” \n 🙂',
];

const EQUAL: readonly (readonly Json[])[] = [
  ['a', 'a'],
  ['a', 'a', 'b'],
  ['a', 'b', 'a'],
  ['a', 'a', 'a', 'a', 'b', 'a'],
  [null, null],
  [0, '0', 0, false, '', null, null, 0],
  [{}, [], {}, []],
];

/**
 * After how many further deliveries an old datagram comes again: where numbers begin anew, they do so after some of
 * these.
 */
const LAPS: readonly number[] = [
  ...range(34).map((i) => i + 1),
  50,
  60,
  64,
  99,
  100,
  127,
  128,
  200,
  255,
  256,
];
const BEAT_MS = 100;

/** Each datagram of the sender comes again just before the payload that is sent `laps` beats later. */
const ancientData = (laps: number): Plan => ({
  sends: some(Math.min(laps + 12, 300), BEAT_MS),
  worksMs: (laps + 14) * BEAT_MS,
  rule: ({ answer }) => (answer ? 'pass' : { copyMs: laps * BEAT_MS - 20 }),
});

/**
 * Each answer comes again `laps` beats later, while that payload is under way; and from then on the sender’s datagrams
 * are lost for a while, so that only the old answer speaks of it.
 */
const ancientAnswer = (laps: number, afterMs: number): Plan => ({
  sends: some(Math.min(laps + 3, 300), BEAT_MS),
  worksMs: (laps + 3) * BEAT_MS + 7 * SECOND,
  rule: ({ answer, atMs }) => {
    if (answer) return atMs < laps * BEAT_MS ? { copyMs: laps * BEAT_MS - 20 + afterMs } : 'pass';
    return atMs >= laps * BEAT_MS - 1 ? 'lose' : 'pass';
  },
});

/** The first `count` datagrams in one direction are lost. */
const firstLost = (count: number, answers: boolean, sends: readonly Sending[]): Plan => ({
  sends,
  worksMs: 5 * SECOND * count + SECOND,
  rule: ({ answer, nth }) => (answer === answers && nth < count ? 'lose' : 'pass'),
});

const STORM: FaultMix = {
  untilMs: 30 * SECOND,
  dropPercent: 60,
  duplicate: { percent: 60, after: { minMs: 1, maxMs: 8 * SECOND } },
  delay: { percent: 60, by: { minMs: 10, maxMs: 8 * SECOND } },
  partition: { nodes: [SENDER, RECEIVER], max: 2, forMs: { minMs: SECOND, maxMs: 15 * SECOND } },
};

export default [
  planned({ id: 'calm', title: 'Calm', visible: true, category: 'no fault' }, [
    { sends: some(3, 500) },
    { sends: some(12, 3) },
  ]),
  planned({ id: 'one-lost', title: 'A datagram is lost', visible: true, category: 'a datagram is lost' }, [
    firstLost(1, false, some(1)),
    firstLost(1, false, some(2)),
    firstLost(1, false, some(3, 20)),
  ]),
  planned({ id: 'answer-lost', title: 'An answer is lost', visible: true, category: 'an answer is lost' }, [
    firstLost(1, true, some(1)),
    firstLost(1, true, some(2, 2 * SECOND)),
    firstLost(2, true, some(2)),
  ]),
  planned(
    {
      id: 'lossy',
      title: 'Three in ten are lost',
      visible: true,
      category: 'three in ten datagrams are lost',
    },
    [{ sends: some(12, 300), worksMs: 20 * SECOND, faults: [losses(30, 20 * SECOND)] }],
  ),
  planned(
    { id: 'overtaken', title: 'A datagram is overtaken', category: 'a datagram is overtaken', link: STEADY },
    [40, 300, 2_500, 60_000].flatMap((holdMs) => [
      ...range(3).map((late): Plan => ({
        sends: some(4, 5),
        worksMs: holdMs + 5 * SECOND,
        rule: ({ answer, nth }) => (!answer && nth === late ? { holdMs } : 'pass'),
      })),
      // Backwards.
      {
        sends: some(6, 5),
        worksMs: holdMs + 5 * SECOND,
        rule: ({ answer, nth }) => (!answer && nth < 6 ? { holdMs: holdMs - 6 * nth } : 'pass'),
      },
      // The answers.
      {
        sends: some(4, 30),
        worksMs: holdMs + 5 * SECOND,
        rule: ({ answer, nth }) => (answer && nth % 2 === 0 ? { holdMs } : 'pass'),
      },
    ]),
  ),
  planned({ id: 'held', title: 'Everything is held up', category: 'everything is held up', link: STEADY }, [
    ...[1_000, 10_000, 60_000].map((holdMs): Plan => ({
      sends: some(4, 700),
      worksMs: holdMs + 8 * SECOND,
      rule: () => ({ holdMs }),
    })),
    // Released all at once.
    {
      sends: some(3, 700),
      worksMs: 15 * SECOND,
      rule: ({ atMs }) => ({ holdMs: Math.max(0, 12 * SECOND - atMs) }),
    },
  ]),
  planned(
    { id: 'doubled', title: 'Everything comes twice', category: 'everything comes twice' },
    [0, 1, 60, 400, 2_000, 20_000].flatMap((copyMs): Plan[] => [
      { sends: some(6, 150), worksMs: copyMs + 4 * SECOND, rule: () => ({ copyMs }) },
      { sends: some(6), worksMs: copyMs + 4 * SECOND, rule: ({ answer }) => (answer ? 'pass' : { copyMs }) },
    ]),
  ),
  planned(
    { id: 'equal', title: 'Equal payloads', category: 'equal payloads' },
    EQUAL.flatMap((list): Plan[] => [
      { sends: values(list, 200) },
      { sends: values(list) },
      firstLost(1, false, values(list)),
      firstLost(2, true, values(list, 100)),
      { sends: values(list, 100), worksMs: 4 * SECOND, rule: () => ({ copyMs: 250 }) },
    ]),
  ),
  planned({ id: 'odd', title: 'Unusual payloads', category: 'unusual payloads' }, [
    { sends: values(ODD, 60) },
    { sends: values(ODD) },
    firstLost(3, false, values(ODD, 10)),
    {
      sends: values([...ODD].reverse(), 30),
      worksMs: 5 * SECOND,
      rule: ({ nth }) => (nth % 3 === 0 ? 'lose' : 'pass'),
    },
  ]),
  planned(
    { id: 'again-and-again', title: 'The same is lost again and again', category: 'many losses in a row' },
    [2, 3, 4, 6, 12].flatMap((count) => [
      firstLost(count, false, some(1)),
      firstLost(count, true, some(1)),
      firstLost(count, true, some(4, 40)),
    ]),
  ),
  planned({ id: 'burst', title: 'Many payloads at once', category: 'many payloads at once' }, [
    { sends: some(40) },
    {
      sends: some(40),
      worksMs: 4 * SECOND,
      rule: ({ answer, nth }) => (!answer && nth === 0 ? 'lose' : 'pass'),
    },
    { sends: some(300) },
    { sends: some(300), worksMs: 5 * SECOND, faults: [losses(30, 5 * SECOND)] },
  ]),
  planned(
    { id: 'after-silence', title: 'After a long silence', category: 'after a long silence', link: STEADY },
    [
      // The first datagram of each sending is lost, and the next one's answer.
      {
        sends: [...some(2), ...some(2, 10, 10 * MINUTE), ...some(3, 20, 25 * MINUTE)],
        worksMs: 25 * MINUTE + 10 * SECOND,
        rule: ({ answer, atMs }) => (!answer && atMs % (5 * MINUTE) < 6 ? 'lose' : 'pass'),
      },
      {
        sends: some(5, 2 * MINUTE),
        worksMs: 10 * MINUTE,
        rule: ({ answer, atMs }) => (answer && atMs % (2 * MINUTE) < 60 ? 'lose' : 'pass'),
      },
    ],
  ),
  planned({ id: 'cut-off', title: 'The link is cut', category: 'the link is cut' }, [
    // A single payload: nowhere is the pace clearer.
    { sends: some(1, 0, 100), worksMs: MINUTE, faults: [cut(0, MINUTE)] },
    { sends: some(2, 0, 100), worksMs: MINUTE, faults: [cut(0, MINUTE, [DATA_LINK])] },
    { sends: some(8, 2 * SECOND), worksMs: 30 * SECOND, faults: [cut(5 * SECOND, 30 * SECOND)] },
    { sends: some(2, 200, 50), worksMs: 30 * MINUTE, faults: [cut(0, 30 * MINUTE)] },
  ]),
  planned(
    { id: 'no-answers', title: 'Only the answers are lost', category: 'only the answers are lost' },
    [5 * SECOND, MINUTE].map((untilMs) => ({
      sends: some(5, 300),
      worksMs: untilMs,
      faults: [cut(0, untilMs, [ANSWER_LINK])],
    })),
  ),
  planned(
    { id: 'ancient', title: 'An ancient datagram', category: 'an old datagram comes again', link: STEADY },
    LAPS.map(ancientData),
  ),
  planned(
    { id: 'ancient-answer', title: 'An ancient answer', category: 'an old answer comes again', link: STEADY },
    LAPS.filter((laps) => laps <= 34 || laps % 50 === 0 || laps % 64 === 0).map((laps) =>
      ancientAnswer(laps, 15),
    ),
  ),
  defineScenario({
    ...basics,
    id: 'one-fault',
    title: 'One fault at every datagram',
    visible: false,
    category: 'a single fault, anywhere',
    script: (script) =>
      play(script, { sends: values(['a', 'b', 'b', null, 'a'], 40), worksMs: 35 * SECOND }, true),
    sweep: {
      drop: true,
      delayMs: [90, 1_500, 20_000],
      duplicateAfterMs: [1, 70, 900],
      between: { minMs: 0, maxMs: 10 * SECOND },
      // Only for programs that send far more than they need.
      runsMax: 400,
    },
  }),
  defineScenario({
    ...basics,
    id: 'two-faults',
    title: 'Two faults at any two datagrams',
    visible: false,
    category: 'two faults, anywhere',
    link: () => STEADY,
    script: (script) => play(script, { sends: values(['a', 'b', 'a'], 15), worksMs: 9 * SECOND }, false),
    exhaust: {
      faults: 2,
      drop: true,
      delayMs: [40, 700],
      duplicateAfterMs: [3, 400],
      between: { minMs: 0, maxMs: 7 * SECOND },
      // Only for programs that send far more than they need.
      runsMax: 2_000,
    },
  }),
  defineScenario({
    ...basics,
    id: 'storm',
    title: 'Everything together',
    visible: false,
    category: 'many faults together',
    script(script) {
      const { draw } = script;
      const count = draw.int(2, 12);
      const sends = range(count).map((): Sending => ({ atMs: draw.int(0, 20_000), value: draw.pick(ODD) }));
      play(script, { sends: sends.sort((a, b) => a.atMs - b.atMs), worksMs: 50 * SECOND }, true);
    },
    sample: { runs: 40, mix: STORM },
  }),
];
