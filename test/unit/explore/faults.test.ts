/** Faults that are drawn, swept, shrunk, read from outside. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { FaultMix } from '../../../src/explore/mix.ts';
import { explore, replay, type Subject } from '../../../src/explore/run.ts';
import { sampler } from '../../../src/explore/sample.ts';
import { shrinkFaults } from '../../../src/explore/shrink.ts';
import { sweepFaults } from '../../../src/explore/sweep.ts';
import type { Decider } from '../../../src/sim/decider.ts';
import type { Fault } from '../../../src/sim/fault.ts';
import { parseFaults } from '../../../src/sim/parse-fault.ts';
import { traceHash } from '../../../src/sim/trace.ts';
import { tellEvent } from '../../../src/grader/tell.ts';
import { tellFault } from '../../../src/components/Faults/words.ts';
import { glyphOfFault } from '../../../src/diagram/glyphs.ts';
import { logsOf, runIdOf, subjectOf } from '../../support/simulate.ts';

/** Three nodes that talk, ask, write to their files and read their clocks. */
const CHATTY = `
  export class A {
    constructor(node, peers) { this.node = node; this.peers = peers; this.seen = 0; }
    async start() { this.seen = (await this.node.file.readAll()).length; this.node.log('found', this.seen); void this.loop(); }
    async loop() { for (;;) { await this.node.sleep(20 + this.node.random() * 30); for (const p of this.peers)
      this.node.send(p, { seen: this.seen, t: this.node.clock.timeOfDay(), i: this.node.clock.interval() }); } }
    async onMessage(from, m) { this.seen++; await this.node.file.append([this.seen % 256, 1, 2, 3]);
      if (this.seen % 3 === 0) void this.node.file.sync();
      if (this.seen % 3 === 1) this.node.log('third', await this.node.request(from, { m, at: this.node.clock.monotonic() })); }
    async onRequest(from, m) { if (this.seen % 7 === 0) await this.node.disk.write('last', m); return this.seen; }
  }`;

const NODES = ['x', 'y', 'z'];
const MIX: FaultMix = {
  untilMs: 400,
  dropPercent: 5,
  delay: { percent: 10, by: { minMs: 1, maxMs: 100 } },
  duplicate: { percent: 10, after: { minMs: 0, maxMs: 50 } },
  corruptPercent: 20,
  crash: {
    nodes: NODES,
    max: 3,
    restartAfter: { minMs: 0, maxMs: 60 },
    unsynced: 'torn',
    losesDiskPercent: 20,
  },
  pause: { nodes: NODES, max: 2, forMs: { minMs: 10, maxMs: 100 } },
  slowNode: { nodes: NODES, max: 2, by: { minMs: 0, maxMs: 5 }, forMs: { minMs: 10, maxMs: 200 } },
  smallInbox: { nodes: NODES, max: 2, capacity: 2, forMs: { minMs: 10, maxMs: 200 } },
  leapSecond: { nodes: NODES, smearSeconds: [2, 10] },
  noSync: { nodes: NODES, max: 2, forMs: { minMs: 10, maxMs: 300 } },
  burstLoss: { nodes: NODES, max: 2, percent: 80, forMs: { minMs: 10, maxMs: 200 } },
  slowDisk: { nodes: NODES, by: { minMs: 1, maxMs: 20 } },
  slowLink: { nodes: NODES, max: 2, by: { minMs: 1, maxMs: 50 }, forMs: { minMs: 10, maxMs: 200 } },
  clockRate: { nodes: NODES, max: 2, byPpm: 1000 },
  liars: {
    nodes: ['z'],
    percent: 30,
    replay: { max: 4, after: { minMs: 0, maxMs: 200 } },
    forge: {
      max: 3,
      message: (from, draw) => ({ to: draw.pick(['x', 'y']), body: { from, n: draw.int(0, 9) } }),
    },
    silence: { max: 1, forMs: { minMs: 10, maxMs: 100 } },
  },
};

const idOf = (seed: number) =>
  runIdOf(
    {
      endMs: 500,
      nodes: () => NODES.map((id) => ({ id, role: 'a', args: [NODES.filter((other) => other !== id)] })),
      link: () => ({ minMs: 1, maxMs: 30 }),
      uncertainty: () => ({ syncedMs: 1, everyMs: 100, growthPpm: 10_000 }),
    },
    seed,
  );

let subject: Subject;
beforeAll(async () => {
  subject = await subjectOf(CHATTY, 'drawn', { grant: ['interval', 'file'] });
});

