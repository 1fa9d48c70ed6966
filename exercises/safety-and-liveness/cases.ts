import { inBatches, Prng, smallerBatches, type CaseGroup, type FunctionCases } from 'partial-failure/kit';
import type { Event, Trace } from './contract.ts';
import { everyOrder, everyTiming } from './cases/enumeration.ts';
import { judgeCalls, judgeClasses, type Call } from './cases/judge.ts';
import type { Judge } from './facts.ts';
import { isOnTheEdge, isTrace, plant, record, smallerTraces, type Recording } from './cases/traces.ts';
import { explain, tell } from './words.ts';

/** A case: calls to one instance of the program; or a look at its classification. */
type Case = readonly Call[] | 'classification';

const JUDGES: readonly Judge[] = ['uniqueness', 'monotonicity', 'availability'];
const BATCH = 200;
const BOUND = 200;

const group = (
  id: string,
  title: string,
  category: string,
  visible: boolean,
  cases: readonly Case[],
): CaseGroup<Case> => ({ id, title, visible, category, cases });

/** All three judges on one trace. */
const all = (trace: Trace, bound = BOUND): Call[] =>
  isOnTheEdge(trace, bound)
    ? JUDGES.filter((judge) => judge !== 'availability').map((judge) => ({ judge, trace, bound }))
    : JUDGES.map((judge) => ({ judge, trace, bound }));

const asks = (at: number, node: string, id: string): Event => ({ at, node, type: 'request', id });
const granted = (at: number, node: string, id: string, token: number): Event => ({
  at,
  node,
  type: 'response',
  id,
  granted: true,
  token,
});
const refused = (at: number, node: string, id: string, token: number): Event => ({
  at,
  node,
  type: 'response',
  id,
  granted: false,
  token,
});
const crashes = (at: number, node: string): Event => ({ at, node, type: 'crash' });
const restarts = (at: number, node: string): Event => ({ at, node, type: 'restart' });
const trace = (end: number, ...events: Event[]): Trace => ({ events, end });

const CLEAN = trace(
  900,
  asks(0, 'a', 'a-1'),
  granted(40, 'a', 'a-1', 33),
  asks(60, 'b', 'b-1'),
  refused(95, 'b', 'b-1', 33),
  crashes(120, 'a'),
  asks(300, 'b', 'b-2'),
  granted(380, 'b', 'b-2', 34),
  restarts(400, 'a'),
  asks(420, 'a', 'a-2'),
  refused(600, 'a', 'a-2', 34),
);
const TWICE = trace(
  500,
  asks(0, 'a', 'a-1'),
  asks(10, 'b', 'b-1'),
  asks(20, 'c', 'c-1'),
  granted(60, 'a', 'a-1', 33),
  granted(70, 'b', 'b-1', 34),
  granted(90, 'c', 'c-1', 33),
);
const BACK = trace(
  500,
  asks(0, 'a', 'a-1'),
  granted(50, 'a', 'a-1', 34),
  asks(100, 'b', 'b-1'),
  granted(140, 'b', 'b-1', 33),
);
const UNANSWERED = trace(
  700,
  asks(0, 'a', 'a-1'),
  granted(50, 'a', 'a-1', 7),
  asks(100, 'b', 'b-1'),
  asks(150, 'a', 'a-2'),
  refused(340, 'a', 'a-2', 7),
);

