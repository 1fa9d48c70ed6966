import { describe, expect, it } from 'vitest';
import { assert, AssertionError, unreachable } from '../../../src/util/assert.ts';

describe('assert', () => {
  it('is silent about what holds, and does not build the message', () => {
    let built = 0;
    assert(true, () => `built ${++built}`);
    assert(1, 'fine');
    expect(built).toBe(0);
  });

  it('throws what was expected', () => {
    expect(() => assert(false, 'one leader')).toThrow(new AssertionError('one leader'));
    expect(() => assert(0, () => 'computed')).toThrow('computed');
    expect(new AssertionError('x').name).toBe('AssertionError');
  });

  it('tells of a case that the types ruled out', () => {
    const smuggled: never[] = JSON.parse('["no such kind"]');
    for (const value of smuggled) expect(() => unreachable(value)).toThrow('no case for "no such kind"');
  });
});
