import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { coneOf, createCausality, futureOf, pastOf } from '../../../src/diagram/causality.ts';
import { anyRun, message, runOf } from './runs.ts';

const marked = (marks: Uint8Array): number[] => [...marks.keys()].filter((seq) => marks[seq] !== 0);

describe('causality', () => {
  const hello = message('a', 'b', 'hello');
  const late = message('a', 'c', 'late');
  const run = runOf([
    { kind: 'send', message: hello, at: 0, node: 'a' },
    { kind: 'log', text: 'alone', at: 1, node: 'c' },
    { kind: 'deliver', message: hello, copy: 0, at: 5, node: 'b', cause: 0 },
    { kind: 'log', text: 'got it', at: 6, node: 'b', cause: 2 },
    { kind: 'send', message: late, at: 7, node: 'a' },
    { kind: 'lost', message: late, copy: 0, why: 'down', at: 9, node: 'c', cause: 4 },
    { kind: 'log', text: 'knows nothing', at: 10, node: 'c' },
  ]);
  const links = createCausality(run.events);

  test('the past comes by messages and by order on a lane', () => {
    expect(marked(pastOf(links, 3))).toEqual([0, 2, 3]);
    expect(marked(futureOf(links, 0))).toEqual([0, 2, 3, 4, 5]);
  });

  test('a message that is lost teaches its receiver nothing', () => {
    expect(marked(pastOf(links, 6))).toEqual([1, 6]);
    expect(marked(futureOf(links, 5))).toEqual([5]);
  });

  test('the cone counts both sides, and the past of all that proves a violation', () => {
    expect(coneOf(links, 2)).toMatchObject({ pastCount: 1, futureCount: 1 });
    expect(marked(coneOf(links, 3, [6]).marks)).toEqual([0, 1, 2, 3, 6]);
  });

  test('past and future mirror each other, and the past of what is past is past', () => {
    fc.assert(
      fc.property(anyRun, fc.nat(), fc.nat(), ({ events }, first, second) => {
        const random = createCausality(events);
        const [a, b] = [first % events.length, second % events.length];
        expect(pastOf(random, b)[a]).toBe(futureOf(random, a)[b]);
        if (pastOf(random, b)[a] === 1)
          for (const seq of marked(pastOf(random, a))) expect(pastOf(random, b)[seq]).toBe(1);
      }),
      { seed: 21 },
    );
  });
});
