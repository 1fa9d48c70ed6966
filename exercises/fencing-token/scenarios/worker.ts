/** Workers alone: the lock service, the storage and a rival are the course's. */
import {
  defineScenario,
  isJsonObject,
  type Decider,
  type Fault,
  type Json,
  type Message,
  type NodeId,
  type ScenarioNode,
  type Script,
} from 'partial-failure/kit';
import {
  AUDITOR,
  client,
  LOCK,
  lockService,
  rival,
  STORAGE,
  storage,
  type Resends,
  type ServiceOptions,
} from '../peers.ts';
import { audit } from './scripted.ts';

const JUDGES = ['no-lost-job', 'finishes'];
const RIVAL: NodeId = 'R';
const HOUR = 3_600_000;

type Writes = Readonly<Record<string, Json>>;

/** A job in the form in which `run` gets it. */
export function job(id: string, writes: Writes): Json {
  return { id, writes: Object.entries(writes).map(([key, value]) => ({ key, value })) };
}

/**
 * Gives a worker its jobs, one after the other: the next `gapMs` after the one before has settled, or after the
 * worker's restart when a crash cut it.
 */
export function work(script: Script, node: NodeId, fromMs: number, jobs: readonly Json[], gapMs = 20): void {
  const [first, ...rest] = jobs;
  if (first === undefined) return;
  script.at(fromMs, () => {
    if (!script.isStarted(node)) {
      work(script, node, script.nowMs() + 50, jobs, gapMs);
      return;
    }
    script.call(node, 'run', [first], ({ status }) => {
      const again = status === 'refused' ? jobs : rest;
      work(script, node, script.nowMs() + gapMs, again, gapMs);
    });
  });
}

/** A course-played lock service, storage, rival and auditor around workers of the submission. */
function around(workers: readonly NodeId[], options: ServiceOptions = {}): ScenarioNode[] {
  return [
    { id: LOCK, course: lockService(options) },
    { id: STORAGE, course: storage },
    ...workers.map((id) => ({ id, role: 'worker', args: [LOCK, STORAGE] })),
    { id: RIVAL, course: rival },
    { id: AUDITOR, course: client },
  ];
}

/** The rival tries for the lock from `fromMs` on, writes, and keeps it for `holdMs`. */
function take(script: Script, fromMs: number, name: string, writes: Writes, holdMs: number): void {
  script.at(fromMs, () => void script.call(RIVAL, 'take', [name, writes, holdMs]));
}

const plain = { visible: false, judges: JUDGES } as const;

// ---- calm

const calm = defineScenario<ServiceOptions>({
  ...plain,
  id: 'worker-calm',
  title: 'One worker, no faults',
  category: 'the worker alone: good weather',
  endMs: 26_000,
  cases: [
    { firstToken: 1 },
    { firstToken: 9, resends: 'anew' },
    { firstToken: 99, resends: 'refuse' },
    { firstToken: 4_294_967_296 },
  ],
  nodes: ({ case: options }) => around(['A'], options),
  script(script) {
    work(script, 'A', 50, [job('job 1', { x: 'a1' })]);
    work(script, 'A', 6_000, [job('job 2', { x: 0, y: '', z: null, u: false }), job('job 3', { x: [] })]);
    work(script, 'A', 13_000, [job('job 4', { y: { deep: [1, null] }, u: 'a4', v: 4 })]);
    work(script, 'A', 19_500, [job('job 5', { y: 0 })]);
    audit(script, 25_000, ['x', 'y', 'z', 'u', 'v']);
  },
});

// ---- one message lost, late or doubled

interface Company {
  readonly resends: Resends;
  /** When the rival begins to try for the lock; absent: it does not. */
  readonly rivalMs?: number;
}

function twoJobs(script: Script, { rivalMs }: Company): void {
  work(script, 'A', 20, [job('job 1', { x: 'a1', y: 'a2' }), job('job 2', { y: 'a3' })]);
  if (rivalMs !== undefined) take(script, rivalMs, 'first', { x: 'r1', y: 'r2', z: 'r3' }, 900);
  audit(script, 44_000, ['x', 'y', 'z']);
}

const lostMessages = defineScenario<Company>({
  ...plain,
  id: 'worker-lost-messages',
  title: 'One message is lost',
  category: 'the worker alone: a message is lost, late or doubled',
  endMs: 45_000,
  cases: [{ resends: 'repeat' }, { resends: 'refuse', rivalMs: 60 }],
  nodes: ({ case: { resends } }) => around(['A'], { resends }),
  script: (script, { case: company }) => twoJobs(script, company),
  sweep: { drop: true, between: { minMs: 0, maxMs: 1_000 } },
});

