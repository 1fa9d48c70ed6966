/** One test for each kind of fault, and what it does to a tiny program. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/api.ts';
import { explore, replay } from '../../../src/explore/run.ts';
import type { Run } from '../../../src/explore/scenario.ts';
import { corruptJson } from '../../../src/sim/corrupt.ts';
import { linksBetween, linksFrom, type Fault } from '../../../src/sim/fault.ts';
import { sameTrace, traceHash } from '../../../src/sim/trace.ts';
import { deepEqualJson } from '../../../src/util/canonical.ts';
import {
  errorsOf,
  logsOf,
  runIdOf,
  simulateWith,
  subjectOf,
  timedLogsOf,
  type TestScenario,
} from '../../support/simulate.ts';

/** `a` says 0, 1, 2 … to `b`, one every 10 ms; `b` logs what it hears. */
const TALK = `
  export class A { constructor(node) { this.node = node; void this.go(); }
    async go() { for (let i = 0; i < 10; i++) { this.node.send('b', i); await this.node.sleep(10); } }
    onMessage(from, m) { this.node.log(from + ' ' + JSON.stringify(m)); } }
  export class B { constructor(node) { this.node = node; }
    onMessage(from, m) { this.node.log(JSON.stringify(m)); }
    onRequest(from, m) { this.node.log('asked ' + JSON.stringify(m)); return 'truth'; } }`;

/** `a` asks `b` once. */
const ASK = `
  export class A { constructor(node) { node.request('b', { n: 1 }).then((r) => node.log('reply ' + JSON.stringify(r))); } }
  export class B { constructor(node) { this.node = node; } onRequest(from, m) { this.node.log('asked ' + JSON.stringify(m)); return { n: m.n + 1 }; } }`;

const heard = (run: Run): string[] => logsOf(run).map((text) => text.slice(2));

const lostBecause = (run: Run): string[] =>
  run.trace.flatMap((event) => (event.kind === 'lost' ? [event.why] : []));

describe('a corrupt message', () => {
  it('arrives with one value changed; its sender does not know', async () => {
    const run = await simulateWith(ASK, [{ kind: 'corrupt', message: 'request a>b 0.0', draw: 2 }]);
    expect(heard(run)).toEqual(['asked {"n":5}', 'reply {"n":6}']);
    expect(run.trace.find((event) => event.kind === 'send')).toMatchObject({ message: { body: { n: 1 } } });
  });

  it('arrives corrupt in all its copies', async () => {
    const run = await simulateWith(ASK, [
      { kind: 'corrupt', message: 'request a>b 0.0', draw: 1 },
      { kind: 'duplicate', message: 'request a>b 0.0', afterMs: 1 },
    ]);
    expect(heard(run).slice(0, 2)).toEqual(['asked {"n":3}', 'asked {"n":3}']);
  });

  it.each<[Json, number, Json]>([
    [1, 0, 0],
    [1, 33, 5],
    [-1, 0, 0],
    [Number.MAX_SAFE_INTEGER, 30, Number.MAX_SAFE_INTEGER - 2 ** 30],
    [0.5, 0, -0.5],
    ['', 0, '?'],
    ['ab', 1, 'ac'],
    [true, 7, false],
    [null, 0, 0],
    [[], 0, [null]],
    [{}, 0, { '?': null }],
    [{ b: 1, a: [true, false] }, 1, { a: [true, true], b: 1 }],
  ])('%j by draw %i is %j', (body, draw, expected) => {
    expect(corruptJson(body, draw)).toEqual(expected);
  });

  it('is JSON, never what was sent, and the same whatever the order of keys', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(2 ** 32 - 1), (value, draw) => {
        const body: Json = JSON.parse(JSON.stringify(value));
        const changed = corruptJson(body, draw);
        expect(deepEqualJson(JSON.parse(JSON.stringify(changed)), changed)).toBe(true);
        expect(deepEqualJson(changed, body)).toBe(false);
        if (typeof body === 'object' && body !== null && !Array.isArray(body)) {
          const turned = Object.fromEntries(Object.entries(body).reverse());
          expect(deepEqualJson(corruptJson(turned, draw), changed)).toBe(true);
        }
      }),
      { seed: 11, numRuns: 500 },
    );
  });
});

