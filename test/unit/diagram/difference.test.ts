import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { differenceOf } from '../../../src/diagram/difference.ts';
import { layOut } from '../../../src/diagram/layout.ts';
import { buildModel, shownLength, FIRST_FILTER } from '../../../src/diagram/model.ts';
import { anyRun, message, runOf, type Draft } from './runs.ts';

const hello = message('a', 'b', 'hello');
const nodes = ['a', 'b', 'c'].map((id) => ({ id, role: 'r' }));
const before: readonly Draft[] = [
  { kind: 'log', text: 'first', at: 0, node: 'a' },
  { kind: 'send', message: hello, at: 1, node: 'a' },
];
const lost = runOf(
  [
    ...before,
    { kind: 'lost', message: hello, copy: 0, why: 'drop', at: 1, node: 'a', cause: 1 },
    { kind: 'log', text: 'same', at: 2, node: 'c' },
    { kind: 'log', text: 'broken', at: 9, node: 'a' },
  ],
  { nodes, violation: [4] },
);
const arrived = runOf(
  [
    ...before,
    { kind: 'log', text: 'same', at: 2, node: 'c' },
    { kind: 'deliver', message: hello, copy: 0, at: 5, node: 'b', cause: 1 },
    { kind: 'log', text: 'late', at: 50, node: 'b' },
  ],
  { nodes },
);

describe('two runs', () => {
  test('part at the first event that only one of them has', () => {
    expect(differenceOf(lost, arrived)).toEqual({ one: 2, other: 3 });
    expect(differenceOf(lost, lost)).toEqual({ one: -1, other: -1 });
  });

  test('part nowhere when only the order within an instant differs', () => {
    fc.assert(
      fc.property(anyRun, (run) => {
        const sorted = [...run.events].sort((a, b) => a.atUs - b.atUs || (a.node < b.node ? 1 : -1));
        const other = { ...run, events: sorted.map((event, seq) => ({ ...event, seq })) };
        expect(differenceOf(run, other)).toEqual({ one: -1, other: -1 });
      }),
      { seed: 4, numRuns: 100 },
    );
  });

  test('that stand beside each other have the same lanes, the same scale and the same end', () => {
    const one = buildModel(lost, FIRST_FILTER, arrived);
    const other = buildModel(arrived, FIRST_FILTER, lost);
    expect(one.lanes).toEqual(other.lanes);
    expect(one.lanes.map(({ node }) => node)).toEqual(['a', 'b', 'c']);
    const layouts = [one, other].map((model) => layOut(model, { orientation: 'down', zoom: 1, room: 400 }));
    for (const us of [0, 1000, 5000, 9000])
      expect(layouts[0]?.scale.position(us)).toBe(layouts[1]?.scale.position(us));
    // Neither goes on after the violation of the one.
    expect(shownLength(lost, FIRST_FILTER, arrived)).toBe(5);
    expect(shownLength(arrived, FIRST_FILTER, lost)).toBe(4);
    expect(shownLength(arrived, { ...FIRST_FILTER, wholeRun: true }, lost)).toBe(5);
  });
});