const lateMessages = defineScenario<Company>({
  ...plain,
  id: 'worker-late-messages',
  title: 'One message is late or doubled',
  category: 'the worker alone: a message is lost, late or doubled',
  endMs: 45_000,
  cases: [{ resends: 'repeat' }, { resends: 'anew', rivalMs: 200 }],
  nodes: ({ case: { resends } }) => around(['A'], { resends }),
  script: (script, { case: company }) => twoJobs(script, company),
  sweep: {
    delayMs: [2_600, 9_500],
    duplicateAfterMs: [2_600],
    between: { minMs: 0, maxMs: 700 },
    runsMax: 28,
  },
});

// ---- the first copies of writes arrive much later

const heldWrites = defineScenario<{
  readonly holdMs: number;
  readonly resends: Resends;
  readonly rival: boolean;
}>({
  ...plain,
  id: 'worker-held-writes',
  title: 'The first copy of each write arrives seconds later',
  category: 'the worker alone: a message is lost, late or doubled',
  endMs: 60_000,
  cases: [700, 3_000, 9_500].flatMap((holdMs) =>
    [false, true].flatMap((hasRival) =>
      (['repeat', 'anew'] as const).map((resends) => ({ holdMs, resends, rival: hasRival })),
    ),
  ),
  nodes: ({ case: { resends } }) => around(['A'], { resends }),
  script(script, { case: { rival: hasRival } }) {
    work(script, 'A', 20, [
      job('job 1', { x: 'a1', y: 'a2' }),
      job('job 2', { x: 'a3' }),
      job('job 3', { y: 'a4', x: 'a5' }),
    ]);
    if (hasRival) take(script, 900, 'first', { x: 'r1' }, 200);
    audit(script, 59_000, ['x', 'y']);
  },
  direct({ case: { holdMs } }): Decider {
    const seen = new Set<string>();
    return {
      onMessage({ key, kind, from, to, body }) {
        if (kind !== 'request' || from !== 'A' || to !== STORAGE || seen.size >= 5) return [];
        const text = JSON.stringify(body);
        if (seen.has(text)) return [];
        seen.add(text);
        return [{ kind: 'delay', message: key, byMs: holdMs }];
      },
    };
  },
});

// ---- one answer is slow, another request is lost again and again

interface SlowAndLost {
  /** The key whose writes are answered late, and the one whose writes are lost. */
  readonly slow: string;
  readonly lost: string;
  readonly untilMs: number;
  readonly rival?: boolean;
}

const slowAndLost = defineScenario<SlowAndLost>({
  ...plain,
  id: 'worker-slow-and-lost',
  title: 'One write is answered slowly, the other is lost again and again',
  category: 'the worker alone: some writes are not answered',
  endMs: 38_000,
  cases: [
    { slow: 'x', lost: 'y', untilMs: 1_600 },
    { slow: 'y', lost: 'x', untilMs: 1_600 },
    { slow: 'x', lost: 'z', untilMs: 4_000 },
    { slow: 'z', lost: 'x', untilMs: 4_000 },
    { slow: 'y', lost: 'x', untilMs: 4_000, rival: true },
    { slow: 'x', lost: 'z', untilMs: 4_000, rival: true },
  ],
  nodes: () => around(['A']),
  script(script, { case: { rival: hasRival } }) {
    work(script, 'A', 20, [job('job 1', { x: 'a1', y: 'a2', z: 'a3' })]);
    if (hasRival === true) take(script, 1_500, 'first', { u: 'r1' }, 600);
    audit(script, 37_000, ['x', 'y', 'z']);
  },
  direct({ case: { slow, lost, untilMs } }): Decider {
    const slowRequests = new Set<string>();
    return {
      onMessage(message, view) {
        const { key, from, answers } = message;
        if (view.nowUs() > untilMs * 1000) return [];
        if (keyOf(message) === slow && from === 'A') slowRequests.add(key);
        // Only writes: a worker may look before it writes.
        if (keyOf(message) === lost && isWrite(message)) return [{ kind: 'drop', message: key }];
        return slowRequests.has(answers ?? '') ? [{ kind: 'delay', message: key, byMs: 900 }] : [];
      },
    };
  },
});

