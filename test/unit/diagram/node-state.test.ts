import { describe, expect, test } from 'vitest';
import { clockOf } from '../../../src/diagram/clocks.ts';
import { statesAt } from '../../../src/diagram/node-state.ts';
import { message, runOf } from './runs.ts';

describe('the state of a node', () => {
  const ask = { ...message('a', 'b', { op: 'ask' }), key: 'request a>b 0.0', kind: 'request' } as const;
  const run = runOf([
    { kind: 'boot', at: 0, node: 'a' },
    { kind: 'started', at: 0, node: 'a', cause: 0 },
    { kind: 'boot', at: 0, node: 'b' },
    { kind: 'disk-write', key: 'k', value: 1, at: 1, node: 'a' },
    { kind: 'send', message: ask, at: 2, node: 'a' },
    { kind: 'disk-durable', key: 'k', value: 1, at: 3, node: 'a', cause: 3 },
    { kind: 'log', text: 'now a follower', details: { role: 'follower', term: 4 }, at: 4, node: 'a' },
    { kind: 'deliver', message: ask, copy: 0, at: 6, node: 'b', cause: 4 },
    { kind: 'pause', untilUs: 9000, at: 7, node: 'a' },
    { kind: 'crash', openWrites: 0, openWritesDone: 0, at: 10, node: 'a' },
    { kind: 'boot', at: 20, node: 'a', incarnation: 1 },
  ]);
  const at = (seq: number, node: string) => statesAt(run, seq).find((state) => state.node === node);

  test('a write is open, then on the disk', () => {
    expect(at(3, 'a')?.openWrites).toEqual([{ key: 'k', value: 1 }]);
    expect([...(at(3, 'a')?.disk ?? [])]).toEqual([]);
    expect(at(5, 'a')?.openWrites).toEqual([]);
    expect([...(at(5, 'a')?.disk ?? [])]).toEqual([['k', 1]]);
  });

  test('a message is in the inbox until it is delivered, and its sender waits', () => {
    expect(at(4, 'b')?.inbox).toEqual([ask]);
    expect(at(7, 'b')?.inbox).toEqual([]);
    expect(at(7, 'a')?.waitingFor).toEqual([ask]);
  });

  test('what it logged is its state, until a crash takes it; the disk stays', () => {
    expect([...(at(6, 'a')?.logged ?? [])]).toEqual([
      ['role', 'follower'],
      ['term', 4],
    ]);
    const down = at(9, 'a');
    expect([down?.status, down?.logged.size, down?.waitingFor.length, down?.disk.size]).toEqual([
      'down',
      0,
      0,
      1,
    ]);
  });

  test('not started, up, paused, down, starting', () => {
    expect([-1, 1, 8, 9, 10].map((seq) => at(seq, 'a')?.status)).toEqual([
      'not started',
      'up',
      'paused',
      'down',
      'starting',
    ]);
    expect(at(10, 'a')?.incarnation).toBe(1);
  });
});

describe('clocks', () => {
  const run = runOf([
    { kind: 'clock-step', byMs: 500, at: 10, node: 'a' },
    { kind: 'clock-rate', realMicros: 2_000_000, at: 20, node: 'a' },
  ]);

  test('steps and rates add up', () => {
    expect(clockOf(run, 'a')(5_000).aheadUs).toBe(0);
    expect(clockOf(run, 'a')(15_000).aheadUs).toBe(500_000);
    // At half its rate it loses 10 ms in 20.
    expect(clockOf(run, 'a')(40_000).aheadUs).toBe(490_000);
  });

  test('leap seconds count, at once or spread', () => {
    const leap = runOf([
      { kind: 'leap-second', smearSeconds: 0, at: 10, node: 'a' },
      { kind: 'leap-second', smearSeconds: 10, at: 20, node: 'b' },
    ]);
    expect(clockOf(leap, 'a')(15_000).aheadUs).toBe(-1_000_000);
    expect(clockOf(leap, 'b')(5_020_000).aheadUs).toBe(-500_000);
  });

  test('an offset and a steady drift count from the start', () => {
    const drifting = {
      ...run,
      events: [],
      nodes: [{ id: 'a', role: 'r', clockAtStart: { aheadUs: -300, realMicros: 500_000 } }],
    };
    expect(clockOf(drifting, 'a')(0).aheadUs).toBe(-300);
    expect(clockOf(drifting, 'a')(1000).aheadUs).toBe(700);
  });
});