describe('a burst of losses', () => {
  const burst = (percent: number): Fault => ({
    kind: 'burst-loss',
    fromMs: 15,
    untilMs: 75,
    links: ['a>b'],
    percent,
  });

  it('loses messages that are sent on its links in its stretch', async () => {
    const run = await simulateWith(TALK, [burst(100)]);
    expect(heard(run)).toEqual(['0', '1', '8', '9']);
    expect(lostBecause(run)).toEqual(Array(6).fill('burst'));
    expect(run.faultsOverUs).toBe(75_000);
    expect(await simulateWith(TALK, [{ ...burst(100), links: ['b>a'] } as Fault]).then(heard)).toHaveLength(
      10,
    );
  });

  it('loses the same messages at each higher rate, and none at 0', async () => {
    const subject = await subjectOf(TALK);
    let before = 10;
    for (const percent of [0, 25, 50, 75, 100]) {
      const { length } = heard(replay(subject, runIdOf({}), [burst(percent)]));
      expect(length).toBeLessThanOrEqual(before);
      if (percent === 0) expect(length).toBe(10);
      before = length;
    }
    expect(before).toBe(4);
  });
});

describe('a queue with little room', () => {
  const fault: Fault = { kind: 'small-inbox', node: 'b', fromMs: 0, untilMs: 1000, capacity: 2 };
  const pause: Fault = { kind: 'pause', at: { node: 'b', atMs: 15 }, forMs: 50 };

  it('loses what arrives when it is full, and nothing while the node keeps up', async () => {
    expect(heard(await simulateWith(TALK, [fault]))).toHaveLength(10);
    const run = await simulateWith(TALK, [fault, pause]);
    // Paused until 65 ms: 1 and 2 wait, 3 to 5 are lost.
    expect(heard(run)).toEqual(['0', '1', '2', '6', '7', '8', '9']);
    expect(lostBecause(run)).toEqual(Array(3).fill('overflow'));
  });

  it('may be how things are, without a fault', async () => {
    const run = await simulateWith(TALK, [pause], { inbox: (node) => (node === 'b' ? 1 : undefined) });
    expect(heard(run)).toEqual(['0', '1', '6', '7', '8', '9']);
  });

  it('holds back for start() only so many', async () => {
    const slowStart = TALK.replace(
      'onMessage(from, m) { this.node.log(JSON',
      'async start() { await this.node.sleep(55); } onMessage(from, m) { this.node.log(JSON',
    );
    expect(heard(await simulateWith(slowStart, [fault]))).toEqual(['0', '1', '5', '6', '7', '8', '9']);
  });

  it('overflows when the node is too slow for what comes', async () => {
    const slow: Fault = { kind: 'slow-node', node: 'b', fromMs: 5, untilMs: 500, byMs: 20 };
    const run = await simulateWith(TALK, [fault, slow]);
    expect(lostBecause(run).length).toBeGreaterThan(3);
  });
});

describe('a slow node', () => {
  it('takes time for each turn and each call of its stretch', async () => {
    const source = `
      export class A { constructor(node) { this.node = node; void this.go(); }
        async go() { for (let i = 0; i < 3; i++) { await this.node.sleep(100); this.node.log('x'); this.node.log('y'); } } }
      export class B { constructor() {} }`;
    const run = await simulateWith(source, [
      { kind: 'slow-node', node: 'a', fromMs: 150, untilMs: 250, byMs: 7 },
    ]);
    // The turn at 200 ms takes 7 ms to begin; so does each of its calls, the sleep among them.
    expect(timedLogsOf(run)).toEqual(['100 a x', '100 a y', '214 a x', '221 a y', '328 a x', '328 a y']);
  });
});