/** The storage key that a message is about. */
function keyOf({ body }: Message): Json | undefined {
  return isJsonObject(body) ? body['key'] : undefined;
}

function isWrite({ kind, body }: Message): boolean {
  return kind === 'request' && isJsonObject(body) && body['op'] === 'write';
}

/** All answers of one kind are lost for a while, so that the worker hears nothing although all is done. */
const unanswered = defineScenario<{
  readonly from: NodeId;
  readonly forMs: number;
  readonly resends: Resends;
  readonly rival?: boolean;
}>({
  ...plain,
  id: 'worker-unanswered',
  title: 'Requests arrive, answers do not',
  category: 'the worker alone: some writes are not answered',
  endMs: 42_000,
  cases: [
    { from: STORAGE, forMs: 700, resends: 'repeat' },
    { from: STORAGE, forMs: 5_000, resends: 'repeat' },
    { from: LOCK, forMs: 700, resends: 'repeat' },
    { from: LOCK, forMs: 5_000, resends: 'anew' },
    { from: LOCK, forMs: 5_000, resends: 'refuse' },
    // Somebody else has the lock by then, and leaves the written values as they are.
    { from: STORAGE, forMs: 4_000, resends: 'repeat', rival: true },
  ],
  nodes: ({ case: { resends } }) => around(['A'], { resends }),
  script(script, { case: { rival: hasRival } }) {
    const first = hasRival === true ? { x: 'a1' } : { x: 'a1', y: 'a2' };
    work(script, 'A', 20, [job('job 1', first), job('job 2', { y: 'a3' })]);
    if (hasRival === true) take(script, 1_000, 'first', { u: 'r1' }, 600);
    audit(script, 41_000, ['x', 'y']);
  },
  faults: ({ case: { from, forMs } }): Fault[] => [
    { kind: 'partition', fromMs: 0, untilMs: forMs, links: [`${from}>A`] },
  ],
});

// ---- pauses and crashes

const pauses = defineScenario<Company>({
  ...plain,
  id: 'worker-pauses',
  title: 'The worker pauses at any step',
  category: 'the worker alone: it pauses at any step',
  endMs: 46_000,
  cases: [{ resends: 'repeat', rivalMs: 150 }, { resends: 'anew' }],
  nodes: ({ case: { resends } }) => around(['A'], { resends }),
  script: (script, { case: company }) => twoJobs(script, company),
  sweep: { pause: { nodes: ['A'], forMs: [2_700] }, between: { minMs: 0, maxMs: 900 }, runsMax: 20 },
});

const crashes = defineScenario<{ readonly resends: Resends; readonly holdMs: number }>({
  ...plain,
  id: 'worker-crashes',
  title: 'The worker crashes at any step, and an old write is still on its way',
  category: 'the worker alone: it crashes at any step',
  endMs: 42_000,
  cases: [
    { resends: 'repeat', holdMs: 7_000 },
    { resends: 'anew', holdMs: 3_000 },
  ],
  nodes: ({ case: { resends } }) => around(['A'], { resends }),
  script(script) {
    work(script, 'A', 20, [job('job 1', { x: 'a1' }), job('job 2', { x: 'a2' }), job('job 3', { x: 'a3' })]);
    audit(script, 41_000, ['x']);
  },
  // The first write of its first life.
  faults: ({ case: { holdMs } }): Fault[] => [
    { kind: 'delay', message: `request A>${STORAGE} 0.0`, byMs: holdMs },
  ],
  sweep: { crash: { nodes: ['A'], restartAfterMs: 120 }, between: { minMs: 0, maxMs: 700 }, runsMax: 20 },
});

