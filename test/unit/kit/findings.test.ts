import { describe, expect, it } from 'vitest';
import { defineFindings } from '../../../src/kit.ts';

const { broken, held, unknown, explain } = defineFindings({
  'stale-accepted': {
    property: 'stale-refused',
    says: (d: { late: number; newer: number }) => `Token ${d.late} was let in after ${d.newer}.`,
  },
  silent: { property: 'answers', says: () => 'Nobody answered.' },
  threw: {
    property: ['answers', 'gives-up'],
    says: (d: { text: string }, property) => `${property}: it threw ${d.text}.`,
  },
});

describe('defineFindings', () => {
  it('makes a finding with the property and the data of its code', () => {
    expect(broken('stale-accepted', [3, 9], { late: 33, newer: 34 })).toEqual({
      property: 'stale-refused',
      status: 'broken',
      code: 'stale-accepted',
      events: [3, 9],
      data: { late: 33, newer: 34 },
    });
    expect(broken('silent', [1])).toEqual({
      property: 'answers',
      status: 'broken',
      code: 'silent',
      events: [1],
    });
  });

  it('takes events as they come, and leaves out those that are not in the trace', () => {
    expect(broken('silent', [{ seq: 4 }, undefined, -1, 7, { seq: -1 }]).events).toEqual([4, 7]);
  });

  it('names the one that is meant of several properties', () => {
    const finding = broken('threw', [2], { text: 'x' }, 'gives-up');
    expect(finding.property).toBe('gives-up');
    expect(explain(finding)).toBe('gives-up: it threw x.');
    expect(explain(broken('threw', [2], { text: 'y' }, 'answers'))).toBe('answers: it threw y.');
  });

  it('says what happened, from the data alone: findings travel as JSON', () => {
    const finding = broken('stale-accepted', [3], { late: 1, newer: 2 });
    expect(explain(JSON.parse(JSON.stringify(finding)))).toBe('Token 1 was let in after 2.');
    expect(explain(broken('silent', []))).toBe('Nobody answered.');
  });

  it('has a sentence for a finding of somebody else', () => {
    expect(explain({ property: 'answers', status: 'broken' })).toBe('The property answers was broken.');
  });

  it('says that a property held, or that it is not known', () => {
    expect(held('gives-up')).toEqual({ property: 'gives-up', status: 'held' });
    expect(unknown('answers')).toEqual({ property: 'answers', status: 'unknown' });
  });

  it('is held to its codes, data and properties by the compiler', () => {
    // Never called: what matters is that the compiler refuses each of them.
    const refused = (): unknown[] => [
      // @ts-expect-error a code that is not there
      broken('stale', []),
      // @ts-expect-error data that is missing
      broken('stale-accepted', [], { late: 1 }),
      // @ts-expect-error data of another type
      broken('stale-accepted', [], { late: 1, newer: 'two' }),
      // @ts-expect-error no word which of two properties
      broken('threw', [], { text: 'x' }),
      // @ts-expect-error a property that this cannot break
      broken('threw', [], { text: 'x' }, 'stale-refused'),
      // @ts-expect-error a property that is not there
      held('stale'),
    ];
    expect(refused).toBeTypeOf('function');
  });
});
