/** What the pictures of a lab tell is what its runs show. */
import { beforeAll, describe, expect, test } from 'vitest';
import {
  meanOf,
  pointsOf,
  rangeOf,
  stretchesOf,
  tableOfStrip,
  tableOfSweep,
  tellStrip,
  tellSweep,
  tellTiles,
  tilesOf,
  valueAt,
  worstOf,
} from '../../../src/components/Lab/points.ts';
import { nearestPosition, positionsOf, type Value, type Values } from '../../../src/labs/controls.ts';
import type { AnyLab } from '../../../src/labs/lab.ts';
import type { Strip, Sweep, Tiles } from '../../../src/labs/pictures.ts';
import { runsOf, valuesOf } from '../../../src/labs/runs.ts';
import badClock from '../../../src/labs/bad-clock/lab.ts';
import deathSpiral from '../../../src/labs/death-spiral/lab.ts';
import deposedLeader from '../../../src/labs/deposed-leader/lab.ts';
import pause from '../../../src/labs/pause/lab.ts';
import queue from '../../../src/labs/queue/lab.ts';
import sixWays from '../../../src/labs/six-ways/lab.ts';
import thirtyThree from '../../../src/labs/33-and-34/lab.ts';
import intervals from '../../../src/labs/intervals/lab.ts';
import generals from '../../../src/labs/generals/lab.ts';
import lostWrite from '../../../src/labs/lost-write/lab.ts';
import timeoutAgainstTruth from '../../../src/labs/timeout-against-truth/lab.ts';
import twentyRuns from '../../../src/labs/twenty-runs/lab.ts';
import twoClocks from '../../../src/labs/two-clocks/lab.ts';
import { COMPILE_MS, readyLab, type ReadyLab } from '../../support/labs.ts';

const LABS: readonly (readonly [id: string, lab: AnyLab])[] = [
  ['33-and-34', thirtyThree],
  ['deposed-leader', deposedLeader],
  ['six-ways', sixWays],
  ['intervals', intervals],
  ['death-spiral', deathSpiral],
  ['queue', queue],
  ['timeout-against-truth', timeoutAgainstTruth],
  ['bad-clock', badClock],
  ['generals', generals],
  ['pause', pause],
  ['twenty-runs', twentyRuns],
  ['two-clocks', twoClocks],
  ['lost-write', lostWrite],
];

/** Every value of every choice and switch, with all of the others'. */
function settingsOf({ controls }: AnyLab): Values[] {
  let settings: Values[] = [{}];
  for (const [name, control] of Object.entries(controls)) {
    if (control.kind === 'slider' || control.kind === 'lot') continue;
    const all: Value[] =
      control.kind === 'switch' ? [false, true] : control.options.map(({ value }) => value);
    settings = settings.flatMap((setting) => all.map((value) => ({ ...setting, [name]: value })));
  }
  return settings;
}

