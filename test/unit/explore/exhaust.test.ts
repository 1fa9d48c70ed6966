import { beforeAll, describe, expect, it } from 'vitest';
import { exhaust, kindsOf, type SearchOptions } from '../../../src/explore/exhaust.ts';
import { replay, type Subject } from '../../../src/explore/run.ts';
import type { Exhaust, Run } from '../../../src/explore/scenario.ts';
import { shrinkFaults } from '../../../src/explore/shrink.ts';
import { sweepFaults } from '../../../src/explore/sweep.ts';
import { linksBetween, type Fault } from '../../../src/sim/fault.ts';
import { traceHash, type TraceEvent } from '../../../src/sim/trace.ts';
import { canonicalJson } from '../../../src/util/canonical.ts';
import { runIdOf, subjectOf, type TestScenario } from '../../support/simulate.ts';

/** A small system with something to find, and what its checks read. */
interface Small {
  readonly name: string;
  readonly program: string;
  readonly scenario: TestScenario;
  readonly spec: Exhaust;
  readonly reads: (event: TraceEvent) => boolean;
  /** Properties that a run breaks. */
  readonly broken: (trace: readonly TraceEvent[]) => string[];
  /** Whether there are runs to save here. */
  readonly saves: boolean;
}

const logs = (trace: readonly TraceEvent[], start: string): string[] =>
  trace.flatMap((event) => (event.kind === 'log' && event.text.startsWith(start) ? [event.text] : []));
const isLog = ({ kind }: TraceEvent): boolean => kind === 'log';
const hasTwice = (texts: readonly string[]): boolean => new Set(texts).size < texts.length;