describe('sampling', () => {
  it('records the faults of every kind, and their list replays to the same trace', () => {
    const kinds = new Set<string>();
    const tails = { lost: 0, torn: 0, disk: 0 };
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffff_ffff }), (seed) => {
        const sampled = explore(subject, idOf(seed), [sampler(MIX, seed)]);
        const parsed = parseFaults(JSON.parse(JSON.stringify(sampled.faults)));
        expect(parsed).toEqual(sampled.faults);
        const again = replay(subject, idOf(seed), parsed);
        expect(traceHash(again.trace)).toBe(traceHash(sampled.trace));
        expect(again.faults).toEqual(sampled.faults);
        for (const fault of sampled.faults) {
          kinds.add(fault.kind);
          expect(tellFault(fault)).toMatch(/^[A-Za-z].*\.$/);
          expect(glyphOfFault(fault)).toBeDefined();
          if (fault.kind !== 'crash') continue;
          if (fault.losesDisk === true) tails.disk++;
          if (fault.unsynced !== undefined) tails.lost++;
          if (fault.unsynced?.torn !== undefined) tails.torn++;
        }
        for (const event of sampled.trace)
          if (event.kind === 'lie' || event.kind === 'corrupt' || event.kind === 'crash')
            expect(tellEvent(event, sampled)).toMatch(/\.$/);
      }),
      { seed: 5, numRuns: 150 },
    );
    expect([...kinds].sort()).toEqual([
      'burst-loss',
      'clock-rate',
      'corrupt',
      'crash',
      'delay',
      'drop',
      'duplicate',
      'equivocate',
      'forge',
      'leap-second',
      'no-sync',
      'pause',
      'replay',
      'silence',
      'slow-disk',
      'slow-link',
      'slow-node',
      'small-inbox',
    ]);
    expect(Math.min(tails.lost, tails.torn, tails.disk)).toBeGreaterThan(5);
  });

  it('of what a director injects while the run goes on replays too', () => {
    const director = (): Decider => ({
      onEvent: (event, view) => {
        if (event.kind !== 'file-synced' || view.trace().length % 3 !== 0 || view.nowUs() > 300_000) return;
        const atMs = view.nowUs() / 1000;
        const stretch = { fromMs: atMs, untilMs: atMs + 40 };
        view.inject({ kind: 'slow-node', node: 'x', ...stretch, byMs: 2 });
        view.inject({ kind: 'no-sync', node: 'y', ...stretch });
        view.inject({ kind: 'small-inbox', node: 'y', ...stretch, capacity: 1 });
        view.inject({ kind: 'silence', node: 'z', ...stretch });
        view.inject({ kind: 'burst-loss', ...stretch, links: ['x>y'], percent: 50 });
        view.inject({ kind: 'forge', at: { node: 'z', atMs: atMs + 1 }, to: 'x', body: 1 });
        view.inject({ kind: 'replay', at: { node: event.node, atMs: atMs + 2 }, message: 'send x>y 0.0' });
        view.inject({ kind: 'leap-second', at: { node: event.node, atMs } });
        view.inject({ kind: 'pause', at: { node: 'x', atMs }, forMs: 10 });
      },
    });
    for (let seed = 0; seed < 40; seed++) {
      const directed = explore(subject, idOf(seed), [director()]);
      expect(directed.faults.length).toBeGreaterThan(5);
      const replayed = replay(subject, idOf(seed), directed.faults);
      expect(traceHash(replayed.trace)).toBe(traceHash(directed.trace));
    }
  });
});

describe('a sweep', () => {
  it('leaves unsynced calls in every way, and corrupts every message', () => {
    const { faults } = sweepFaults(subject, idOf(3), {
      crash: { nodes: ['x'], restartAfterMs: 10, unsynced: 'torn' },
      corruptDraws: [0, 1],
      between: { minMs: 60, maxMs: 90 },
    });
    const ways = faults.map((fault) =>
      fault.kind === 'crash' ? (fault.unsynced?.torn?.as ?? 'plain') : fault.kind,
    );
    expect(new Set(ways)).toEqual(new Set(['plain', 'zeros', 'flip', 'noise', 'corrupt']));
    for (const fault of faults.filter((_, i) => i % 5 === 0))
      expect(replay(subject, idOf(3), [fault]).faults, JSON.stringify(fault)).toHaveLength(1);
  });
});

