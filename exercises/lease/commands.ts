/** Drawn sequences of calls, of which requests and answers are lost or late, with pauses and steps of the clock. */
import {
  clockStep,
  defineCommand,
  defineCommands,
  defineScenario,
  doubleNext,
  fault,
  isJsonObject,
  pause,
  wait,
  type Message,
  type Stage,
} from 'partial-failure/kit';
import { callAndAsk, HOLDERS, lockService, noteTerms, SERVICE, watch } from './peers.ts';

const TTL_MS = 2_000;
const FAST_US = 990_000;
const SLOW_US = 1_010_000;
const HOUR_MS = 3_600_000;
const [A, B] = HOLDERS;

/** What becomes of a message: so many ms late; `null`: lost. */
type Fate = number | null;
const FATES: readonly Fate[] = [0, 0, 0, 0, null, 300, 900, 1_700];

type Call = {
  readonly holder: string;
  readonly method: string;
  readonly request: Fate;
  readonly answer: Fate;
};

const plain: Call = { holder: A, method: 'acquire', request: 0, answer: 0 };

const call = defineCommand<null, Call>({
  name: 'call',
  weight: 10,
  draw: (draw) => ({
    holder: draw.pick([A, A, A, B]),
    method: draw.pick(['acquire', 'acquire', 'renew', 'renew', 'release']),
    request: draw.pick(FATES),
    answer: draw.pick(FATES),
  }),
  simpler: (one) => [
    plain,
    { ...plain, method: one.method },
    { ...one, request: 0 },
    { ...one, answer: 0 },
    { ...one, holder: A },
  ],
  words: ({ holder, method, request, answer }) =>
    `${method}() on ${holder}, its request ${inWords(request)}, the answer ${inWords(answer)}`,
  run(stage, { holder, method, request, answer }) {
    const isIts = ({ from, kind, body }: Message): boolean =>
      from === holder && kind === 'request' && isJsonObject(body) && body['op'] === method;
    let key: string | undefined;
    // First of all, so that it comes to know its request.
    strike(stage, answer, (message) => {
      if (isIts(message)) key ??= message.key;
      return key !== undefined && message.answers === key;
    });
    strike(stage, request, isIts);
    callAndAsk(stage.script, holder, method);
  },
});

function strike(stage: Stage, fate: Fate, which: (message: Message) => boolean): void {
  if (fate === 0) return;
  stage.atNextMessage(which, (message) => (fate === null ? fault.drop(message) : fault.delay(message, fate)));
}

function inWords(fate: Fate): string {
  if (fate === null) return 'lost';
  return fate === 0 ? 'in time' : `${fate} ms late`;
}

interface Terms {
  readonly serviceUs: number;
  readonly holderUs: number;
  readonly parts?: readonly number[];
  readonly ids?: readonly string[];
}

export const drawn = defineScenario<Terms>({
  id: 'drawn-commands',
  title: 'Drawn sequences of calls and faults',
  visible: false,
  category: 'drawn sequences',
  endMs: 30_000,
  cases: [
    { serviceUs: FAST_US, holderUs: SLOW_US },
    { serviceUs: SLOW_US, holderUs: FAST_US },
    // Ids that look like nothing, and grants of less than was asked for.
    { serviceUs: 1_000_000, holderUs: 1_000_000, ids: ['', '0', 'null', ' '], parts: [1, 0.6, 1, 0.5] },
  ],
  nodes: ({ case: { serviceUs, holderUs: _, ...manner } }) => [
    ...HOLDERS.map((id) => ({ id, role: 'holder', args: [SERVICE, TTL_MS] })),
    { id: SERVICE, course: lockService({ realMicros: serviceUs, ...manner }) },
  ],
  link: () => ({ minMs: 2, maxMs: 2 }),
  faults: ({ case: { holderUs } }) =>
    holderUs === 1_000_000 ? [] : HOLDERS.map((id) => fault.clockRate(id, { atMs: 0, realMicros: holderUs })),
  script(script, { case: { serviceUs } }) {
    noteTerms(script, TTL_MS, serviceUs);
    watch(script, 90);
  },
  commands: defineCommands({
    alphabet: [
      call,
      doubleNext({ name: 'double the next request', kind: 'request', afterMs: [1, 400, 1_700] }),
      doubleNext({ name: 'double the next answer', kind: 'reply', afterMs: [1, 400, 1_700] }),
      pause({ nodes: HOLDERS, forMs: [120, 700, 2_300] }),
      clockStep({ nodes: HOLDERS, byMs: [-1_000, 1_000, -HOUR_MS, HOUR_MS] }),
      wait({ ms: [500, 1_500] }),
    ],
    start: null,
    length: { min: 2, max: 7 },
    gapsMs: [150, 0, 1, 30, 420],
    runs: 120,
    fromMs: 20,
    finish(stage) {
      stage.script.after(4_000, () => stage.script.end());
    },
  }),
});
