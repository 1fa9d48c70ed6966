import { beforeAll, expect, test } from 'vitest';
import lab, { CAPACITY } from '../../../src/labs/death-spiral/lab.ts';
import { COMPILE_MS, readyLab, type ReadyLab } from '../../support/labs.ts';

let ready: ReadyLab;
beforeAll(async () => {
  ready = await readyLab('death-spiral', { ...lab, drawnMs: 60_000 });
}, COMPILE_MS);

const answer = (changed: Record<string, string | number>): string => ready.run(changed).outcome.answer;

test('what arrived was served, turned away or still waits', () => {
  for (const queue of ['20', 'any']) {
    const { events } = ready.run({ queue }).run;
    const count = (is: (event: (typeof events)[number]) => boolean): number => events.filter(is).length;
    const arrived = count((event) => event.kind === 'deliver' && event.node === 'server');
    const answered = count((event) => event.kind === 'send' && event.node === 'server');
    const full = count((event) => event.kind === 'send' && event.message.body === 'full');
    expect(arrived).toBeGreaterThanOrEqual(answered);
    expect(full > 0).toBe(queue === '20');
    if (queue === 'any') {
      // It never stands idle once it is behind: 20 a second from the end of the hiccup on.
      const after = count(
        (event) =>
          event.kind === 'send' && event.node === 'server' && event.atUs >= 15e6 && event.atUs < 55e6,
      );
      expect(Math.abs(after - 40 * CAPACITY)).toBeLessThanOrEqual(1);
    }
  }
});

test('a short hiccup is forgotten, a long one never, with the load below capacity throughout', () => {
  expect(answer({ hiccup: 0.5 })).toBe('soon');
  for (const hiccup of [2, 5, 8]) expect(answer({ hiccup })).toBe('never');
});

test('it stays dead only where load times tries is above capacity', () => {
  for (const load of [2, 4, 6]) expect(answer({ load, hiccup: 3 })).not.toBe('never');
  for (const load of [8, 12, 16]) expect(answer({ load, hiccup: 8 })).toBe('never');
  expect(answer({ tries: 1 })).not.toBe('never');
});

test('waiting before a retry does not help; a budget and a short queue do', () => {
  expect(answer({ retries: 'after 5 s' })).toBe('never');
  expect(answer({ retries: 'backoff' })).toBe('never');
  expect(answer({ retries: 'budget' })).not.toBe('never');
  expect(answer({ queue: '10' })).not.toBe('never');
  expect(answer({ queue: '40' })).toBe('never');
});