const SMALL: readonly Small[] = [
  {
    name: 'a counter that forgets, asked three times',
    program: `
      export class A { constructor(node) { this.node = node; this.n = 0; this.started = 0; }
        async onRequest() { this.n++; await this.node.disk.write('n', this.n); return this.n; } }
      export class B { constructor(node) { this.node = node; }
        async ask() { for (let i = 0; i < 3; i++) { this.node.log('got ' + await this.node.request('a', 'next')); await this.node.sleep(40); } } }`,
    scenario: { endMs: 400, script: (script) => void script.call('b', 'ask', []) },
    spec: { faults: 2, drop: true, duplicateAfterMs: [5], crash: { nodes: ['a'], restartAfterMs: 20 } },
    reads: isLog,
    broken: (trace) => [
      ...(hasTwice(logs(trace, 'got')) ? ['no-number-twice'] : []),
      ...(logs(trace, 'got').length < 3 ? ['all-answered'] : []),
      ...(logs(trace, 'got').includes('got 4') ? ['no-number-skipped'] : []),
    ],
    saves: true,
  },
  {
    name: 'a register on disk that answers before it has written',
    program: `
      export class A { constructor(node) { this.node = node; }
        async onRequest(from, m) { this.v ??= (await this.node.disk.read('v')) ?? 0; if (m.set !== undefined) { this.v = m.set; void this.node.disk.write('v', m.set); } return this.v; } }
      export class B { constructor(node) { this.node = node; }
        async go() { await this.node.request('a', { set: 7 }); this.node.log('set 7'); await this.node.sleep(60);
          this.node.log('read ' + await this.node.request('a', {})); } }`,
    scenario: { endMs: 400, script: (script) => void script.call('b', 'go', []) },
    spec: { faults: 2, crash: { nodes: ['a'], restartAfterMs: 15 }, delayMs: [30] },
    reads: isLog,
    broken: (trace) =>
      logs(trace, 'set').length > 0 && logs(trace, 'read').some((text) => text !== 'read 7')
        ? ['reads-what-was-set']
        : [],
    saves: true,
  },
  {
    name: 'datagrams to a node that is away, with clocks, random numbers and pauses',
    program: `
      export class A { constructor(node) { this.node = node; }
        onMessage(from, m) { this.node.log('at ' + this.node.clock.monotonic() + ' ' + m + ' ' + (this.node.random() < 0.5)); } }
      export class B { constructor(node) { this.node = node; }
        async go() { for (let i = 0; i < 4; i++) { this.node.send('a', i); await this.node.sleep(12); } } }`,
    scenario: {
      endMs: 300,
      faults: () => [{ kind: 'crash', at: { node: 'a', atMs: 25 }, restartAfterMs: 30 }],
      script: (script) => void script.call('b', 'go', []),
    },
    spec: { faults: 2, drop: true, pause: { nodes: ['b', 'a'], forMs: [8] } },
    reads: isLog,
    broken: (trace) => (logs(trace, 'at').length === 0 ? ['something-arrives'] : []),
    saves: true,
  },
  {
    name: 'a network that is cut for a while, a script that goes on when it is answered, probes',
    program: `
      export class A { constructor(node) { this.node = node; this.seen = []; }
        onRequest(from, m) { this.seen.push(m); return this.seen.length; }
        count() { return this.seen.length; } }
      export class B { constructor(node) { this.node = node; }
        async put(m) { const n = await Promise.race([this.node.request('a', m), this.node.sleep(45)]); if (n === undefined) throw new Error('late'); return n; } }`,
    scenario: {
      endMs: 500,
      faults: () => [{ kind: 'partition', fromMs: 60, untilMs: 90, links: linksBetween(['a'], ['b']) }],
      script: (script) => {
        let left = 3;
        const put = (): void => {
          if (left-- === 0) return;
          script.call('b', 'put', [left], () => script.after(10, put));
        };
        put();
        script.at(300, () => script.note('count', script.probe('a', 'count') ?? -1));
      },
    },
    spec: { faults: 2, drop: true, duplicateAfterMs: [3, 60] },
    reads: ({ kind }) => kind === 'note',
    broken: (trace) =>
      trace.some((event) => event.kind === 'note' && Number(event.data) > 3) ? ['stored-once'] : [],
    saves: true,
  },
  {
    name: 'a course node with a ledger, asked by a program that repeats itself',
    program: `
      export class A { constructor(node) { this.node = node; }
        async pay() { for (let i = 0; i < 2; i++) {
          const got = await Promise.race([this.node.request('bank', 'pay'), this.node.sleep(30)]);
          if (got !== undefined) { this.node.log('paid ' + got); return true; } } return false; } }`,
    scenario: {
      endMs: 300,
      nodes: () => [
        { id: 'a', role: 'a' },
        {
          id: 'bank',
          course: (me) => ({
            onRequest: (_from, _message, reply) => {
              me.durable.set('paid', Number(me.durable.get('paid') ?? 0) + 1);
              reply(me.durable.get('paid') ?? 0);
            },
          }),
        },
      ],
      script: (script) => void script.call('a', 'pay', []),
    },
    spec: { faults: 2, drop: true, delayMs: [25], crash: { nodes: ['bank'], restartAfterMs: 10 } },
    reads: isLog,
    broken: (trace) => (logs(trace, 'paid 2').length > 0 ? ['paid-once'] : []),
    saves: false,
  },
  {
    name: 'three nodes that talk, save and count, each of which may crash',
    program: `
      export class A {
        constructor(node, peers) { this.node = node; this.peers = peers; this.seen = 0; }
        async start() { this.seen = (await this.node.disk.read('seen')) ?? 0; void this.loop(); }
        async loop() { for (let i = 0; i < 2; i++) { await this.node.sleep(10 + this.node.random() * 20);
          for (const p of this.peers) this.node.send(p, { seen: this.seen, t: this.node.clock.timeOfDay() % 1000 }); } }
        async onMessage(from, m) { this.seen++; await this.node.disk.write('seen', this.seen);
          if (this.seen % 2 === 0) { const n = await this.node.request(from, m.seen); this.node.log('sum ' + (n + this.seen) + (n > this.seen ? ' ' + m.t : '')); } }
        async onRequest(from, m) { if (m > 1) await this.node.disk.write('last', m); return this.seen; }
      }`,
    scenario: {
      endMs: 160,
      nodes: () =>
        ['x', 'y', 'z'].map((id, _i, all) => ({
          id,
          role: 'a',
          args: [all.filter((other) => other !== id)],
        })),
      mayCrash: (node, view) => view.down(['x', 'y', 'z'].filter((other) => other !== node)) === 0,
    },
    spec: {
      faults: 2,
      drop: true,
      duplicateAfterMs: [1],
      crash: { nodes: ['x', 'y'], restartAfterMs: 12 },
      pause: { nodes: ['z'], forMs: [6] },
      between: { minMs: 0, maxMs: 34 },
    },
    reads: ({ kind, node }) => kind === 'log' && node === 'y',
    broken: (trace) => (logs(trace, 'sum 4').length > 0 ? ['never-four'] : []),
    saves: true,
  },
];

