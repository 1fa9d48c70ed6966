import { describe, expect, it } from 'vitest';
import {
  askedBy,
  calmWithin,
  checkLinearizability,
  disturbancesIn,
  eventsAt,
  exchangesAt,
  fault,
  hasFinished,
  ofRun,
  ofRunAt,
  register,
  registerHistory,
  requestOf,
  stopwatch,
  type Fault,
  type Run,
} from '../../../src/kit.ts';
import { simulate, simulateWith } from '../../support/simulate.ts';

/** a asks b at 0 and 100 ms; b answers the first at once and the second never. */
const ASKS = `
  export class A {
    constructor(node) { this.node = node; }
    async start() {
      this.node.request('b', 'one');
      await this.node.sleep(100);
      this.node.request('b', 'two');
    }
  }
  export class B { onRequest(from, what) { return what === 'one' ? 'yes' : new Promise(() => {}); } }`;

const asks = (faults: readonly Fault[] = []): Promise<Run> => simulateWith(ASKS, faults);

describe('exchanges', () => {
  it('are the deliveries at a node with their answers', async () => {
    const [first, second, ...others] = exchangesAt(await asks(), 'b');
    expect(first).toMatchObject({ from: 'a', body: 'one', copy: 0, delivered: { us: 10_000 } });
    expect(first?.answer).toMatchObject({ body: 'yes', sent: { us: 10_000 } });
    expect(second).toMatchObject({ body: 'two', delivered: { us: 110_000 } });
    expect(second?.answer).toBeUndefined();
    expect(others).toEqual([]);
  });

  it('keep the copies of a request apart, each with its own answer', async () => {
    const run = await asks([fault.duplicate({ key: 'request a>b 0.0' }, 7)]);
    const [first, copy] = exchangesAt(run, 'b');
    expect([first?.copy, copy?.copy]).toEqual([0, 1]);
    expect(first?.answer?.sent.us).toBe(10_000);
    expect(copy?.answer?.sent.us).toBe(17_000);
    // To the one who asked it is one question; the first answer counts.
    const [asked] = askedBy(run, 'a');
    expect(asked?.answer).toMatchObject({ body: 'yes', arrived: { us: 20_000 } });
  });

  it('are what was asked, also where nothing arrived', async () => {
    const run = await asks([fault.drop({ key: 'request a>b 0.0' })]);
    expect(exchangesAt(run, 'b').map(({ body }) => body)).toEqual(['two']);
    expect(askedBy(run, 'a').map(({ to, body, answer }) => [to, body, answer])).toEqual([
      ['b', 'one', undefined],
      ['b', 'two', undefined],
    ]);
  });

  it('lead from a reply to its request', async () => {
    const run = await asks();
    const reply = run.trace.find(({ kind, node }) => kind === 'send' && node === 'b');
    if (reply?.kind !== 'send') throw new Error('b said nothing.');
    expect(requestOf(run, reply.message)?.body).toBe('one');
    const request = run.trace.find(({ kind, node }) => kind === 'send' && node === 'a');
    expect(request?.kind === 'send' && requestOf(run, request.message)).toBeUndefined();
  });
});

describe('disturbances', () => {
  it('of a node last as long as they hinder it', async () => {
    const run = await asks([
      fault.crash('b', { atMs: 20, restartAfterMs: 50 }),
      fault.pause('a', { atMs: 200, forMs: 30 }),
      fault.slowDisk('a', { fromMs: 300, untilMs: 400, byMs: 7 }),
      fault.clockStep('a', { atMs: 500, byMs: -60 }),
    ]);
    expect(disturbancesIn(run).at('a')).toEqual([
      { kind: 'pause', fromUs: 200_000, untilUs: 230_000, byUs: 0 },
      { kind: 'slow-disk', fromUs: 300_000, untilUs: 400_000, byUs: 7_000 },
      { kind: 'clock-step', fromUs: 500_000, untilUs: 500_000, byUs: 0 },
    ]);
    expect(disturbancesIn(run).at('b')).toEqual([
      { kind: 'crash', fromUs: 20_000, untilUs: 70_000, bootUs: 70_000, byUs: 0 },
    ]);
  });

  it('that are a crash for good have no end', async () => {
    const run = await asks([fault.crash('b', { atMs: 20, restartAfterMs: null })]);
    expect(disturbancesIn(run).at('b')).toEqual([
      { kind: 'crash', fromUs: 20_000, untilUs: Infinity, bootUs: Infinity, byUs: 0 },
    ]);
  });

  it('that are two crashes before a start are two, one after the other', async () => {
    const slow = `
      export class A { constructor(node) { this.node = node; } async start() { await this.node.sleep(100); } }
      export class B {}`;
    const run = await simulateWith(slow, [
      fault.crash('a', { atMs: 20, restartAfterMs: 10 }),
      fault.crash('a', { atMs: 60, restartAfterMs: 10 }),
    ]);
    expect(disturbancesIn(run).at('a')).toEqual([
      { kind: 'crash', fromUs: 20_000, untilUs: 60_000, bootUs: 30_000, byUs: 0 },
      { kind: 'crash', fromUs: 60_000, untilUs: 170_000, bootUs: 70_000, byUs: 0 },
    ]);
  });

  it('of a link count in its direction; those of messages from their sending', async () => {
    const run = await asks([
      fault.cut(['b>a'], { fromMs: 300, untilMs: 400 }),
      fault.slowLink(['a>b'], { fromMs: 500, untilMs: 600, byMs: 3 }),
      fault.delay({ key: 'request a>b 0.1' }, 40),
      fault.drop({ key: 'reply request a>b 0.0' }),
    ]);
    const { on, between, at } = disturbancesIn(run);
    expect(on('a', 'b')).toEqual([
      { kind: 'delay', fromUs: 100_000, untilUs: 100_000, byUs: 40_000 },
      { kind: 'slow-link', fromUs: 500_000, untilUs: 600_000, byUs: 3_000 },
    ]);
    expect(on('b', 'a')).toEqual([
      { kind: 'drop', fromUs: 10_000, untilUs: 10_000, byUs: 0 },
      { kind: 'partition', fromUs: 300_000, untilUs: 400_000, byUs: 0 },
    ]);
    expect(between('a', 'b').map(({ kind }) => kind)).toEqual(['drop', 'delay', 'partition', 'slow-link']);
    expect(between('b', 'a')).toEqual(between('a', 'b'));
    expect([...at('a'), ...at('b')]).toEqual([]);
  });
});

