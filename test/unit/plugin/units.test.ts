import { expect, test } from 'vitest';
import { units, withUnits } from '../../../src/plugin/units.ts';

test.each([
  ['after 10,000 ms', 'after 10,000\u00A0ms'],
  ['99.99 % of 3 s, then 24 h 11 min', '99.99\u00A0% of 3\u00A0s, then 24\u00A0h 11\u00A0min'],
  ['2 servers, 3 hosts, 5 messages, 4 months', '2 servers, 3 hosts, 5 messages, 4 months'],
])('%s', (before, after) => {
  expect(withUnits(before)).toBe(after);
});

test('code stays as it is', () => {
  const code = { type: 'code', value: 'sleep(10 ms)' };
  const text = { type: 'text', value: '10 ms' };
  units()({ type: 'root', children: [code, { type: 'paragraph', children: [text] }] });
  expect([code.value, text.value]).toEqual(['sleep(10 ms)', '10\u00A0ms']);
});