describe.each(LABS)('%s', (id, lab) => {
  let ready: ReadyLab;
  beforeAll(async () => {
    ready = await readyLab(id, lab);
  }, COMPILE_MS);

  test('its pictures have names of their own', () => {
    const ids = (lab.pictures ?? []).map((picture) => picture.id);
    expect(ids.length).toBeGreaterThan(0);
    expect(new Set(ids).size).toBe(ids.length);
  });

  for (const picture of lab.pictures ?? []) {
    if (picture.kind === 'strip') {
      test(`${picture.id}: its lines go on in time, from the run's beginning`, () => {
        for (const setting of settingsOf(lab)) {
          const lines = ready.run(setting).strips[picture.id] ?? {};
          expect(Object.keys(lines)).toEqual(picture.lines.map((line) => line.id));
          for (const samples of Object.values(lines)) {
            const instants = samples.map(([us]) => us);
            expect(instants).toEqual([...instants].sort((a, b) => a - b));
            expect(instants[0]).toBe(0);
          }
        }
      });
      continue;
    }
    // A sweep that tells no ends has numbers alone.
    const { ends = [] } = picture;
    if (ends.length > 0)
      test(`${picture.id}: names each end, each comes about, and harm is told exactly where the run does harm`, () => {
        const seen = new Set<string | undefined>();
        for (const setting of settingsOf(lab))
          for (const { spec, end } of ready.many(picture.id, setting)) {
            seen.add(end);
            const { outcome } = ready.run(valuesOf(spec, setting), spec.seed);
            const sign = ends.find((one) => one.id === end)?.sign;
            expect(sign).toBeDefined();
            // Six ways does no harm: nobody can say whether it did.
            if (picture.kind === 'sweep')
              expect([setting, spec, sign === 'harm']).toEqual([setting, spec, outcome.harm !== undefined]);
          }
        if (picture.kind === 'sweep') expect(seen).toEqual(new Set(ends.map((one) => one.id)));
      });
    if (picture.kind !== 'sweep') continue;
    test(`${picture.id}: has a run for each position, and each of its lines comes about`, () => {
      const slider = lab.controls[picture.over];
      if (slider?.kind !== 'slider') throw new Error(`${picture.over} is no slider.`);
      const positions = picture.positions ?? positionsOf(slider);
      const { seeds = 1 } = picture;
      expect(ready.many(picture.id).map(({ spec }) => spec.values?.[picture.over])).toEqual(
        positions.flatMap((x) => Array.from({ length: seeds }, () => x)),
      );
      const all = settingsOf(lab).flatMap((setting) => ready.many(picture.id, setting));
      for (const line of picture.lines) expect(all.some(({ at }) => (at?.[line.id] ?? 0) > 0)).toBe(true);
    });
  }
});

test(
  'a line of 33-and-34 is where its write is in the run',
  async () => {
    const { many, run } = await readyLab('33-and-34', thirtyThree);
    for (const { spec, at } of many('lengths')) {
      const writes = run(valuesOf(spec, {})).run.events.filter(
        (event) => event.kind === 'deliver' && event.node === 'storage' && event.message.kind === 'request',
      );
      expect(writes.map((event) => event.atUs / 1e6)).toEqual(
        expect.arrayContaining([at?.['A'], at?.['B'], at?.['B reads']]),
      );
    }
  },
  COMPILE_MS,
);

test(
  'two lead from the election until the deposed one hears of it',
  async () => {
    const { run } = await readyLab('deposed-leader', deposedLeader);
    const { strips, run: shown } = run();
    const at = (text: string, node: string): number | undefined =>
      shown.events.find((event) => event.kind === 'log' && event.text === text && event.node === node)?.atUs;
    expect(strips['leaders']).toEqual({
      leaders: [
        [0, 1],
        [at('leads', 'n2'), 2],
        [at('steps down', 'n1'), 1],
      ],
    });
  },
  COMPILE_MS,
);

const ENDS = [
  { id: 'a', label: 'A', sign: 'well' },
  { id: 'b', label: 'B', sign: 'harm' },
] as const;

test('positions that end alike are told as one stretch; the worst of several runs decides', () => {
  const points = ['a', 'a', 'b', 'a'].map((end, x) => ({ x, runs: [{ end: 'a' }, { end }] }));
  const stretches = stretchesOf(points, ENDS);
  expect(stretches.map((stretch) => `${rangeOf(stretch, 's')} ${stretch.end.id}`)).toEqual([
    '0 to 1 s a',
    '2 s b',
    '3 s a',
  ]);
  expect(() => worstOf([{ end: 'c' }], ENDS)).toThrow('"c"');
  expect(worstOf([], ENDS)).toBeUndefined();
});

const SWEEP: Sweep = {
  kind: 'sweep',
  id: 'load',
  title: 'Every load',
  over: 'load',
  along: 'Load',
  up: 'An answer takes',
  unit: 'ms',
  seeds: 2,
  lines: [{ id: 'mean', label: 'Mean' }],
  theory: { label: 'Theory', at: (x, values) => (x === 0 ? undefined : x * Number(values['by'])) },
  read: () => ({}),
};

