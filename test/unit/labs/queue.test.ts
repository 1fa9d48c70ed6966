import { beforeAll, expect, test } from 'vitest';
import lab, { theoryOf } from '../../../src/labs/queue/lab.ts';
import { ofKind } from '../../../src/sim/trace.ts';
import { COMPILE_MS, readyLab, type ReadyLab } from '../../support/labs.ts';

let ready: ReadyLab;
beforeAll(async () => {
  ready = await readyLab('queue', { ...lab, drawnMs: 60_000 });
}, COMPILE_MS);

test('each answer takes as long as Lindley’s recursion says', () => {
  for (const service of ['constant', 'exponential', 'rare']) {
    const { events } = ready.run({ load: 80, service }).run;
    const arrivals = events.filter(ofKind('deliver')).filter(({ node }) => node === 'server');
    const leaves = new Map(
      events
        .filter(ofKind('send'))
        .flatMap(({ node, atUs, message }) => (node === 'server' ? [[message.answers, atUs] as const] : [])),
    );
    expect(arrivals.length).toBeGreaterThan(1000);
    let freeUs = 0;
    for (const { atUs, message } of arrivals) {
      const { workMs } = message.body as { workMs: number };
      freeUs = Math.max(freeUs, atUs) + workMs * 1000;
      expect(Math.abs((leaves.get(message.key) ?? 0) - freeUs)).toBeLessThanOrEqual(100);
    }
  }
});

test('evenly spaced and equal: nobody waits; one long request in a hundred: all do', () => {
  const at = (changed: Record<string, string | number>): number | undefined =>
    ready.many('loads', changed).find(({ spec }) => spec.values?.['load'] === 98)?.at?.['mean'];
  expect(at({ arrivals: 'even' })).toBe(10);
  const mean = (changed: Record<string, string | number>, load: number): number => {
    const all = ready.many('loads', changed).filter(({ spec }) => spec.values?.['load'] === load);
    return all.reduce((sum, one) => sum + (one.at?.['mean'] ?? 0), 0) / all.length;
  };
  for (const load of [30, 50, 70]) {
    const theory = theoryOf(load, { load, arrivals: 'random', service: 'constant' });
    expect(Math.abs(mean({}, load) / theory - 1)).toBeLessThan(0.12);
  }
  expect(theoryOf(50, { load: 50, arrivals: 'random', service: 'rare' })).toBeCloseTo(138.75);
  expect(mean({ service: 'rare' }, 50)).toBeGreaterThan(70);
});

test('the first run is as the question says', () => {
  expect(ready.run().outcome.answer).toBe('100');
  expect(ready.run({ load: 50 }).outcome.answer).toBe('20');
});
