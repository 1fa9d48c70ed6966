import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GROUPS, groupOf, type Group } from '../../../src/diagram/groups.ts';
import { legendOf } from '../../../src/diagram/legend.ts';
import { buildModel, firstNodes, FIRST_FILTER, tellLinks } from '../../../src/diagram/model.ts';
import { anyRun, message, runOf } from './runs.ts';

const hello = message('a', 'b', { op: 'hello' });
const bye = message('a', 'b', { op: 'bye' }, 1);

describe('messages', () => {
  test('are late, doubled, corrupted, stopped, lost or on their way', () => {
    const lost = message('a', 'b', 'lost', 2);
    const flying = message('a', 'b', 'flying', 3);
    const { arrows } = buildModel(
      runOf(
        [
          { kind: 'send', message: hello, at: 0, node: 'a' },
          { kind: 'send', message: bye, at: 1, node: 'a' },
          { kind: 'send', message: lost, at: 2, node: 'a' },
          { kind: 'lost', message: lost, copy: 0, why: 'drop', at: 2, node: 'a', cause: 2 },
          { kind: 'deliver', message: hello, copy: 0, at: 5, node: 'b', cause: 0 },
          {
            kind: 'deliver',
            message: { ...hello, body: { op: 'hxllo' } },
            copy: 1,
            at: 6,
            node: 'b',
            cause: 0,
          },
          { kind: 'lost', message: bye, copy: 0, why: 'partition', at: 7, node: 'b', cause: 1 },
          { kind: 'send', message: flying, at: 8, node: 'a' },
        ],
        { faults: [{ kind: 'delay', message: hello.key, byMs: 4 }] },
      ),
    );
    expect(arrows.map(({ fate }) => [fate.end, fate.late, fate.copy, fate.corrupted])).toEqual([
      ['arrived', true, 0, false],
      ['arrived', true, 1, true],
      ['stopped', false, 0, false],
      ['lost', false, 0, false],
      ['flying', false, 0, false],
    ]);
  });

  test('on a slow link are late', () => {
    const { arrows } = buildModel(
      runOf([
        { kind: 'slow-link', links: ['a>b'], untilUs: 9000, byMs: 5, at: 0, node: '' },
        { kind: 'send', message: hello, at: 3, node: 'a' },
        { kind: 'deliver', message: hello, copy: 0, at: 20, node: 'b', cause: 1 },
      ]),
    );
    expect(arrows.map(({ fate }) => fate.late)).toEqual([true]);
  });
});

describe('bands', () => {
  test('from crash to restart, through a pause, over an operation', () => {
    const { bands } = buildModel(
      runOf([
        { kind: 'invoke', op: 0, method: 'pay', args: [], at: 1, node: 'a' },
        { kind: 'pause', untilUs: 9000, at: 2, node: 'a' },
        { kind: 'crash', openWrites: 0, openWritesDone: 0, at: 3, node: 'b' },
        { kind: 'return', op: 0, value: 'paid', at: 10, node: 'a' },
        { kind: 'boot', at: 12, node: 'b', incarnation: 1 },
        { kind: 'crash', openWrites: 0, openWritesDone: 0, at: 15, node: 'b', incarnation: 1 },
      ]),
    );
    expect(bands.map(({ kind, fromUs, untilUs }) => [kind, fromUs, untilUs])).toEqual([
      ['pause', 2000, 9000],
      ['operation', 1000, 10_000],
      ['down', 3000, 12_000],
      ['down', 15_000, Infinity],
    ]);
  });

  test('a lease runs by its holder’s clock and ends when it is given back; leadership ends with a crash', () => {
    const grant = message('b', 'a', { ok: true, token: 7, ttlMs: 100 });
    const release = message('a', 'b', { op: 'release' });
    const run = runOf([
      { kind: 'send', message: grant, at: 0, node: 'b' },
      { kind: 'deliver', message: grant, copy: 0, at: 10, node: 'a', cause: 0 },
      { kind: 'log', text: 'won', details: { role: 'leader', term: 2 }, at: 20, node: 'b' },
      { kind: 'send', message: release, at: 60, node: 'a' },
      { kind: 'crash', openWrites: 0, openWritesDone: 0, at: 80, node: 'b' },
    ]);
    const holds = buildModel(run).bands.filter(({ kind }) => kind === 'hold');
    expect(holds.map(({ label, fromUs, untilUs }) => [label, fromUs, untilUs])).toEqual([
      ['lease, token 7', 10_000, 60_000],
      ['leader, term 2', 20_000, 80_000],
    ]);
    const led = runOf([
      { kind: 'shows', values: { role: 'leader', term: 2 }, at: 20, node: 'b' },
      { kind: 'shows', values: { role: 'leader', term: 3 }, at: 30, node: 'b' },
      { kind: 'shows', values: { role: 'follower', term: 3 }, at: 50, node: 'b' },
    ]);
    expect(buildModel(led).bands.map(({ label, fromUs, untilUs }) => [label, fromUs, untilUs])).toEqual([
      ['leader, term 2', 20_000, 30_000],
      ['leader, term 3', 30_000, 50_000],
    ]);
    const slow = {
      ...run,
      events: run.events.slice(0, 2),
      nodes: [{ id: 'a', role: 'r', clockAtStart: { aheadUs: 0, realMicros: 1_100_000 } }],
    };
    expect(buildModel(slow).bands.map(({ untilUs }) => untilUs)).toEqual([120_000]);
  });
});