/** Traces in which something special decides, each with what it is about. */
const SPECIAL: readonly Trace[] = [
  // Nothing happened.
  trace(0),
  trace(5_000),
  // The token of an earlier grant, with others between; the first of several violations counts.
  trace(
    300,
    ...[1, 2, 1, 2, 1].flatMap((token, i) => [
      asks(20 * i, 'a', `r${i}`),
      granted(20 * i + 10, 'a', `r${i}`, token),
    ]),
  ),
  // Token 0, at index 0 of nothing: an index and a token that look like nothing.
  trace(100, asks(0, 'a', ''), granted(1, 'a', '', 0), asks(2, 'b', '0'), granted(3, 'b', '0', 0)),
  trace(1_000, asks(0, 'a', '2')),
  // A refusal names the token that somebody else has.
  trace(100, asks(0, 'a', 'x'), granted(10, 'a', 'x', 5), asks(20, 'b', 'y'), refused(30, 'b', 'y', 5)),
  trace(100, asks(0, 'a', 'x'), refused(10, 'a', 'x', 9), asks(20, 'b', 'y'), granted(30, 'b', 'y', 3)),
  trace(100, asks(0, 'a', 'x'), refused(10, 'a', 'x', 4), asks(20, 'b', 'y'), granted(30, 'b', 'y', 4)),
  // Overlapping requests may be answered in any order.
  trace(100, asks(0, 'a', 'x'), asks(5, 'b', 'y'), granted(10, 'b', 'y', 2), granted(20, 'a', 'x', 1)),
  trace(100, asks(0, 'a', 'x'), asks(5, 'a', 'y'), granted(10, 'a', 'y', 2), granted(20, 'a', 'x', 1)),
  // The greatest token that was received counts, not the latest.
  trace(
    100,
    asks(0, 'a', 'x'),
    asks(1, 'b', 'y'),
    granted(10, 'a', 'x', 9),
    granted(11, 'b', 'y', 1),
    asks(12, 'a', 'z'),
    granted(13, 'a', 'z', 5),
  ),
  trace(
    100,
    asks(0, 'a', 'x'),
    granted(10, 'a', 'x', 9),
    asks(11, 'a', 'y'),
    asks(12, 'b', 'z'),
    granted(13, 'b', 'z', 10),
    granted(14, 'a', 'y', 10),
  ),
  // Tokens beyond 32 bits, and as text in another order.
  ...[
    [4_294_967_297, 1],
    [9, 10],
    [10, 9],
    [4_294_967_296, 8_589_934_592],
    [9_007_199_254_740_990, 9_007_199_254_740_991],
    [9_007_199_254_740_991, 9_007_199_254_740_990],
  ].map(([first = 0, second = 0]) =>
    trace(
      100,
      asks(0, 'a', 'x'),
      granted(10, 'a', 'x', first),
      asks(20, 'b', 'y'),
      granted(30, 'b', 'y', second),
    ),
  ),
  // Names that objects have by themselves.
  trace(
    900,
    asks(0, '__proto__', 'constructor'),
    granted(10, '__proto__', 'constructor', 1),
    asks(20, 'constructor', '__proto__'),
    granted(30, 'constructor', '__proto__', 2),
    asks(40, 'toString', 'valueOf'),
  ),
  // In time at the very bound, late just after it.
  trace(1_000, asks(0, 'a', 'x'), granted(200, 'a', 'x', 1)),
  trace(1_000, asks(0, 'a', 'x'), granted(201, 'a', 'x', 1)),
  trace(1_000, asks(7, 'a', 'x'), refused(207, 'a', 'x', 1)),
  trace(1_000, asks(7, 'a', 'x'), refused(208, 'a', 'x', 1)),
  // The trace ends just before the bound, and just after it.
  trace(199, asks(0, 'a', 'x')),
  trace(201, asks(0, 'a', 'x')),
  // Crashes: before the request, within the bound, after it, of another node.
  trace(900, asks(0, 'a', 'w'), crashes(10, 'a'), restarts(20, 'a'), asks(30, 'a', 'x')),
  trace(900, asks(0, 'a', 'x'), crashes(199, 'a')),
  trace(900, asks(0, 'a', 'x'), crashes(201, 'a')),
  trace(900, asks(0, 'a', 'x'), crashes(50, 'b')),
  trace(
    900,
    asks(0, 'a', 'x'),
    crashes(50, 'a'),
    restarts(60, 'a'),
    asks(70, 'a', 'y'),
    refused(80, 'a', 'y', 3),
  ),
  trace(900, asks(0, 'a', 'x'), crashes(50, 'a'), restarts(60, 'a'), asks(70, 'a', 'y')),
  trace(900, asks(0, 'a', 'x'), asks(10, 'b', 'y'), crashes(50, 'a'), restarts(60, 'a')),
  // Two open on one node: one answered, the other not.
  trace(900, asks(0, 'a', 'x'), asks(10, 'a', 'y'), granted(20, 'a', 'y', 1)),
  trace(900, asks(0, 'a', 'x'), asks(10, 'a', 'y'), granted(20, 'a', 'x', 1)),
  trace(900, asks(0, 'a', 'x'), asks(10, 'a', 'y'), granted(20, 'a', 'x', 1), granted(30, 'a', 'y', 2)),
  trace(900, asks(0, 'a', 'x'), asks(10, 'a', 'y'), granted(290, 'a', 'x', 1), granted(300, 'a', 'y', 2)),
  trace(450, asks(0, 'a', 'x'), granted(300, 'a', 'x', 1), asks(310, 'a', 'y'), asks(320, 'b', 'z')),
];

const RECORDINGS: readonly Recording[] = [
  { nodes: ['a', 'b'], requests: 6, lostPercent: 0, slowestMs: 60, crashes: 0, from: 0, id: (i) => `r${i}` },
  { nodes: ['a', 'b', 'c'], requests: 12, lostPercent: 10, slowestMs: 120, crashes: 2, from: 32, id: String },
  {
    nodes: ['client-1', 'client-2'],
    requests: 9,
    lostPercent: 25,
    slowestMs: 250,
    crashes: 3,
    from: 4_294_967_290,
    id: (i) => (i === 0 ? '' : `${i % 3}-${i}`),
  },
];
const LONG: Recording = {
  nodes: ['a', 'b', 'c', 'd', 'e'],
  requests: 150,
  lostPercent: 2,
  slowestMs: 150,
  crashes: 8,
  from: 0,
  id: (i) => `r${i}`,
};