/** The worker crashes just after its first write has left, or has been answered; what it did before is still under way. */
const twoLives = defineScenario<{
  readonly resends: Resends;
  readonly restartMs: number;
  readonly event: 'sent' | 'answered';
  /** What the worker has written to its own disk by then is not durable. */
  readonly isSlow?: boolean;
}>({
  ...plain,
  id: 'worker-two-lives',
  title: 'A write of an earlier life arrives',
  category: 'the worker alone: it crashes at any step',
  endMs: 40_000,
  cases: [
    ...(['repeat', 'anew', 'refuse'] as const).flatMap((resends) =>
      [60, 2_400].flatMap((restartMs) =>
        (['sent', 'answered'] as const).map((event) => ({ resends, restartMs, event })),
      ),
    ),
    { resends: 'repeat', restartMs: 60, event: 'sent', isSlow: true },
  ],
  faults: ({ case: { isSlow } }): Fault[] =>
    isSlow === true ? [{ kind: 'slow-disk', node: 'A', fromMs: 0, untilMs: 1_000, byMs: 280 }] : [],
  nodes: ({ case: { resends } }) => around(['A'], { resends }),
  script(script) {
    work(script, 'A', 20, [job('job 1', { x: 'a1', y: 'a2' }), job('job 2', { x: 'b1', y: 'b2' })]);
    audit(script, 39_000, ['x', 'y']);
  },
  direct({ case: { restartMs, event } }): Decider {
    let isDone = false;
    return {
      onMessage({ key, kind, from, to }, view) {
        const isOld = kind === 'request' && from === 'A' && to === STORAGE && view.incarnation('A') === 0;
        return isOld ? [{ kind: 'delay', message: key, byMs: event === 'sent' ? 8_000 : 5 }] : [];
      },
      onEvent(happened, view) {
        if (isDone || happened.kind !== (event === 'sent' ? 'send' : 'deliver')) return;
        const { from, to } = happened.message;
        if (event === 'sent' ? from !== 'A' || to !== STORAGE : from !== STORAGE || to !== 'A') return;
        isDone = true;
        const at = { node: 'A', atMs: view.nowUs() / 1000 };
        view.inject({ kind: 'crash', at, restartAfterMs: restartMs, openWritesDone: 0 });
      },
    };
  },
});

/** The second job begins at the same time of day as the first: the clock has stepped back by just as much. */
const sameTime = defineScenario<{ readonly restarts: boolean }>({
  ...plain,
  id: 'worker-same-time',
  title: 'Two jobs begin at the same time of day',
  category: 'the worker alone: its time of day steps',
  endMs: 16_000,
  driftPpm: 0,
  cases: [{ restarts: false }, { restarts: true }],
  nodes: () => around(['A']),
  script(script, { case: { restarts } }) {
    let isSettled = false;
    script.at(20, () => {
      script.call('A', 'run', [job('job 1', { x: 'a1', y: 'a2' })], () => (isSettled = true));
    });
    script.at(restarts ? 4_120 : 4_020, () => {
      if (isSettled) script.call('A', 'run', [job('job 2', { x: 'b1', y: 'b2' })]);
    });
    audit(script, 15_000, ['x', 'y']);
  },
  faults: ({ case: { restarts } }): Fault[] => [
    // The first write: what is sent again arrives before it.
    { kind: 'delay', message: `request A>${STORAGE} 0.0`, byMs: 8_000 },
    ...(restarts
      ? [
          { kind: 'crash' as const, at: { node: 'A', atMs: 4_000 }, restartAfterMs: 100 },
          { kind: 'clock-step' as const, at: { node: 'A', atMs: 4_050 }, byMs: -4_100 },
        ]
      : [{ kind: 'clock-step' as const, at: { node: 'A', atMs: 4_010 }, byMs: -4_000 }]),
  ],
});

// ---- outages

/** What the worker has just been told when the network is cut. */
type Moment = 'start' | 'granted' | 'written';

function tellsOf(moment: Moment, { kind, message }: { kind: string; message: Message }): boolean {
  const isReply = kind === 'deliver' && message.kind === 'reply' && message.to === 'A';
  const isOk = isJsonObject(message.body) && message.body['ok'] === true;
  return isReply && isOk && message.from === (moment === 'granted' ? LOCK : STORAGE);
}

const outages = defineScenario<{
  readonly moment: Moment;
  readonly forMs: number;
  readonly rival: boolean;
}>({
  ...plain,
  id: 'worker-outages',
  title: 'The worker is cut off',
  category: 'the worker alone: it is cut off',
  endMs: 122_000,
  // Three long outages: a pause that doubles each time is longer than 30 s after one of them, however it began.
  cases: (['start', 'granted', 'written'] as const).flatMap((moment) => [
    { moment, forMs: 3_000, rival: moment !== 'granted' },
    ...(moment === 'written' ? [65_000] : [48_000, 65_000, 79_000]).map((forMs) => ({
      moment,
      forMs,
      rival: forMs === 65_000,
    })),
  ]),
  nodes: () => around(['A']),
  script(script, { case: { rival: hasRival } }) {
    work(script, 'A', 20, [job('job 1', { x: 'a1', y: 'a2', z: 'a3' }), job('job 2', { x: 'a4' })]);
    if (hasRival) take(script, 1_500, 'first', { y: 'r1' }, 300);
    audit(script, 121_000, ['x', 'y', 'z']);
  },
  direct({ case: { moment, forMs } }): Decider {
    const links = [LOCK, STORAGE].flatMap((other) => [`A>${other}`, `${other}>A`]);
    if (moment === 'start') return { given: [{ kind: 'partition', fromMs: 10, untilMs: forMs, links }] };
    let isDone = false;
    return {
      onEvent(event, view) {
        if (isDone || (event.kind !== 'deliver' && event.kind !== 'send') || !tellsOf(moment, event)) return;
        isDone = true;
        const fromMs = view.nowUs() / 1000;
        view.inject({ kind: 'partition', fromMs, untilMs: fromMs + forMs, links });
      },
    };
  },
});