describe('of very many nodes', () => {
  const names = Array.from({ length: 30 }, (_, i) => `n${i}`);
  const talk = names.flatMap((node, i) => {
    const said = message(node, 'server', { op: 'ask' }, i);
    return [
      { kind: 'send' as const, message: said, at: i, node },
      { kind: 'deliver' as const, message: said, copy: 0, at: i + 40, node: 'server', cause: 2 * i },
    ];
  });

  test('those of the story, and whom they speak to, are shown at first', () => {
    const run = { ...runOf(talk), told: [8], violation: [58] };
    expect([...firstNodes(run)].sort()).toEqual(['n29', 'n4', 'server']);
    expect(
      buildModel(run)
        .lanes.map(({ node }) => node)
        .sort(),
    ).toEqual(['n29', 'n4', 'server']);
  });

  test('all are shown where the reader wants them, or nothing is told', () => {
    expect(firstNodes({ ...runOf(talk), told: [], violation: [] }).size).toBe(31);
    const nodes = new Set(names);
    expect(buildModel({ ...runOf(talk), told: [8] }, { ...FIRST_FILTER, nodes }).lanes).toHaveLength(30);
  });
});

describe('what is shown', () => {
  test('ends with the violation, unless the whole run is asked for', () => {
    const run = runOf(
      [
        { kind: 'log', text: 'one', at: 0, node: 'a' },
        { kind: 'note', name: 'over', data: null, at: 5, node: '' },
        { kind: 'log', text: 'two', at: 9, node: 'b' },
      ],
      { violation: [0, 1] },
    );
    const model = buildModel(run);
    // The violation is shown although notes of the scenario are not.
    expect(model.events.map(({ seq }) => seq)).toEqual([0, 1]);
    expect(model.lanes.map(({ node }) => node)).toEqual(['a']);
    expect(model.violation).toMatchObject({ seq: 1, lane: -1 });
    expect(buildModel(run, { ...FIRST_FILTER, wholeRun: true }).lanes).toHaveLength(2);
  });

  test('is what the filter says, for any run', () => {
    const groups = fc.subarray(Object.keys(GROUPS) as Group[]);
    const nodes = fc.subarray(['a', 'b', 'c']);
    fc.assert(
      fc.property(anyRun, groups, nodes, (run, wanted, chosen) => {
        const filter = { groups: new Set(wanted), nodes: new Set(chosen) };
        const model = buildModel(run, filter);
        for (const event of model.events) {
          expect(wanted).toContain(groupOf(event));
          expect(chosen).toContain(event.node);
        }
        for (const { from, to } of model.arrows)
          for (const lane of [from, to]) expect(chosen).toContain(model.lanes[lane]?.node);
        if (!wanted.includes('messages')) expect(model.arrows).toEqual([]);
      }),
      { seed: 31 },
    );
  });

  test('one of several marks at a place is drawn, and all of them can be stepped to', () => {
    const model = buildModel(
      runOf([
        { kind: 'deliver', message: hello, copy: 0, at: 5, node: 'a' },
        { kind: 'disk-write', key: 'k', value: 1, at: 5, node: 'a' },
        { kind: 'crash', openWrites: 1, openWritesDone: 0, at: 5, node: 'a' },
      ]),
    );
    expect(model.drawn).toEqual([false, false, true]);
    expect(model.events).toHaveLength(3);
  });

  test('the legend has the signs of this picture and no others', () => {
    const model = buildModel(
      runOf([
        { kind: 'crash', openWrites: 0, openWritesDone: 0, at: 5, node: 'a' },
        { kind: 'clock-step', byMs: 5, at: 6, node: 'b' },
      ]),
    );
    expect(legendOf(model).map(({ sign }) => sign)).toEqual(['crash', 'clock']);
  });

  test('both directions of a link are told as one', () => {
    expect(tellLinks(['a>b', 'b>a', 'a>c'])).toBe('a ↔ b, a → c');
  });
});