describe('a crash', () => {
  it('with loss of the disk leaves nothing', async () => {
    const source = `
      export class A { constructor(node) { this.node = node; } async start() {
        const n = (await this.node.disk.read('n')) ?? 0; await this.node.disk.write('n', n + 1); this.node.log(String(n)); } }
      export class B { constructor() {} }`;
    const crash = (atMs: number, losesDisk: boolean): Fault => ({
      kind: 'crash',
      at: { node: 'a', atMs },
      restartAfterMs: 10,
      ...(losesDisk && { losesDisk: true as const }),
    });
    const run = await simulateWith(source, [crash(50, false), crash(100, true), crash(150, false)]);
    expect(heard(run)).toEqual(['0', '1', '0', '1']);
  });
});

describe('a leap second', () => {
  const source = `
    export class A { constructor(node) { this.node = node; void this.go(); }
      async go() { const d = this.node.clock.timeOfDay(), m = this.node.clock.monotonic();
        for (let i = 0; i < 5; i++) { await this.node.sleep(1000);
          this.node.log(Math.round(this.node.clock.timeOfDay() - d) + ' ' + Math.round(this.node.clock.monotonic() - m)); } } }
    export class B { constructor() {} }`;

  it('that steps is shown twice by the time of day, and not at all by the monotonic clock', async () => {
    const run = await simulateWith(source, [{ kind: 'leap-second', at: { node: 'a', atMs: 2500 } }]);
    expect(heard(run)).toEqual(['1000 1000', '2000 2000', '2000 3000', '3000 4000', '4000 5000']);
    expect(run.faultsOverUs).toBe(2_500_000);
  });

  it('that is smeared slows the time of day for a while', async () => {
    const run = await simulateWith(source, [
      { kind: 'leap-second', at: { node: 'a', atMs: 1000 }, smearSeconds: 2 },
    ]);
    expect(heard(run)).toEqual(['1000 1000', '1500 2000', '2000 3000', '3000 4000', '4000 5000']);
    expect(run.faultsOverUs).toBe(3_000_000);
  });
});

describe('clock.interval()', () => {
  const source = `
    export class A { constructor(node) { this.node = node; void this.go(); }
      async go() { for (let i = 0; i < 100; i++) { const { earliest, latest } = this.node.clock.interval();
        this.node.log(earliest + ' ' + latest); await this.node.sleep(50); } } }
    export class B { constructor() {} }`;
  const scenario: TestScenario = {
    uncertainty: () => ({ syncedMs: 1, everyMs: 1000, growthPpm: 20_000 }),
  };

  const widthsOf = async (
    faults: readonly Fault[],
    seed: number,
    more: TestScenario = {},
  ): Promise<number[]> => {
    const subject = await subjectOf(source, 'true', { grant: ['interval'] });
    const run = replay(subject, runIdOf({ ...scenario, ...more }, seed), faults);
    return run.trace.flatMap((event) => {
      if (event.kind !== 'log') return [];
      const [earliest = NaN, latest = NaN] = event.text.split(' ').map(Number);
      const nowMs = 1_790_000_000_000 + event.atUs / 1000;
      expect(Number.isInteger(earliest) && Number.isInteger(latest)).toBe(true);
      expect(earliest).toBeLessThanOrEqual(nowMs);
      expect(latest).toBeGreaterThanOrEqual(nowMs);
      return [latest - earliest];
    });
  };

  it('contains the truth, grows until a synchronisation, and shrinks then', async () => {
    for (const seed of [1, 2, 3]) {
      const widths = await widthsOf([], seed);
      expect(widths).toHaveLength(100);
      expect(Math.max(...widths)).toBeLessThanOrEqual(2 * (1 + 20) + 2);
      expect(Math.max(...widths)).toBeGreaterThan(35);
      const shrinks = widths.filter((width, i) => width < (widths[i - 1] ?? 0) - 10).length;
      expect(shrinks).toBeGreaterThanOrEqual(4);
    }
  });

  it('grows on while its clock is not synchronised, and contains the truth still', async () => {
    const widths = await widthsOf([{ kind: 'no-sync', node: 'a', fromMs: 500, untilMs: 3500 }], 2);
    expect(Math.max(...widths)).toBeGreaterThan(100);
    expect(widths.slice(-8).every((width) => width <= 44)).toBe(true);
  });

  it('leans as the scenario says', async () => {
    const subject = await subjectOf(source, 'true', { grant: ['interval'] });
    for (const [leanPercent, end] of [
      [0, 0],
      [100, 1],
    ] as const) {
      const run = replay(
        subject,
        runIdOf({ uncertainty: () => ({ syncedMs: 5, everyMs: 1000, growthPpm: 0, leanPercent }) }),
        [],
      );
      for (const event of run.trace) {
        if (event.kind !== 'log') continue;
        expect(Number(event.text.split(' ')[end])).toBe(1_790_000_000_000 + event.atUs / 1000);
      }
    }
  });

  it('is not there where it is not granted', async () => {
    const run = await simulateWith(source, []);
    expect(errorsOf(run)[0]).toContain('interval is not a function');
  });
});