describe('calmWithin', () => {
  const span = { fromUs: 10, untilUs: 100 };
  const stretch = (fromUs: number, untilUs: number) => ({ fromUs, untilUs });

  it.each([
    ['nothing was wrong', [], [[10, 100]]],
    [
      'something was wrong in the middle',
      [[30, 40]],
      [
        [10, 30],
        [40, 100],
      ],
    ],
    [
      'two overlap, in any order',
      [
        [35, 60],
        [30, 40],
      ],
      [
        [10, 30],
        [60, 100],
      ],
    ],
    [
      'it was wrong before, and after',
      [
        [0, 20],
        [90, 200],
      ],
      [[20, 90]],
    ],
    [
      'an instant divides',
      [[50, 50]],
      [
        [10, 50],
        [50, 100],
      ],
    ],
    ['all of it was wrong', [[5, Infinity]], []],
    [
      'what is wrong is over, or to come',
      [
        [0, 10],
        [100, 120],
      ],
      [[10, 100]],
    ],
  ])('%s', (_what, disturbed, calm) => {
    expect(
      calmWithin(
        span,
        disturbed.map(([from = 0, until = 0]) => stretch(from, until)),
      ),
    ).toEqual(calm.map(([from = 0, until = 0]) => stretch(from, until)));
  });
});

describe('stopwatch', () => {
  it('shows the time of the node’s own clock', async () => {
    const run = await simulate(ASKS, { driftPpm: 10_000 }, [], 'fast');
    const { shownMs, instantUs } = stopwatch(run, 'a', 1_000_000);
    const realMicros = run.nodes.find(({ id }) => id === 'a')?.realMicros ?? 0;
    expect(realMicros).toBeLessThan(1_000_000);
    expect(shownMs(1_000_000 + realMicros)).toBe(1000);
    expect(instantUs(1000)).toBe(1_000_000 + realMicros);
  });
});

describe('ofRun', () => {
  it('reads once for each run, and for each node of it', async () => {
    const [one, other] = [await asks(), await asks()];
    let reads = 0;
    const events = ofRun((run) => (reads++, run.trace.length));
    expect([events(one), events(one), events(other)]).toEqual(Array(3).fill(one.trace.length));
    expect(reads).toBe(2);
    // What is undefined is known too.
    const first = ofRunAt((run, node) => (reads++, eventsAt(run, node).find(({ kind }) => kind === 'crash')));
    expect([first(one, 'a'), first(one, 'a'), first(one, 'b'), first(other, 'a')]).toEqual(
      Array(4).fill(undefined),
    );
    expect(reads).toBe(5);
  });
});

describe('registerHistory', () => {
  const REGISTER = `
    export class A { async read() { return this.value ?? null; } async write(v) { if (v === 'never') await new Promise(() => {}); this.value = v; } other() {} }
    export class B {}`;

  it('has reads and writes; a write without an end is open, a read without one is left out', async () => {
    const run = await simulate(REGISTER, {
      script(script) {
        script.at(0, () => void script.call('a', 'write', [1]));
        script.at(10, () => void script.call('a', 'other', []));
        script.at(20, () => void script.call('a', 'read', []));
        script.at(30, () => void script.call('a', 'write', ['never']));
      },
    });
    const history = registerHistory(run);
    expect(history).toMatchObject([
      { id: 0, process: 'a', input: { op: 'write', value: 1 }, status: 'ok' },
      { id: 2, process: 'a', input: { op: 'read' }, status: 'ok', output: 1 },
      { id: 3, process: 'a', input: { op: 'write', value: 'never' }, status: 'info' },
    ]);
    expect(checkLinearizability(register, history).verdict).toBe('ok');
    expect(registerHistory(run, () => false).map(({ status }) => status)).toEqual(['info', 'info']);
  });

  it('a write has finished whatever it gives, a read only if that is JSON', async () => {
    const GIVES = `
      export class A { async read() { return new Map(); } async write(v) { if (v === 0) throw new Error('no'); return new Map(); } }
      export class B {}`;
    const run = await simulate(GIVES, {
      script(script) {
        script.at(0, () => void script.call('a', 'write', [1]));
        script.at(10, () => void script.call('a', 'write', [0]));
        script.at(20, () => void script.call('a', 'read', []));
      },
    });
    expect(run.operations.map((operation) => hasFinished(operation, run))).toEqual([true, false, false]);
  });
});
