import { describe, expect, it } from 'vitest';
import type { Operation } from '../../../src/history/operation.ts';
import { assertWellFormed, findMalformation } from '../../../src/history/well-formed.ts';

const finished = (id: number, process: string, invokedAt: number, returnedAt: number): Operation => {
  return { id, process, input: null, invokedAt, status: 'ok', output: null, returnedAt };
};
const open = (id: number, process: string, invokedAt: number): Operation => {
  return { id, process, input: null, invokedAt, status: 'info' };
};

describe('a well-formed history', () => {
  it('has ids of its own and instants in order', () => {
    expect(findMalformation([])).toBeUndefined();
    expect(findMalformation([finished(0, 'a', 0, 0), open(1, 'a', 0)])).toBeUndefined();
  });

  it.each<[string, Operation[]]>([
    ['the id is taken', [open(3, 'a', 0), open(3, 'b', 1)]],
    ['integer microseconds', [open(0, 'a', 0.5)]],
    ['integer microseconds', [finished(0, 'a', 0, Number.NaN)]],
    ['before its call', [finished(0, 'a', 5, 4)]],
    ['before its call', [{ ...open(0, 'a', 5), status: 'info', mustTakeEffectBefore: 4 }]],
  ])('else it is told: %s', (text, history) => {
    expect(findMalformation(history)).toContain(text);
    expect(() => assertWellFormed(history)).toThrow(text);
  });

  it('has one operation of a process at a time, where that is asked for', () => {
    const sequential = { sequentialProcesses: true };
    const overlapping = [finished(0, 'a', 0, 5), finished(1, 'a', 4, 6)];
    expect(findMalformation(overlapping)).toBeUndefined();
    expect(findMalformation(overlapping, sequential)).toContain('operation 1 of a: called while 0 was open');
    expect(findMalformation([open(0, 'a', 0), finished(1, 'a', 4, 6)], sequential)).toContain(
      'One at a time',
    );
    expect(findMalformation([finished(0, 'a', 0, 4), finished(1, 'a', 4, 6)], sequential)).toBeUndefined();
    expect(findMalformation([finished(1, 'a', 4, 6), finished(0, 'b', 0, 5)], sequential)).toBeUndefined();
  });
});