describe('shrinking', () => {
  const crash = { kind: 'crash', at: { node: 'a', atMs: 1 }, restartAfterMs: 400 } as const;
  it.each<[string, Fault, Fault]>([
    [
      'a disk that is lost in vain',
      { ...crash, losesDisk: true },
      { kind: 'crash', at: { node: 'a', atMs: 1 }, restartAfterMs: 50 },
    ],
    [
      'a torn end',
      { ...crash, restartAfterMs: null, unsynced: { calls: 1, bytes: 3, torn: { last: 2, as: 'flip' } } },
      { ...crash, restartAfterMs: null, unsynced: { calls: 1, bytes: 3 } },
    ],
    [
      'a stretch',
      { kind: 'silence', node: 'a', fromMs: 100, untilMs: 900 },
      { kind: 'silence', node: 'a', fromMs: 100, untilMs: 150 },
    ],
    [
      'a slow node',
      { kind: 'slow-node', node: 'a', fromMs: 0, untilMs: 60, byMs: 8 },
      { kind: 'slow-node', node: 'a', fromMs: 0, untilMs: 60, byMs: 1 },
    ],
    [
      'a corruption',
      { kind: 'corrupt', message: 'send a>b 0.0', draw: 77 },
      { kind: 'corrupt', message: 'send a>b 0.0', draw: 0 },
    ],
    [
      'a partition',
      { kind: 'partition', fromMs: 100, untilMs: 900, links: ['a>b', 'b>a', 'a>c'] },
      { kind: 'partition', fromMs: 100, untilMs: 150, links: ['a>b'] },
    ],
    [
      'a slow link',
      { kind: 'slow-link', fromMs: 0, untilMs: 60, links: ['a>b', 'b>a'], byMs: 80 },
      { kind: 'slow-link', fromMs: 0, untilMs: 60, links: ['a>b'], byMs: 10 },
    ],
    [
      'a slow disk',
      { kind: 'slow-disk', node: 'a', fromMs: 0, untilMs: 400, byMs: 4 },
      { kind: 'slow-disk', node: 'a', fromMs: 0, untilMs: 50, byMs: 1 },
    ],
    [
      'a clock that loses',
      { kind: 'clock-rate', at: { node: 'a', atMs: 1 }, realMicros: 1_000_800 },
      { kind: 'clock-rate', at: { node: 'a', atMs: 1 }, realMicros: 1_000_100 },
    ],
    [
      'a clock that gains',
      { kind: 'clock-rate', at: { node: 'a', atMs: 1 }, realMicros: 999_200 },
      { kind: 'clock-rate', at: { node: 'a', atMs: 1 }, realMicros: 999_900 },
    ],
  ])('makes %s calmer', (_what, fault, calm) => {
    expect(shrinkFaults([fault], (candidate) => candidate.length > 0, 100).faults).toEqual([calm]);
  });
});

describe('shrinking a cut', () => {
  const cut = (links: readonly string[], untilMs = 900): Fault => ({
    kind: 'partition',
    fromMs: 100,
    untilMs,
    links,
  });
  const all = ['a>b', 'b>a', 'a>c', 'c>a', 'b>c', 'c>b'];

  it('leaves the links that it takes, wherever they stand, and the time that it takes', () => {
    const needed = ['b>a', 'b>c'];
    const { faults } = shrinkFaults(
      [cut(all)],
      ([fault]) =>
        fault?.kind === 'partition' &&
        needed.every((link) => fault.links.includes(link)) &&
        fault.untilMs >= 350,
      1000,
    );
    expect(faults).toEqual([cut(needed, 500)]);
  });
});

describe('faults from outside', () => {
  it.each<[object, string]>([
    [{ kind: 'corrupt', message: 'm' }, 'faults[0].draw: must be a number.'],
    [{ kind: 'equivocate', message: 'm' }, 'faults[0].body: must be a JSON value.'],
    [{ kind: 'forge', at: { node: 'a', atMs: 1 }, to: 'b', body: 1, as: 'reply' }, 'faults[0].as: must be'],
    [
      { kind: 'burst-loss', fromMs: 0, untilMs: 1, links: [], percent: 101 },
      'faults[0].percent: must be at most 100.',
    ],
    [
      { kind: 'leap-second', at: { node: 'a', atMs: 1 }, smearSeconds: 1 },
      'faults[0].smearSeconds: must be 2 or more.',
    ],
    [
      {
        kind: 'crash',
        at: { node: 'a', atMs: 1 },
        restartAfterMs: 1,
        unsynced: { calls: 0, torn: { last: 17, as: 'flip' } },
      },
      'faults[0].unsynced.torn.last: must be from 1 to 16.',
    ],
    [
      { kind: 'crash', at: { node: 'a', atMs: 1 }, restartAfterMs: 1, losesDisk: 1 },
      'faults[0].losesDisk: must be true, or absent.',
    ],
  ])('%j is refused: %s', (fault, text) => {
    expect(() => parseFaults(JSON.parse(JSON.stringify([fault])))).toThrow(text);
  });

  it('that name what is not there do not fire, change nothing, and are reported', async () => {
    const talk = await subjectOf(
      `export class A { constructor(node) { node.send('b', 1); } } export class B { constructor(node) { this.node = node; } onMessage() { this.node.log('heard'); } }`,
    );
    const vain: Fault[] = [
      { kind: 'corrupt', message: 'send a>b 0.9', draw: 1 },
      { kind: 'replay', at: { node: 'a', atMs: 3 }, message: 'send a>b 0.9' },
      { kind: 'drop', message: 'send b>a 0.0' },
      { kind: 'pause', at: { node: 'a', incarnation: 3, step: 0 }, forMs: 5 },
    ];
    const met: Fault[] = [
      { kind: 'delay', message: 'send a>b 0.0', byMs: 5 },
      { kind: 'slow-node', node: 'a', fromMs: 1, untilMs: 2, byMs: 1 },
    ];
    const run = replay(talk, runIdOf({}), [...vain, ...met]);
    expect(logsOf(run)).toEqual(['b heard']);
    expect(run.faults).toHaveLength(met.length);
    expect(run.unfired).toEqual(vain);
  });
});
