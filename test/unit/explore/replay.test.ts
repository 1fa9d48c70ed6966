import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { explore, replay, type Subject } from '../../../src/explore/run.ts';
import { sampler } from '../../../src/explore/sample.ts';
import { shrinkFaults } from '../../../src/explore/shrink.ts';
import { sweepFaults } from '../../../src/explore/sweep.ts';
import type { FaultMix } from '../../../src/explore/mix.ts';
import type { Run } from '../../../src/explore/scenario.ts';
import type { Decider } from '../../../src/sim/decider.ts';
import type { Fault } from '../../../src/sim/fault.ts';
import { parseFaults } from '../../../src/sim/parse-fault.ts';
import { traceHash } from '../../../src/sim/trace.ts';
import { runIdOf, subjectOf } from '../../support/simulate.ts';

/** Three nodes that talk, save and count: every kind of event. */
const CHATTY = `
  export class A {
    constructor(node, peers) { this.node = node; this.peers = peers; this.seen = 0; }
    async start() { this.seen = (await this.node.disk.read('seen')) ?? 0; void this.loop(); }
    async loop() { for (;;) { await this.node.sleep(20 + this.node.random() * 30); for (const p of this.peers) this.node.send(p, { seen: this.seen, t: this.node.clock.timeOfDay() }); } }
    async onMessage(from, m) { this.seen++; await this.node.disk.write('seen', this.seen);
      if (this.seen % 3 === 0) this.node.log('three', await this.node.request(from, { m, at: this.node.clock.monotonic() })); }
    async onRequest(from, m) { await this.node.disk.write('last ' + from, m); return this.seen; }
  }`;

const NODES = ['x', 'y', 'z'];
const MIX: FaultMix = {
  untilMs: 500,
  dropPercent: 10,
  duplicate: { percent: 20, after: { minMs: 0, maxMs: 80 } },
  delay: { percent: 20, by: { minMs: 1, maxMs: 200 } },
  crash: { nodes: NODES, max: 3, restartAfter: { minMs: 0, maxMs: 100 } },
  pause: { nodes: NODES, max: 3, forMs: { minMs: 10, maxMs: 150 } },
  clockStep: { nodes: NODES, max: 2, byMs: 10_000 },
  partition: { nodes: NODES, max: 2, forMs: { minMs: 10, maxMs: 200 } },
  slowDisk: { nodes: NODES, by: { minMs: 10, maxMs: 100 } },
};

const idOf = (seed: number, atMostOneDown = true) =>
  runIdOf(
    {
      endMs: 700,
      nodes: () => NODES.map((id) => ({ id, role: 'a', args: [NODES.filter((other) => other !== id)] })),
      link: () => ({ minMs: 1, maxMs: 50 }),
      mayCrash: (node, view) => !atMostOneDown || view.down(NODES.filter((other) => other !== node)) === 0,
    },
    seed,
  );

let subject: Subject;
beforeAll(async () => {
  subject = await subjectOf(CHATTY, 'drawn');
});

