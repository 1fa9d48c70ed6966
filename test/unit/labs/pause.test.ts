import { beforeAll, expect, test } from 'vitest';
import lab, { STEPS } from '../../../src/labs/pause/lab.ts';
import { ofKind } from '../../../src/sim/trace.ts';
import { COMPILE_MS, readyLab, type ReadyLab } from '../../support/labs.ts';

let ready: ReadyLab;
beforeAll(async () => {
  ready = await readyLab('pause', lab);
}, COMPILE_MS);

const harmful = (changed: Record<string, string | number | boolean>): number[] =>
  ready.many('steps', changed).flatMap(({ end }, i) => (end === 'lost' ? [i + 1] : []));

test('a check just before the write leaves one step, a check before the work more, none most; fencing none', () => {
  const [never, work, write] = ['never', 'before the work', 'before the write'].map((check) =>
    harmful({ check }),
  );
  expect(write).toHaveLength(1);
  expect((work ?? []).length).toBeGreaterThan(1);
  expect((never ?? []).length).toBeGreaterThan((work ?? []).length);
  for (const check of ['never', 'before the work', 'before the write'])
    expect(harmful({ check, fenced: true })).toEqual([]);
});

test('a line is lost exactly when A reads before B’s write, and writes after it', () => {
  for (const check of ['never', 'before the work', 'before the write'])
    for (const { spec, end } of ready.many('lengths', { check })) {
      const { events } = ready.run({ check, ...spec.values }).run;
      const arrivals = events
        .filter(ofKind('deliver'))
        .filter(({ node }) => node === 'storage')
        .map(
          ({ message }) =>
            `${message.from} ${JSON.stringify(message.body).includes('"read"') ? 'reads' : 'writes'}`,
        );
      const at = (what: string): number => {
        const place = arrivals.indexOf(what);
        return place === -1 ? Infinity : place;
      };
      const lost = [
        ['A', 'B'],
        ['B', 'A'],
      ].some(
        ([one = '', other = '']) =>
          at(`${one} reads`) < at(`${other} writes`) &&
          at(`${other} writes`) < at(`${one} writes`) &&
          at(`${one} writes`) < Infinity,
      );
      expect([check, spec.values, end === 'lost']).toEqual([check, spec.values, lost]);
    }
});

test('A has each of the steps, whatever it checks', () => {
  for (const check of ['never', 'before the work', 'before the write']) {
    const pauses = ready
      .many('steps', { check })
      .filter(({ spec }) => ready.run({ check, ...spec.values }).run.faults.length === 1);
    expect(pauses).toHaveLength(STEPS);
  }
});
