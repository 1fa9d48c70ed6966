import { describe, expect, it } from 'vitest';
import { fault as faults, linksBetween, type Json } from '../../../src/kit.ts';
import { parseFaults } from '../../../src/sim/parse-fault.ts';

const during = { fromMs: 10, untilMs: 20 };
const step = { node: 'n1', incarnation: 0, step: 3, call: 'reply', about: 'n2', atUs: 5 };
const message = { key: 'request n1>n2 0.0' };

describe('faults', () => {
  const all = [
    faults.crash('n1', { atMs: 5, restartAfterMs: null }),
    faults.crash('n1', { atMs: 5, restartAfterMs: 100, openWritesDone: 1, losesDisk: true }),
    faults.crashAt(step, { restartAfterMs: 300 }),
    faults.pause('n1', { atMs: 5, forMs: 30 }),
    faults.pauseAt(step, { forMs: 30 }),
    faults.clockStep('n1', { atMs: 5, byMs: -400 }),
    faults.clockRate('n1', { atMs: 5, realMicros: 1_001_000 }),
    faults.noSync('n1', during),
    faults.cut(linksBetween(['n1'], ['n2']), during),
    faults.slowLink(['n1>n2'], { ...during, byMs: 7 }),
    faults.burstLoss(['n1>n2'], { ...during, percent: 50 }),
    faults.silence('n1', during),
    faults.smallInbox('n1', { ...during, capacity: 2 }),
    faults.slowNode('n1', { ...during, byMs: 7 }),
    faults.slowDisk('n1', { ...during, byMs: 7 }),
    faults.drop(message),
    faults.delay(message, 40),
    faults.duplicate(message, 40),
    faults.corrupt(message, 2),
    faults.lie(message, { op: 'vote' }),
  ];

  it.each(all.map((fault) => [fault.kind, fault] as const))(
    '%s: says all that a fault says',
    (_kind, fault) => {
      // What a list of faults may hold is checked where lists come in from outside.
      expect(parseFaults(JSON.parse(JSON.stringify([fault])) as Json)).toEqual([fault]);
    },
  );

  it('takes of a step what names it, and no more', () => {
    expect(faults.crashAt(step, { restartAfterMs: 300 })).toEqual({
      kind: 'crash',
      at: { node: 'n1', incarnation: 0, step: 3 },
      restartAfterMs: 300,
    });
  });
});
