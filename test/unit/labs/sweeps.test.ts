/** What a sweep tells of a position is what the run at that position shows. */
import { beforeAll, describe, expect, test } from 'vitest';
import { rangeOf, stretchesOf } from '../../../src/components/Lab/stretches.ts';
import { positionsOf, type Value, type Values } from '../../../src/labs/controls.ts';
import type { AnyLab, AnySweep } from '../../../src/labs/lab.ts';
import deposedLeader from '../../../src/labs/deposed-leader/lab.ts';
import thirtyThree from '../../../src/labs/33-and-34/lab.ts';
import { COMPILE_MS, readyLab, type ReadyLab } from '../../support/labs.ts';

const LABS: readonly (readonly [id: string, lab: AnyLab])[] = [
  ['33-and-34', thirtyThree],
  ['deposed-leader', deposedLeader],
];

function sweepOf({ sweep }: AnyLab): AnySweep {
  if (sweep === undefined) throw new Error('This lab has no sweep.');
  return sweep;
}

/** Every value of every choice and switch, with all of the others'. */
function settingsOf({ controls }: AnyLab): Values[] {
  let settings: Values[] = [{}];
  for (const [name, control] of Object.entries(controls)) {
    if (control.kind === 'slider') continue;
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

  test('has a point for each position of its slider', () => {
    const { over } = sweepOf(lab);
    const slider = lab.controls[over];
    if (slider?.kind !== 'slider') throw new Error(`${over} is no slider.`);
    expect(ready.sweep().map(({ x }) => x)).toEqual(positionsOf(slider));
  });

  test('flags exactly the runs that do harm, and names each end', () => {
    const { over, ends } = sweepOf(lab);
    for (const setting of settingsOf(lab))
      for (const { x, end } of ready.sweep(setting)) {
        const { outcome } = ready.run({ ...setting, [over]: x });
        const sign = ends.find((one) => one.id === end)?.sign;
        expect([setting, x, sign === 'harm']).toEqual([setting, x, outcome.harm !== undefined]);
        expect(sign).toBeDefined();
      }
  });

  test('each line and each end comes about in some setting', () => {
    const { lines, ends } = sweepOf(lab);
    const points = settingsOf(lab).flatMap((setting) => ready.sweep(setting));
    for (const line of lines) expect(points.some(({ atUs }) => (atUs[line.id] ?? 0) > 0)).toBe(true);
    expect(new Set(points.map(({ end }) => end))).toEqual(new Set(ends.map((end) => end.id)));
  });
});

test(
  'a line of 33-and-34 is where its write is in the run',
  async () => {
    const { sweep, run } = await readyLab('33-and-34', thirtyThree);
    for (const { x, atUs } of sweep()) {
      const writes = run({ late: x }).run.events.filter(
        (event) => event.kind === 'deliver' && event.node === 'storage' && event.message.kind === 'request',
      );
      expect(writes.map((event) => event.atUs)).toEqual(
        expect.arrayContaining([atUs['A'], atUs['B'], atUs['B reads']]),
      );
    }
  },
  COMPILE_MS,
);

test('positions that end alike are told as one stretch', () => {
  const ends = [
    { id: 'a', label: 'A', sign: 'well' },
    { id: 'b', label: 'B', sign: 'harm' },
  ] as const;
  const points = ['a', 'a', 'b', 'a'].map((end, x) => ({ x, end, atUs: {} }));
  const stretches = stretchesOf(points, ends);
  expect(stretches.map((stretch) => `${rangeOf(stretch, 's')} ${stretch.end.id}`)).toEqual([
    '0 to 1 s a',
    '2 s b',
    '3 s a',
  ]);
  expect(() => stretchesOf([{ x: 0, end: 'c', atUs: {} }], ends)).toThrow('"c"');
});