interface Outcome {
  readonly runs: number;
  readonly merged: number;
  readonly complete: boolean;
  readonly blind: string | undefined;
  /** For each property the shrunk faults of the first run that broke it, and the events that the check read. */
  readonly first: ReadonlyMap<string, unknown>;
  /** Every sequence of events that a check could have been given. */
  readonly seen: ReadonlySet<string>;
}

function search(subject: Subject, one: Small, options: Partial<SearchOptions> = {}, seed = 2): Outcome {
  const id = runIdOf(one.scenario, seed);
  const first = new Map<string, unknown>();
  const seen = new Set<string>();
  const readBy = (run: Run): TraceEvent[] => run.trace.filter(one.reads);
  const searched = exhaust(subject, id, one.spec, {
    visit: (run) => {
      const read = readBy(run);
      seen.add(`${traceHash(read)} ${canonicalJson(run.operations.map(({ status }) => status))}`);
      for (const property of one.broken(read)) {
        if (first.has(property)) continue;
        const fails = (faults: readonly Fault[]): boolean =>
          one.broken(readBy(replay(subject, id, faults))).includes(property);
        const { faults } = shrinkFaults(run.faults, fails, 500);
        first.set(property, {
          found: run.faults,
          faults,
          story: traceHash(replay(subject, id, faults).trace),
        });
      }
      return 'on';
    },
    ...options,
  });
  return { ...searched, first, seen };
}

describe.each(SMALL.map((one) => [one.name, one] as const))('%s', (_name, one) => {
  let subject: Subject;
  beforeAll(async () => {
    subject = await subjectOf(one.program, 'drawn');
  });

  it('is searched with the same findings whether or not runs that are alike are ended', () => {
    const whole = search(subject, one);
    const pruned = search(subject, one, { reads: one.reads });
    expect(whole.complete && pruned.complete).toBe(true);
    expect(whole.merged).toBe(0);
    expect(pruned.blind).toBeUndefined();
    expect([...whole.first.keys()]).not.toEqual([]);
    // Not only the same properties: the same first runs, shrunk to the same stories.
    expect(pruned.first).toEqual(whole.first);
    expect(pruned.seen).toEqual(whole.seen);
    if (one.saves) expect(pruned.runs).toBeLessThan(whole.runs);
  });

  it('is so too with other delays and draws', () => {
    const varied: Small = {
      ...one,
      scenario: { ...one.scenario, link: () => ({ minMs: 2, maxMs: 14 }), disk: { minMs: 1, maxMs: 9 } },
      spec: { ...one.spec, between: one.spec.between ?? { minMs: 0, maxMs: 70 } },
    };
    for (const seed of [4, 6]) {
      const whole = search(subject, varied, {}, seed);
      const pruned = search(subject, varied, { reads: one.reads }, seed);
      expect(pruned.first).toEqual(whole.first);
      expect(pruned.seen).toEqual(whole.seen);
    }
  });

  it('has each list of faults once, those with fewer first, and each replays', () => {
    const lists: string[] = [];
    const sizes: number[] = [];
    exhaust(
      subject,
      runIdOf(one.scenario),
      { ...one.spec, runsMax: 300 },
      {
        visit: (run) => {
          const own = run.faults.filter(
            (fault) => 'message' in fault || ('at' in fault && 'step' in fault.at),
          );
          lists.push(JSON.stringify(own));
          sizes.push(own.length);
          if (lists.length % 20 === 0)
            expect(traceHash(replay(subject, runIdOf(one.scenario), run.faults).trace)).toBe(
              traceHash(run.trace),
            );
          return 'on';
        },
      },
    );
    expect(new Set(lists).size).toBe(lists.length);
    expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
    expect(sizes[0]).toBe(0);
  });

  it('with one fault makes the runs of a sweep', () => {
    const { restartAfterMs } = one.spec.crash ?? { restartAfterMs: null };
    // A sweep also has the crashes that the system model then forbids.
    if (one.scenario.mayCrash !== undefined) return;
    const made: string[] = [];
    exhaust(
      subject,
      runIdOf(one.scenario),
      { ...one.spec, faults: 1 },
      {
        visit: (run) => {
          made.push(traceHash(run.trace));
          return 'on';
        },
      },
    );
    const { drop, delayMs, duplicateAfterMs, pause, crash } = one.spec;
    const { base, faults } = sweepFaults(subject, runIdOf(one.scenario), {
      ...(drop !== undefined && { drop }),
      ...(delayMs !== undefined && { delayMs }),
      ...(duplicateAfterMs !== undefined && { duplicateAfterMs }),
      ...(pause !== undefined && { pause }),
      ...(crash !== undefined &&
        restartAfterMs !== null && { crash: { nodes: crash.nodes, restartAfterMs } }),
    });
    expect(made).toHaveLength(1 + faults.length);
    const given = one.scenario.faults?.({ case: undefined, draw: undefined as never }) ?? [];
    const swept = faults.map((fault) =>
      traceHash(replay(subject, runIdOf(one.scenario), [...given, fault]).trace),
    );
    expect([...made].sort()).toEqual([traceHash(base.trace), ...swept].sort());
  });
});