// ---- clocks

const clocks = defineScenario<{
  readonly at: 'acquire' | 'refused' | 'granted' | 'write';
  readonly byMs: number;
}>({
  ...plain,
  id: 'worker-clock-steps',
  title: 'The time of day of the worker steps while a message is lost',
  category: 'the worker alone: its time of day steps',
  endMs: 40_000,
  cases: (['acquire', 'refused', 'granted', 'write'] as const).flatMap((at) =>
    [-24 * HOUR, -HOUR, -40_000, 3_000, HOUR].map((byMs) => ({ at, byMs })),
  ),
  nodes: () => around(['A']),
  script(script, { case: { at } }) {
    if (at === 'refused') take(script, 10, 'first', { x: 'r1' }, 1_500);
    work(script, 'A', at === 'refused' ? 400 : 20, [
      job('job 1', { x: 'a1', y: 'a2' }),
      job('job 2', { x: 'a3' }),
    ]);
    audit(script, 39_000, ['x', 'y']);
  },
  direct({ case: { at, byMs } }): Decider {
    let left = 1;
    let isDue = false;
    const isIt = ({ kind, from, to, body }: Message): boolean => {
      const ok = isJsonObject(body) ? body['ok'] : undefined;
      switch (at) {
        case 'acquire':
          return kind === 'request' && from === 'A' && to === LOCK;
        case 'write':
          return kind === 'request' && from === 'A' && to === STORAGE;
        default:
          return kind === 'reply' && from === LOCK && to === 'A' && ok === (at === 'granted');
      }
    };
    return {
      onMessage(message) {
        const isRequest = message.kind === 'request';
        if (left === 0 || !isIt(message)) return [];
        left--;
        isDue = true;
        // Requests are lost, so that only a clock says when to send again. Answers arrive.
        return isRequest ? [{ kind: 'drop', message: message.key }] : [];
      },
      onEvent(event, view) {
        const isNow =
          isDue &&
          ((event.kind === 'lost' && isIt(event.message)) ||
            (event.kind === 'deliver' && isIt(event.message)));
        if (!isNow) return;
        isDue = false;
        view.inject({ kind: 'clock-step', at: { node: 'A', atMs: view.nowUs() / 1000 + 2 }, byMs });
      },
    };
  },
});

// ---- a rival that keeps the lock

const patience = defineScenario<{ readonly fromMs: number; readonly holdMs: number }>({
  ...plain,
  id: 'worker-patience',
  title: 'A rival keeps the lock for a while',
  category: 'the worker alone: somebody else has the lock',
  endMs: 47_000,
  cases: [
    { fromMs: 1, holdMs: 300 },
    { fromMs: 1, holdMs: 4_000 },
    { fromMs: 1, holdMs: 9_000 },
    { fromMs: 1, holdMs: 14_000 },
  ],
  nodes: () => around(['A']),
  script(script, { case: { fromMs, holdMs } }) {
    take(script, fromMs, 'first', { x: 'r1', y: 'r2' }, holdMs);
    work(script, 'A', 300, [job('job 1', { x: 'a1', z: 'a2' })]);
    audit(script, 46_000, ['x', 'y', 'z']);
  },
});

/** A pause that grows with every refusal has grown too long when the next job comes. */
const patienceAgain = defineScenario({
  ...plain,
  id: 'worker-patience-again',
  title: 'A rival has the lock, and later another time',
  category: 'the worker alone: somebody else has the lock',
  endMs: 67_000,
  nodes: () => around(['A']),
  script(script) {
    take(script, 1, 'first', { x: 'r1' }, 14_000);
    work(script, 'A', 300, [job('job 1', { x: 'a1' })]);
    take(script, 33_000, 'second', { x: 'r2' }, 1_500);
    work(script, 'A', 33_400, [job('job 2', { x: 'a2' })]);
    audit(script, 66_000, ['x']);
  },
});