describe('a file', () => {
  /** Appends 1 2 3, syncs, appends 4 5 and 6 7 8; after a restart logs what it finds. */
  const source = `
    export class A { constructor(node) { this.node = node; } async start() { const { file } = this.node;
      const found = await file.readAll(); this.node.log(found.join(' '));
      if (found.length > 0) return;
      await file.append([1, 2, 3]); await file.sync();
      void file.append([4, 5]); await file.append([6, 7, 8]); this.node.log((await file.readAll()).join(' ')); } }
    export class B { constructor() {} }`;

  const after = async (
    unsynced?: Extract<Fault, { kind: 'crash' }>['unsynced'],
    code = source,
  ): Promise<string[]> => {
    const subject = await subjectOf(code, 'true', { grant: ['file'] });
    const crash: Fault = {
      kind: 'crash',
      at: { node: 'a', atMs: 50 },
      restartAfterMs: 10,
      ...(unsynced !== undefined && { unsynced }),
    };
    return heard(replay(subject, runIdOf({}), [crash]));
  };

  it('keeps what was synced; of the rest as much as the fault says', async () => {
    expect(await after()).toEqual(['', '1 2 3 4 5 6 7 8', '1 2 3']);
    expect((await after({ calls: 1 }))[2]).toBe('1 2 3 4 5');
    expect((await after({ calls: 2 }))[2]).toBe('1 2 3 4 5 6 7 8');
    expect((await after({ calls: 1, bytes: 2 }))[2]).toBe('1 2 3 4 5 6 7');
    expect((await after({ calls: 9, bytes: 2 }))[2]).toBe('1 2 3 4 5 6 7 8');
  });

  it('tears the end', async () => {
    expect((await after({ calls: 1, bytes: 2, torn: { last: 1, as: 'zeros' } }))[2]).toBe('1 2 3 4 5 6 0');
    expect((await after({ calls: 0, bytes: 1, torn: { last: 9, as: 'zeros' } }))[2]).toBe('1 2 3 0');
    const flipped = (await after({ calls: 1, bytes: 2, torn: { last: 2, as: 'flip' } }))[2]
      ?.split(' ')
      .map(Number);
    const bits = [6, 7].map((byte, i) => (flipped?.[5 + i] ?? 0) ^ byte).filter((change) => change !== 0);
    expect(bits).toHaveLength(1);
    expect(Math.log2(bits[0] ?? 0) % 1).toBe(0);
    const noise = (await after({ calls: 1, bytes: 2, torn: { last: 2, as: 'noise' } }))[2]
      ?.split(' ')
      .map(Number);
    expect(noise?.slice(0, 5)).toEqual([1, 2, 3, 4, 5]);
    expect(noise).toHaveLength(7);
  });

  it('is lost with the disk', async () => {
    const subject = await subjectOf(source, 'true', { grant: ['file'] });
    const run = replay(subject, runIdOf({}), [
      { kind: 'crash', at: { node: 'a', atMs: 50 }, restartAfterMs: 10, losesDisk: true },
    ]);
    expect(heard(run)[2]).toBe('');
  });

  it('syncs what was called before, not what was called since; a truncation may be undone', async () => {
    const code = source
      .replace('await file.sync();', 'const synced = file.sync(); void file.append([9]); await synced;')
      .replace('void file.append([4, 5]); await file.append([6, 7, 8]);', 'await file.truncate(1);');
    expect(await after(undefined, code)).toEqual(['', '1', '1 2 3']);
    expect((await after({ calls: 1 }, code))[2]).toBe('1 2 3 9');
    expect((await after({ calls: 2 }, code))[2]).toBe('1');
  });

  it.each([
    ["append('text')", 'file.append: give a list of bytes'],
    ['append([256])', 'file.append: give a list of bytes'],
    ['truncate(-1)', 'file.truncate(-1): give a whole number'],
  ])('refuses %s', async (call, text) => {
    const subject = await subjectOf(
      `export class A { constructor(node) { node.file.${call}; } }\nexport class B { constructor() {} }`,
      'true',
      { grant: ['file'] },
    );
    expect(errorsOf(replay(subject, runIdOf({}), []))[0]).toContain(text);
  });
});