describe('a search', () => {
  const [counter] = SMALL;
  if (counter === undefined) throw new Error('There is nothing to search.');
  let subject: Subject;
  beforeAll(async () => {
    subject = await subjectOf(counter.program, 'drawn');
  });
  const whole = (one: Small): Outcome => search(subject, one);
  const pruned = (one: Small): Outcome => search(subject, one, { reads: one.reads });

  it('makes up for the runs that it ended when situations turn out not to be comparable', () => {
    const late: Small = {
      ...counter,
      scenario: {
        ...counter.scenario,
        script: (script) => {
          script.call('b', 'ask', []);
          // Only runs that get far show it.
          script.at(350, () => script.note('length', script.trace().length > 60));
        },
      },
    };
    const outcome = pruned(late);
    expect(outcome.blind).toBe('The script reads the trace.');
    expect(outcome.merged).toBe(0);
    expect(outcome.runs).toBe(whole(late).runs);
    expect(outcome.seen).toEqual(whole(late).seen);
  });

  it('makes every run once it is told to', () => {
    let runs = 0;
    const outcome = search(subject, counter, {
      reads: counter.reads,
      visit: () => (++runs === 100 ? 'every-run' : 'on'),
    });
    expect(outcome).toMatchObject({ runs: whole(counter).runs, merged: 0, complete: true });
  });

  it('compares nothing where the scenario decides itself, or ties are shuffled, or links draw', () => {
    const blindOf = (scenario: TestScenario, seed?: number): string | undefined =>
      exhaust(
        subject,
        runIdOf({ ...counter.scenario, ...scenario }, seed),
        { faults: 1, drop: true },
        { reads: counter.reads, visit: () => 'on' },
      ).blind;
    expect(blindOf({})).toBeUndefined();
    expect(blindOf({ direct: () => ({}) })).toContain('decides faults itself');
    expect(blindOf({}, 3)).toContain('shuffled');
    expect(blindOf({ link: (_from, _to, { draw }) => ({ minMs: 1, maxMs: draw.int(2, 9) }) })).toContain(
      'drawn',
    );
    expect(blindOf({ faults: () => [{ kind: 'drop', message: 'request b>a 0.0' }] })).toContain(
      'faults of its own',
    );
  });

  it('keeps to its span, its number of runs, and the system model', () => {
    const run = (spec: Exhaust, scenario: TestScenario = {}) => {
      const faults: Fault[][] = [];
      const searched = exhaust(subject, runIdOf({ ...counter.scenario, ...scenario }), spec, {
        visit: (made) => {
          faults.push([...made.faults]);
          return 'on';
        },
      });
      return { ...searched, faults };
    };
    const early = run({ faults: 1, drop: true, between: { minMs: 0, maxMs: 25 } });
    expect(early.faults).toEqual([
      [],
      [{ kind: 'drop', message: 'request b>a 0.0' }],
      [{ kind: 'drop', message: 'reply request b>a 0.0' }],
    ]);
    expect(run({ faults: 2, drop: true, runsMax: 5 })).toMatchObject({ runs: 5, complete: false });
    const none = run({ faults: 1, crash: { nodes: ['a'], restartAfterMs: 10 } }, { mayCrash: () => false });
    expect(none).toMatchObject({ runs: 1, complete: true });
    const stopped = exhaust(
      subject,
      runIdOf(counter.scenario),
      { faults: 1, drop: true },
      { visit: () => 'stop' },
    );
    expect(stopped).toMatchObject({ runs: 1, complete: false });
  });

  it('knows its kinds of faults', () => {
    expect(kindsOf(counter.spec)).toEqual(['drop', 'duplicate', 'crash']);
  });
});
