/** That four systems can be broken by no fewer faults than the brief says, and that the fifth withstands. */
import { beforeAll, describe, expect, it } from 'vitest';
import targets, { check } from '../../../exercises/break-the-lock/targets.ts';
import { LOCK_NODES } from '../../../exercises/break-the-lock/peers.ts';
import { replay, type Subject } from '../../../src/explore/run.ts';
import type { Fault } from '../../../src/sim/fault.ts';
import { subjectOf } from '../../support/simulate.ts';

let subject: Subject;
beforeAll(async () => {
  const { factory, runtime } = await subjectOf('export class A {}');
  subject = { exercise: { roles: {} }, factory, runtime };
}, 120_000);

const targetOf = (letter: string) => {
  const target = targets.find(({ export: name }) => name === `system${letter}`);
  if (target === undefined) throw new Error(`There is no system ${letter}.`);
  return target;
};

function isBroken(letter: string, faults: readonly Fault[]): boolean {
  const { scenario } = targetOf(letter);
  return check(replay(subject, { scenario, caseIndex: 0, seed: 2 }, faults)).some(
    ({ status }) => status === 'broken',
  );
}

const to = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

/** Faults of all kinds at places all over the first eleven seconds. */
function candidates(letter: string): Fault[] {
  const writes = to(10).map((i) => `request client-1>storage 0.${i}`);
  const locks = letter === 'D' ? LOCK_NODES : ['lock'];
  const all: Fault[] = [
    ...writes.flatMap((message): Fault[] => [
      ...[600, 2000, 6000].map((byMs) => ({ kind: 'delay' as const, message, byMs })),
      { kind: 'duplicate', message, afterMs: 6000 },
    ]),
    { kind: 'delay', message: 'request client-2>storage 0.0', byMs: 3000 },
    ...[500, 3000, 4600, 5200, 7000].flatMap((atMs): Fault[] => [
      ...['client-1', 'client-2'].map((node) => ({
        kind: 'pause' as const,
        at: { node, atMs },
        forMs: 6000,
      })),
      ...['storage', ...locks].map((node) => ({
        kind: 'crash' as const,
        at: { node, atMs },
        restartAfterMs: 100,
      })),
      ...['client-1', 'client-2', ...locks].flatMap((node) =>
        [-10_000, 10_000].map((byMs) => ({ kind: 'clock-step' as const, at: { node, atMs }, byMs })),
      ),
    ]),
    ...locks.map((node) => ({ kind: 'drop' as const, message: `request client-1>${node} 0.0` })),
    ...locks.map((node) => ({ kind: 'drop' as const, message: `request client-2>${node} 0.3` })),
    { kind: 'drop', message: 'reply request client-1>storage 0.8' },
  ];
  return all.filter((fault) => targetOf(letter).allows(fault));
}

const breaking = (letter: string, lists: readonly (readonly Fault[])[]): readonly (readonly Fault[])[] =>
  lists.filter((list) => isBroken(letter, list));
const singles = (letter: string): Fault[][] => candidates(letter).map((fault) => [fault]);
const pairs = (letter: string): Fault[][] => {
  const all = candidates(letter);
  return all.flatMap((one, i) => all.slice(i + 1).map((other) => [one, other]));
};

describe('the fewest faults', () => {
  it.each(['A', 'B', 'C', 'D', 'E'])('%s holds while nothing goes wrong', (letter) => {
    expect(isBroken(letter, [])).toBe(false);
  });

  it.each(['A', 'C'])('%s breaks by one', (letter) => {
    expect(breaking(letter, singles(letter))).not.toEqual([]);
  });

  it('E breaks by two, and by no one', () => {
    expect(breaking('E', singles('E'))).toEqual([]);
    expect(breaking('E', pairs('E'))).not.toEqual([]);
  });

  it('D breaks by three, and by no two', () => {
    expect(breaking('D', [...singles('D'), ...pairs('D')])).toEqual([]);
    const three = LOCK_NODES.slice(2).map((node): Fault => ({
      kind: 'crash',
      at: { node, atMs: 2000 },
      restartAfterMs: 100,
    }));
    expect(isBroken('D', three)).toBe(true);
  });

  it('B breaks by no one and no two, nor by what breaks E with any third and fourth', () => {
    expect(breaking('B', [...singles('B'), ...pairs('B')])).toEqual([]);
    const late: Fault[] = [
      { kind: 'delay', message: 'request client-1>storage 0.8', byMs: 4000 },
      { kind: 'crash', at: { node: 'storage', atMs: 7000 }, restartAfterMs: 100 },
    ];
    expect(isBroken('E', late)).toBe(true);
    expect(
      breaking(
        'B',
        pairs('B').map((two) => [...late, ...two]),
      ),
    ).toEqual([]);
  });
});

it('a pause between check and write breaks A, at a step and at none of many instants', () => {
  const pausedAt = (step: number): Fault => ({
    kind: 'pause',
    at: { node: 'client-1', incarnation: 0, step },
    forMs: 6000,
  });
  const steps = to(60).filter((step) => isBroken('A', [pausedAt(step)]));
  expect(steps.length).toBeGreaterThan(0);
  const instants = to(100).filter((i) =>
    isBroken('A', [{ kind: 'pause', at: { node: 'client-1', atMs: 50 * i }, forMs: 6000 }]),
  );
  expect(instants).toEqual([]);
});