describe('a liar', () => {
  it('tells one receiver something else', async () => {
    const run = await simulateWith(ASK, [
      { kind: 'equivocate', message: 'reply request a>b 0.0', body: ['lie'] },
    ]);
    expect(heard(run)).toEqual(['asked {"n":1}', 'reply ["lie"]']);
  });

  it('sends messages and requests of its own making, as itself', async () => {
    const run = await simulateWith(TALK, [
      { kind: 'forge', at: { node: 'b', atMs: 5 }, to: 'a', body: { any: 'thing' } },
      { kind: 'forge', at: { node: 'a', atMs: 203 }, to: 'b', body: 7, as: 'request' },
    ]);
    expect(timedLogsOf(run)).toContain('15 a b {"any":"thing"}');
    expect(timedLogsOf(run)).toContain('213 b asked 7');
    expect(lostBecause(run)).toEqual(['stale']);
  });

  it('sends an old message of its own again, if there was one', async () => {
    const run = await simulateWith(TALK, [
      { kind: 'replay', at: { node: 'a', atMs: 200 }, message: 'send a>b 0.3' },
      { kind: 'replay', at: { node: 'b', atMs: 200 }, message: 'send a>b 0.4' },
      { kind: 'replay', at: { node: 'a', atMs: 15 }, message: 'send a>b 0.5' },
    ]);
    expect(timedLogsOf(run).slice(10)).toEqual(['210 b 3']);
    expect(run.faults).toHaveLength(1);
  });

  it('leaves the keys and delays of honest messages as they were', async () => {
    const subject = await subjectOf(TALK);
    const id = runIdOf({ link: () => ({ minMs: 1, maxMs: 50 }) });
    const honest = timedLogsOf(replay(subject, id, []));
    const lied = timedLogsOf(
      replay(subject, id, [{ kind: 'forge', at: { node: 'a', atMs: 35 }, to: 'b', body: 'lie' }]),
    );
    expect(lied.filter((text) => !text.includes('lie'))).toEqual(honest);
  });

  it('falls silent, and still hears', async () => {
    const run = await simulateWith(TALK, [{ kind: 'silence', node: 'a', fromMs: 15, untilMs: 65 }]);
    expect(heard(run)).toEqual(['0', '1', '7', '8', '9']);
    expect(lostBecause(run)).toEqual(Array(5).fill('silence'));
  });

  it('that is paused lies when it runs again; one that is down does not', async () => {
    const run = await simulateWith(TALK, [
      { kind: 'pause', at: { node: 'b', atMs: 1 }, forMs: 100 },
      { kind: 'forge', at: { node: 'b', atMs: 5 }, to: 'a', body: 1 },
      { kind: 'crash', at: { node: 'b', atMs: 150 }, restartAfterMs: null },
      { kind: 'forge', at: { node: 'b', atMs: 160 }, to: 'a', body: 2 },
    ]);
    expect(timedLogsOf(run).filter((text) => text.includes(' a '))).toEqual(['111 a b 1']);
    expect(run.faults.map(({ kind }) => kind)).toEqual(['pause', 'forge', 'crash']);
  });

  it('may be played by the course', async () => {
    const run = await simulateWith(TALK, [{ kind: 'equivocate', message: 'send c>b 0.0', body: 'lie' }], {
      nodes: () => [
        { id: 'b', role: 'b' },
        { id: 'c', course: (me) => (me.send('b', 'truth'), {}) },
      ],
    });
    expect(heard(run)).toEqual(['"lie"']);
  });
});