describe('replay', () => {
  it('of the faults that a sample recorded gives the same trace', () => {
    let faultsSeen = 0;
    const kinds = new Set<string>();
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffff_ffff }), (seed) => {
        const sampled = explore(subject, idOf(seed), [sampler(MIX, seed)]);
        const again = replay(subject, idOf(seed), sampled.faults);
        expect(traceHash(again.trace)).toBe(traceHash(sampled.trace));
        expect(again.faults).toHaveLength(sampled.faults.length);
        // Faults are data: through JSON and back they are the same run.
        const parsed = parseFaults(JSON.parse(JSON.stringify(sampled.faults)));
        expect(traceHash(replay(subject, idOf(seed), parsed).trace)).toBe(traceHash(sampled.trace));
        faultsSeen += sampled.faults.length;
        for (const { kind } of sampled.faults) kinds.add(kind);
      }),
      { seed: 7, numRuns: 150 },
    );
    expect(faultsSeen).toBeGreaterThan(500);
    expect([...kinds].sort()).toEqual([
      'clock-step',
      'crash',
      'delay',
      'drop',
      'duplicate',
      'partition',
      'pause',
      'slow-disk',
    ]);
  });

  it('of what a director injected while the run went on gives the same trace', () => {
    const director = (): Decider => ({
      onEvent: (event, view) => {
        if (event.kind !== 'disk-durable' || view.trace().length % 7 !== 0 || view.nowUs() > 400_000) return;
        const atMs = view.nowUs() / 1000;
        view.inject({ kind: 'crash', at: { node: event.node, atMs }, restartAfterMs: 20 });
        view.inject({ kind: 'pause', at: { node: 'x', atMs: atMs + 3 }, forMs: 40 });
        view.inject({ kind: 'clock-step', at: { node: 'y', atMs }, byMs: -500 });
        view.inject({ kind: 'partition', fromMs: atMs, untilMs: atMs + 30, links: ['x>y'] });
        view.inject({ kind: 'slow-link', fromMs: atMs, untilMs: atMs + 30, links: ['y>z'], byMs: 60 });
      },
    });
    for (let seed = 0; seed < 60; seed++) {
      const directed = explore(subject, idOf(seed), [director()]);
      expect(directed.faults.length).toBeGreaterThan(0);
      const replayed = replay(subject, idOf(seed), directed.faults);
      expect(traceHash(replayed.trace)).toBe(traceHash(directed.trace));
    }
  });

  it('of the same run twice gives the same trace; another seed gives another', () => {
    const hash = (seed: number): string => traceHash(explore(subject, idOf(seed)).trace);
    expect(hash(5)).toBe(hash(5));
    expect(hash(5)).not.toBe(hash(6));
  });

  it('keeps the system model: a crash that would take a second node down does not happen', () => {
    const crash = (node: string, atMs: number): Fault => ({
      kind: 'crash',
      at: { node, atMs },
      restartAfterMs: 200,
    });
    const run = replay(subject, idOf(1), [crash('x', 100), crash('y', 150), crash('y', 600)]);
    expect(run.faults.map((fault) => (fault.kind === 'crash' ? fault.at.node : ''))).toEqual(['x', 'y']);
  });
});

describe('a sweep', () => {
  it('has one fault at every decision, and each happens', () => {
    const { base, faults } = sweepFaults(subject, idOf(2, false), {
      crash: { nodes: ['x'], restartAfterMs: 30 },
      pause: { nodes: ['y'], forMs: [50] },
      drop: true,
      between: { minMs: 0, maxMs: 150 },
    });
    expect(base.faults).toEqual([]);
    expect(faults.length).toBeGreaterThan(50);
    for (const fault of faults) {
      const run: Run = replay(subject, idOf(2, false), [fault]);
      expect(run.faults, JSON.stringify(fault)).toHaveLength(1);
    }
  });
});

describe('shrinking', () => {
  it('leaves a list from which no fault can be taken away', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 3, maxLength: 40 }),
        fc.uniqueArray(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 4 }),
        (extra, needed) => {
          const fault = (n: number): Fault => ({ kind: 'drop', message: `send a>b 0.${n}` });
          const all = [...extra, ...needed].map(fault);
          const stillFails = (candidate: readonly Fault[]): boolean =>
            needed.every((n) => candidate.some((f) => f.kind === 'drop' && f.message === `send a>b 0.${n}`));
          const { faults } = shrinkFaults(all, stillFails, 10_000);
          expect(stillFails(faults)).toBe(true);
          for (let i = 0; i < faults.length; i++)
            expect(stillFails(faults.filter((_, at) => at !== i))).toBe(false);
        },
      ),
      { seed: 3, numRuns: 200 },
    );
  });

  it('takes away what calmer values have made needless', () => {
    const delay = (n: number, byMs: number): Fault => ({ kind: 'delay', message: `send a>b 0.${n}`, byMs });
    // Breaks with the first late and the second too, or with the first a little late.
    const stillFails = (candidate: readonly Fault[]): boolean => {
      const by = (n: number): number =>
        candidate.reduce(
          (sum, f) => (f.kind === 'delay' && f.message === `send a>b 0.${n}` ? f.byMs : sum),
          0,
        );
      return by(0) >= 100 && (by(1) > 0 || by(0) < 500);
    };
    const { faults } = shrinkFaults([delay(0, 800), delay(1, 900)], stillFails, 1000);
    expect(faults).toEqual([delay(0, 100)]);
  });

  it('then makes what is left calmer', () => {
    const all: Fault[] = [{ kind: 'delay', message: 'send a>b 0.0', byMs: 4000 }];
    const { faults } = shrinkFaults(all, ([fault]) => fault?.kind === 'delay' && fault.byMs >= 300, 100);
    expect(faults).toEqual([{ kind: 'delay', message: 'send a>b 0.0', byMs: 500 }]);
  });
});