test('a sweep of several seeds draws their mean, and tells and lists it in its unit', () => {
  const lab: Pick<AnyLab, 'pictures' | 'controls'> = {
    pictures: [SWEEP],
    controls: { load: { kind: 'slider', label: 'Load', stops: [0, 10, 90], unit: '%', initial: 10 } },
  };
  const runs = runsOf({ ...thirtyThree, ...lab }, 'load', { load: 10 });
  expect(runs).toEqual([0, 10, 90].flatMap((load) => [2, 4].map((seed) => ({ values: { load }, seed }))));
  const ends = [undefined, undefined, 10, 20, 2000, 1000].map((mean) => ({ at: { mean } }));
  const points = pointsOf('load', runs, ends);
  expect(points.map((point) => meanOf(point, 'mean'))).toEqual([undefined, 15, 1500]);
  expect(tellSweep(SWEEP, '%', points)).toBe('Mean: 15 ms at 10 %, 1,500 ms at 90 %.');
  expect(tableOfSweep(SWEEP, '%', points, (x) => SWEEP.theory?.at(x, { by: 2 }))).toEqual({
    caption: 'The same in numbers',
    head: ['Load', 'Mean', 'Theory'],
    rows: [
      ['0 %', 'never', 'never'],
      ['10 %', '15 ms', '20 ms'],
      ['90 %', '1,500 ms', '180 ms'],
    ],
  });
  // As far as they have come.
  expect(pointsOf('load', runs, ends.slice(0, 3)).map(({ x }) => x)).toEqual([0, 10]);
});

test('runs of one name share a tile: the worst decides, and it opens the first of those', () => {
  const tiles: Tiles = { kind: 'tiles', id: 't', title: 'T', ends: ENDS, runs: () => [], read: () => ({}) };
  const runs = [2, 4, 6, 8].map((seed) => ({ seed, ...(seed < 8 && { tile: 'storm' }) }));
  const made = ['a', 'b', 'b', 'a'].map((end) => ({ end }));
  const found = tilesOf(tiles, runs, made);
  expect(found.map(({ name, end, share, opens }) => [name, end.id, share, opens.seed])).toEqual([
    ['storm', 'b', 2, 4],
    ['Run 4', 'a', 1, 8],
  ]);
  expect(tellTiles(tiles, made)).toBe('4 runs: 2 × A, 2 × B.');
});

test('a strip tells its range, and lists its changes', () => {
  const strip: Strip = {
    kind: 'strip',
    id: 'q',
    title: 'Q',
    up: 'Waiting',
    unit: 'requests',
    lines: [{ id: 'q', label: 'Queue' }],
    read: () => ({}),
  };
  const read = {
    q: [
      [0, 0],
      [1_000_000, 4],
      [2_500_000, 1],
    ] as const,
  };
  expect([-1, 0, 999_999, 1_000_000, 9_000_000].map((us) => valueAt(read.q, us))).toEqual([
    undefined,
    0,
    0,
    4,
    1,
  ]);
  expect(tellStrip(strip, read)).toBe('Queue: 0 to 4 requests, most at 1 s.');
  expect(tellStrip(strip, { q: [[0, 3]] })).toBe('Queue: 3 requests all the time.');
  expect(tableOfStrip(strip, read, 3_000_000).rows).toEqual([
    ['0 s', '0 requests'],
    ['1 s', '4 requests'],
    ['2.5 s', '1 requests'],
  ]);
  const busy = Array.from({ length: 1000 }, (_, index) => [index * 1000, index % 7] as const);
  expect(tableOfStrip(strip, { q: busy }, 1_000_000).rows).toHaveLength(24);
});

test('a slider of stops takes the nearest, one of tenths shows tenths', () => {
  const base = { kind: 'slider', label: '', unit: '', initial: 1 } as const;
  expect(nearestPosition({ ...base, stops: [20, 60, 200, 10_000] }, 150)).toBe(200);
  expect(positionsOf({ ...base, min: 0, max: 0.5, step: 0.1 })).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5]);
});
