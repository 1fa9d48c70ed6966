import { expect, test } from 'vitest';
import { createKeysOf, keysIn } from '../../../src/diagram/keys.ts';
import { buildModel, FIRST_FILTER } from '../../../src/diagram/model.ts';
import type { Message } from '../../../src/sim/trace.ts';
import { message, runOf } from './runs.ts';

const write = message('a', 'b', { op: 'write', key: 'x', value: 1 });
const reply: Message = { ...message('b', 'a', { ok: true }, 1), kind: 'reply', answers: write.key };
const other = message('a', 'b', { op: 'read', key: 'y' }, 2);
const ping = message('a', 'b', 'x', 3);

const run = runOf([
  { kind: 'invoke', op: 1, method: 'work', args: [{ writes: [{ key: 'x', value: 'y' }] }], at: 0, node: 'a' },
  { kind: 'send', message: write, at: 1, node: 'a' },
  { kind: 'deliver', message: write, copy: 0, at: 2, node: 'b', cause: 1 },
  { kind: 'disk-write', key: 'mark', value: 1, at: 2, node: 'b', cause: 2 },
  { kind: 'send', message: reply, at: 3, node: 'b', cause: 2 },
  { kind: 'deliver', message: reply, copy: 0, at: 4, node: 'a', cause: 4 },
  { kind: 'return', op: 1, value: 'done', at: 5, node: 'a' },
  { kind: 'invoke', op: 2, method: 'get', args: ['y', 'nothing'], at: 6, node: 'a' },
  { kind: 'send', message: other, at: 7, node: 'a' },
  { kind: 'send', message: ping, at: 8, node: 'a' },
]);

test('a reply is about the key of its request, an operation about those that its arguments name', () => {
  const keysOf = createKeysOf(run.events);
  expect(run.events.map((event) => keysOf(event).join())).toEqual([
    'x',
    'x',
    'x',
    'mark',
    'x',
    'x',
    'x',
    'y',
    'y',
    '',
  ]);
  expect(keysIn(run.events)).toEqual(['x', 'mark', 'y']);
});

test('what is about hidden keys alone is not shown; what is about none stays', () => {
  const { events, arrows, bands } = buildModel(run, { ...FIRST_FILTER, hiddenKeys: new Set(['x', 'mark']) });
  expect(events.map(({ seq }) => seq)).toEqual([7, 8, 9]);
  expect(arrows.map(({ fate }) => fate.message)).toEqual([other, ping]);
  expect(bands.map(({ seq }) => seq)).toEqual([7]);
});

test('the event with which a violation became certain is shown whatever is hidden', () => {
  const broken = { ...run, violation: [1, 5] };
  const { events } = buildModel(broken, { ...FIRST_FILTER, hiddenKeys: new Set(['x']) });
  expect(events.map(({ seq }) => seq)).toEqual([3, 5]);
});

test('an operation on two keys is shown while one of them is', () => {
  const both = runOf([
    { kind: 'disk-write', key: 'x', value: 1, at: 0, node: 'a' },
    { kind: 'disk-write', key: 'y', value: 1, at: 0, node: 'a' },
    { kind: 'call', name: 'move', args: ['x', 'y'], at: 1, node: 'a' },
  ]);
  const shown = (...hidden: string[]): number[] =>
    buildModel(both, { ...FIRST_FILTER, hiddenKeys: new Set(hidden) }).events.map(({ seq }) => seq);
  expect(shown('x')).toEqual([1, 2]);
  expect(shown('x', 'y')).toEqual([]);
});