/** Recorded runs: as they are, and with something planted. */
function recorded(draw: Prng, runs: number): Trace[] {
  return Array.from({ length: runs }, () => record(draw, draw.pick(RECORDINGS))).flatMap((run) => [
    run,
    plant(draw, run),
    plant(draw, plant(draw, run)),
  ]);
}

const callsOn = (traces: readonly Trace[], judges: readonly Judge[], bound: number): Call[] =>
  traces.flatMap((one) => judges.map((judge) => ({ judge, trace: one, bound })));

/** A batch with its first call again: what a judge remembers shows there. */
const batches = (calls: readonly Call[], size = BATCH): Case[] =>
  inBatches(calls, size).map((batch) => [...batch, ...batch.slice(0, 1)]);

function enumerate(): CaseGroup<Case>[] {
  const runs = recorded(new Prng('recorded'), 60);
  const long = new Prng('long');
  const longRuns = Array.from({ length: 4 }, () => record(long, LONG));
  return [
    group('clean', 'A clean run, then a token twice', 'clean runs', true, [[...all(CLEAN), ...all(TWICE)]]),
    group('twice', 'A token that was granted twice', 'a token was granted twice', true, [
      [...all(TWICE), ...all(CLEAN)],
    ]),
    group('back', 'A token that goes back', 'a token goes back', true, [[...all(BACK), ...all(CLEAN)]]),
    group('unanswered', 'A request without an answer', 'a request without an answer', true, [
      [...all(UNANSWERED), ...all(CLEAN)],
    ]),
    group('statements', 'Eight statements', 'the classification', true, ['classification']),
    group(
      'special',
      'Traces on which one thing decides',
      'bounds, crashes, overlaps, unusual tokens and ids',
      false,
      SPECIAL.flatMap((one) => all(one).map((call) => [call])),
    ),
    group(
      'every-order',
      'Every order',
      'every order of up to three requests and answers',
      false,
      batches(callsOn(everyOrder(3), ['uniqueness', 'monotonicity'], BOUND)),
    ),
    group(
      'every-timing',
      'Every timing',
      'every short trace with crashes, early, late and missing answers',
      false,
      batches(
        callsOn(
          everyTiming(4, [70, 100, 130]).filter((one) => !isOnTheEdge(one, 100)),
          ['availability'],
          100,
        ),
      ),
    ),
    group('recorded', 'Recorded runs', 'recorded runs, some with something planted', false, [
      ...batches(
        runs.flatMap((one) => all(one, 150)),
        60,
      ),
    ]),
    group('long', 'Long runs', 'long recorded runs', false, [
      ...batches(
        longRuns.flatMap((one) => [...all(one), ...all(plant(long, one))]),
        6,
      ),
    ]),
  ];
}

function smaller(call: Call): Call[] {
  return smallerTraces(call.trace)
    .filter((one) => isTrace(one) && !(call.judge === 'availability' && isOnTheEdge(one, call.bound)))
    .map((one) => ({ ...call, trace: one }));
}

/** A case may come from a token that somebody wrote. */
function callsOf(one: unknown): Call[] {
  return Array.isArray(one) ? one.filter(isCall) : [];
}

function isCall(value: unknown): value is Call {
  if (typeof value !== 'object' || value === null) return false;
  if (!('judge' in value) || !('trace' in value) || !('bound' in value)) return false;
  const { judge, bound } = value;
  const known = JUDGES.some((one) => one === judge);
  return (
    known && isTrace(value.trace) && typeof bound === 'number' && Number.isSafeInteger(bound) && bound > 0
  );
}

export default {
  enumerate,
  draw: (draw) => [
    group('drawn', 'Drawn runs', 'drawn runs', false, [
      ...batches(
        recorded(draw, 20).flatMap((one) => all(one, draw.pick([120, 150, 400]))),
        60,
      ),
    ]),
  ],
  judge: (exports, one, lineOf) =>
    one === 'classification' ? judgeClasses(exports) : judgeCalls(exports, callsOf(one), lineOf),
  simplify: (one) => smallerBatches(callsOf(one), smaller),
  explain: (finding, one) => explain(finding, callsOf(one)),
  tell: (one) => (one === 'classification' ? ['The export classification was read.'] : tell(callsOf(one))),
} satisfies FunctionCases;
