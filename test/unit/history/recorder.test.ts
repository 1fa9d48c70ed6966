import { expect, it } from 'vitest';
import { HistoryRecorder } from '../../../src/history/recorder.ts';

it('records calls and how they ended', () => {
  const recorder = new HistoryRecorder();
  const write = recorder.invoke('a', { op: 'write', value: 1 }, 10);
  const read = recorder.invoke('b', { op: 'read' }, 10);
  const lost = recorder.invoke('c', { op: 'write', value: 2 }, 20);
  const refused = recorder.invoke('d', { op: 'write', value: 3 }, 25);
  const crashed = recorder.invoke('e', { op: 'write', value: 4 }, 26);
  expect(recorder.openIds()).toEqual([write, read, lost, refused, crashed]);
  recorder.ok(read, null, 30);
  recorder.ok(write, null, 31);
  recorder.fail(refused, 32);
  recorder.crash(crashed, 40);
  recorder.crash(crashed, 50);
  expect(recorder.operations()).toEqual([
    {
      id: 0,
      process: 'a',
      input: { op: 'write', value: 1 },
      invokedAt: 10,
      status: 'ok',
      output: null,
      returnedAt: 31,
    },
    { id: 1, process: 'b', input: { op: 'read' }, invokedAt: 10, status: 'ok', output: null, returnedAt: 30 },
    { id: 2, process: 'c', input: { op: 'write', value: 2 }, invokedAt: 20, status: 'info' },
    { id: 3, process: 'd', input: { op: 'write', value: 3 }, invokedAt: 25, status: 'fail', returnedAt: 32 },
    {
      id: 4,
      process: 'e',
      input: { op: 'write', value: 4 },
      invokedAt: 26,
      status: 'info',
      mustTakeEffectBefore: 40,
    },
  ]);
  expect(recorder.openIds()).toEqual([lost, crashed]);
});

it('ends an operation once, and only one that began', () => {
  const recorder = new HistoryRecorder();
  const id = recorder.invoke('a', 'x', 0);
  recorder.ok(id, 'y', 1);
  expect(() => recorder.ok(id, 'z', 2)).toThrow('has ended already');
  expect(() => recorder.fail(7, 2)).toThrow('was never invoked');
});