describe('every kind of fault', () => {
  it('given by hand replays to the same trace from what fired', async () => {
    const at = { node: 'b', atMs: 31 };
    const stretch = { node: 'b', fromMs: 12.5, untilMs: 70 };
    const links = ['a>b'];
    const all: Fault[] = [
      { kind: 'corrupt', message: 'send a>b 0.1', draw: 5 },
      { kind: 'equivocate', message: 'send a>b 0.2', body: 'x' },
      { kind: 'forge', at, to: 'a', body: [] },
      { kind: 'replay', at: { node: 'a', atMs: 44 }, message: 'send a>b 0.3' },
      { kind: 'silence', node: 'a', fromMs: 81, untilMs: 95 },
      { kind: 'burst-loss', fromMs: 10, untilMs: 80, links, percent: 40 },
      { kind: 'small-inbox', ...stretch, capacity: 1 },
      { kind: 'slow-node', ...stretch, byMs: 3 },
      { kind: 'no-sync', ...stretch },
      { kind: 'leap-second', at },
      { kind: 'leap-second', at: { node: 'a', atMs: 31 }, smearSeconds: 3 },
      { kind: 'crash', at: { node: 'b', atMs: 60 }, restartAfterMs: 5, losesDisk: true },
    ];
    const subject = await subjectOf(TALK, 'drawn');
    const fired = new Set<string>();
    for (let seed = 0; seed < 20; seed++) {
      const run = explore(subject, runIdOf({ faults: () => all }, seed));
      // A message that the burst loses meets no other fault.
      expect(run.faults.length).toBeGreaterThanOrEqual(all.length - 3);
      for (const { kind } of run.faults) fired.add(kind);
      const again = replay(subject, runIdOf({}, seed), run.faults).trace;
      expect(traceHash(again)).toBe(traceHash(run.trace));
      expect(sameTrace(again, run.trace)).toBe(true);
      const other = replay(subject, runIdOf({}, seed + 100), run.faults).trace;
      expect(sameTrace(other, run.trace)).toBe(traceHash(other) === traceHash(run.trace));
    }
    for (const { kind } of all) expect(fired).toContain(kind);
  });
});

describe('the network', () => {
  /** Every node says its name to each of the others, once every 10 ms. */
  const source = `
    export class A { constructor(node, peers) { this.node = node; this.peers = peers; void this.go(); }
      async go() { for (let i = 0; i < 5; i++) { for (const p of this.peers) this.node.send(p, i); await this.node.sleep(10); } }
      onMessage(from, m) { this.node.log(from + this.node.id + m); } }`;
  const three: TestScenario = {
    nodes: () =>
      ['a', 'b', 'c'].map((id) => ({
        id,
        role: 'a',
        args: [['a', 'b', 'c'].filter((other) => other !== id)],
      })),
    link: () => ({ minMs: 1, maxMs: 1 }),
  };
  const cut = (links: readonly string[]): Fault => ({ kind: 'partition', fromMs: 5, untilMs: 500, links });
  /** Who still hears whom, as "speaker listener". */
  const open = async (fault: Fault): Promise<string[]> => {
    const run = await simulateWith(source, [fault], three);
    const late = heard(run).filter((text) => text.endsWith('4'));
    return late.map((text) => text.slice(0, 2)).sort();
  };

  it('is cut completely, partially, in one direction, or so that one node connects two', async () => {
    expect(await open(cut(linksBetween(['a'], ['b', 'c'])))).toEqual(['bc', 'cb']);
    expect(await open(cut(linksFrom(['a'], ['b', 'c'])))).toEqual(['ba', 'bc', 'ca', 'cb']);
    expect(await open(cut(linksBetween(['a'], ['b'])))).toEqual(['ac', 'bc', 'ca', 'cb']);
    expect(await open(cut(['a>c', 'b>a']))).toEqual(['ab', 'bc', 'ca', 'cb']);
  });

  it('is slow on some links for a while', async () => {
    const run = await simulateWith(
      source,
      [{ kind: 'slow-link', fromMs: 5, untilMs: 25, links: ['a>b'], byMs: 15 }],
      three,
    );
    const times = timedLogsOf(run).flatMap((text) => (text.includes('b ab') ? [parseFloat(text)] : []));
    // Those sent at 10 and 20 ms are late, and overtaken by the one sent at 30 ms.
    expect(times).toEqual([1, 26, 31, 36, 41]);
    expect(heard(run).filter((text) => text.startsWith('ab'))).toEqual(['ab0', 'ab1', 'ab3', 'ab2', 'ab4']);
  });
});