/** The course's lock service and storage crash at any step; what they decided they remember. */
const serverCrashes = defineScenario({
  ...plain,
  id: 'worker-server-crashes',
  title: 'The lock service or the storage crashes at any step',
  category: 'the worker alone: the servers crash',
  endMs: 40_000,
  nodes: () => around(['A']),
  script(script) {
    work(script, 'A', 20, [job('job 1', { x: 'a1', y: 'a2' }), job('job 2', { y: 'a3' })]);
    audit(script, 39_000, ['x', 'y']);
  },
  sweep: {
    crash: { nodes: [LOCK, STORAGE], restartAfterMs: 900 },
    between: { minMs: 0, maxMs: 900 },
    runsMax: 16,
  },
});

// ---- two workers of the submission: one is paused just before it writes

const late = defineScenario<{ readonly nth: number; readonly forMs: number }>({
  ...plain,
  id: 'worker-late',
  title: 'A worker is late, another has taken over',
  category: 'workers and the course: a late holder',
  endMs: 46_000,
  cases: [0, 1, 2].flatMap((nth) => [2_600, 6_000].map((forMs) => ({ nth, forMs }))),
  nodes: () => around(['A', 'B']),
  script(script) {
    work(script, 'A', 20, [job('job A1', { x: 'a1', y: 'a2' })]);
    work(script, 'B', 500, [job('job B1', { x: 'b1', y: 'b2' })]);
    audit(script, 45_000, ['x', 'y']);
  },
  direct: ({ case: { nth, forMs } }): Decider => pauseBeforeWrite('A', nth, forMs),
});

/** Pauses a node just before its `nth` request (from 0) to the storage leaves. */
export function pauseBeforeWrite(node: NodeId, nth: number, forMs: number): Decider {
  let count = 0;
  return {
    onStep: ({ node: id, incarnation, step, call, about }) => {
      if (id !== node || call !== 'request' || about !== STORAGE || count++ !== nth) return undefined;
      return { kind: 'pause', at: { node, incarnation, step }, forMs };
    },
  };
}

/** Each worker has three jobs; the jobs of all of them write the same keys. */
export function threeWorkers(script: Script, untilMs: number): void {
  for (const [i, id] of ['A', 'B', 'C'].entries()) {
    const jobs = [1, 2, 3].map((n) =>
      job(`job ${id}${n}`, { x: `${id}${n}x`, [n === 2 ? 'z' : 'y']: `${id}${n}y` }),
    );
    work(script, id, 20 + 90 * i, jobs, 150);
  }
  audit(script, untilMs, ['x', 'y', 'z']);
}

const random = defineScenario<Resends>({
  ...plain,
  id: 'worker-random',
  title: 'Three workers, anything at any time',
  category: 'workers and the course: anything at any time',
  endMs: 62_000,
  cases: ['repeat', 'anew', 'refuse'],
  nodes: ({ case: resends }) => around(['A', 'B', 'C'], { resends }),
  script: (script) => threeWorkers(script, 61_000),
  sample: {
    runs: 9,
    mix: {
      untilMs: 8_000,
      dropPercent: 25,
      duplicate: { percent: 20, after: { minMs: 1, maxMs: 3_500 } },
      delay: { percent: 20, by: { minMs: 10, maxMs: 6_000 } },
      crash: { nodes: ['A', 'B', 'C', LOCK, STORAGE], max: 3, restartAfter: { minMs: 20, maxMs: 2_500 } },
      pause: { nodes: ['A', 'B', 'C'], max: 3, forMs: { minMs: 100, maxMs: 8_000 } },
      clockStep: { nodes: ['A', 'B', 'C'], max: 3, byMs: HOUR },
      partition: { nodes: ['A', 'B', 'C', LOCK, STORAGE], max: 2, forMs: { minMs: 200, maxMs: 5_000 } },
    },
  },
});

export const workerScenarios = [
  calm,
  late,
  heldWrites,
  lostMessages,
  lateMessages,
  slowAndLost,
  unanswered,
  pauses,
  crashes,
  twoLives,
  sameTime,
  outages,
  clocks,
  patience,
  patienceAgain,
  serverCrashes,
  random,
];
