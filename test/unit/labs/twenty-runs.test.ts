import { beforeAll, expect, test } from 'vitest';
import lab, { shareOf } from '../../../src/labs/twenty-runs/lab.ts';
import { ofKind } from '../../../src/sim/trace.ts';
import { COMPILE_MS, readyLab, type ReadyLab } from '../../support/labs.ts';

let ready: ReadyLab;
beforeAll(async () => {
  ready = await readyLab('twenty-runs', lab);
}, COMPILE_MS);

const countOf = (picture: string, changed = {}): number =>
  ready.many(picture, changed).filter(({ end }) => end === 'X').length;

test('whoever’s request arrives first gets the ticket, and is told unless the answer is lost', () => {
  for (const head of [0, 5, 30, 60])
    for (const lost of [0, 20])
      for (const { spec, end } of ready.many('three', { head, lost })) {
        const { events } = ready.run({ head, lost }, spec.seed).run;
        const arrival = events.filter(ofKind('deliver')).find(({ node }) => node === 'box office');
        const sender = events
          .filter(ofKind('send'))
          .find(({ message }) => message.key === arrival?.message.key)?.node;
        const told = events.filter(ofKind('return')).some(({ value }) => value === 'bought');
        const expected = sender === undefined ? 'left' : told ? sender.slice(-1) : 'nobody';
        expect([head, lost, spec.seed, end]).toEqual([head, lost, spec.seed, expected]);
      }
});

test('one computer gives one run, three give twenty', () => {
  const traces = (where: string): number =>
    new Set(ready.many(where).map(({ spec }) => JSON.stringify(ready.run({ where }, spec.seed).run.events)))
      .size;
  expect(traces('one')).toBe(1);
  expect(traces('three')).toBe(20);
  expect(countOf('one')).toBe(20);
});

test('the share of X is as calculated, and certain from 49 ms on', () => {
  const shares = (head: number): number => {
    const ends = Array.from({ length: 12 }, (_, i) => countOf('three', { head, batch: i + 1 }));
    return ends.reduce((sum, n) => sum + n, 0) / 240;
  };
  for (const head of [0, 5, 20, 40]) {
    const p = shareOf(head);
    expect(Math.abs(shares(head) - p)).toBeLessThan(3 * Math.sqrt((p * (1 - p)) / 240) + 1e-9);
  }
  expect(shareOf(0)).toBe(0.5);
  expect(shares(50)).toBe(1);
  expect(shares(60)).toBe(1);
});

test('the same settings give the same twenty again', () => {
  expect(ready.many('three', { batch: 3 })).toEqual(ready.many('three', { batch: 3 }));
});