describe('a slow disk', () => {
  it('takes longer for what is begun in its stretch', async () => {
    const source = `
      export class A { constructor(node) { this.node = node; void this.go(); }
        async go() { for (let i = 0; i < 4; i++) { await this.node.disk.write('k', i); this.node.log(String(i)); } } }
      export class B { constructor() {} }`;
    const run = await simulateWith(source, [
      { kind: 'slow-disk', node: 'a', fromMs: 7, untilMs: 20, byMs: 30 },
    ]);
    expect(timedLogsOf(run)).toEqual(['5 a 0', '10 a 1', '45 a 2', '50 a 3']);
  });

  it('slows the file too', async () => {
    const subject = await subjectOf(
      `export class A { constructor(node) { this.node = node; void this.go(); }
         async go() { await this.node.file.append([1]); this.node.log('appended'); await this.node.file.sync(); this.node.log('synced'); } }
       export class B { constructor() {} }`,
      'true',
      { grant: ['file'] },
    );
    const slow: Fault = { kind: 'slow-disk', node: 'a', fromMs: 0.5, untilMs: 20, byMs: 30 };
    expect(timedLogsOf(replay(subject, runIdOf({}), []))).toEqual(['1 a appended', '6 a synced']);
    expect(timedLogsOf(replay(subject, runIdOf({}), [slow]))).toEqual(['1 a appended', '36 a synced']);
  });
});

describe('clocks', () => {
  const source = `
    export class A { constructor(node) { this.node = node; void this.go(); }
      async go() { const d = this.node.clock.timeOfDay(), m = this.node.clock.monotonic(); await this.node.sleep(2000);
        this.node.log([this.node.clock.timeOfDay() - d, this.node.clock.monotonic() - m].map(Math.round).join(' ')); } }
    export class B extends A {}`;

  it('drift from an instant on: both of the node, and its timers', async () => {
    const run = await simulateWith(source, [
      { kind: 'clock-rate', at: { node: 'a', atMs: 1000 }, realMicros: 1_100_000 },
    ]);
    expect(timedLogsOf(run)).toEqual(['2000 b 2000 2000', '2100 a 2000 2000']);
  });

  it('are apart from the start by no more than the scenario says', async () => {
    const subject = await subjectOf(
      `export class A { constructor(node) { node.log(String(node.clock.timeOfDay())); } } export class B extends A {}`,
    );
    const offsets = new Set<number>();
    for (let seed = 0; seed < 30; seed++) {
      const run = replay(subject, runIdOf({ clockOffsetMs: 20 }, seed), []);
      for (const text of heard(run)) offsets.add(Number(text) - 1_790_000_000_000);
    }
    expect(Math.min(...offsets)).toBeGreaterThanOrEqual(-20);
    expect(Math.max(...offsets)).toBeLessThanOrEqual(20);
    expect(offsets.size).toBeGreaterThan(15);
  });
});
