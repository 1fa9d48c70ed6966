import { describe, expect, test } from 'vitest';
import { labelOf } from '../../../src/diagram/message-label.ts';
import { buildModel } from '../../../src/diagram/model.ts';
import { count, instant, signed, span } from '../../../src/diagram/quantity.ts';
import { tellEvent } from '../../../src/diagram/words.ts';
import { message, runOf } from './runs.ts';

describe('labels of messages', () => {
  test.each([
    [{ op: 'write', key: 'x', value: 'a1', token: 33 }, 'write x = a1 token 33'],
    [{ ok: true, token: 1, ttlMs: 2000 }, 'ok token 1'],
    [{ ok: false }, 'refused'],
    [{ type: 'vote', term: 3 }, 'vote term 3'],
    [{ result: 'applied' }, 'applied'],
    ['hello', 'hello'],
    [17, '17'],
    [null, 'null'],
    [{ odd: [1, 2] }, '{"odd":[1,2]}'],
  ])('%j', (body, label) => {
    expect(labelOf(body)).toBe(label);
  });

  test('stay short', () => {
    expect(labelOf({ op: 'x'.repeat(90), value: 'y'.repeat(90) }).length).toBeLessThanOrEqual(34);
  });
});

describe('quantities', () => {
  test('have units and thousands', () => {
    expect([instant(10_671), instant(1_023_205), instant(0), count(1204), count(-3)]).toEqual([
      '10.7 ms',
      '1,023 ms',
      '0 ms',
      '1,204',
      '−3',
    ]);
    expect([
      span(400),
      span(94_000),
      span(2_500_000),
      span(90_000_000),
      signed(-20_000),
      signed(5_000_000),
    ]).toEqual(['400 µs', '94 ms', '2.5 s', '1.5 min', '−20 ms', '+5 s']);
  });
});

test('a message that is doubled and corrupted is told so', () => {
  const hello = message('a', 'b', 'hello');
  const run = runOf([
    { kind: 'send', message: hello, at: 0, node: 'a' },
    { kind: 'deliver', message: hello, copy: 0, at: 5, node: 'b', cause: 0 },
    { kind: 'deliver', message: { ...hello, body: 'hxllo' }, copy: 1, at: 5, node: 'b', cause: 0 },
  ]);
  const { fates, events } = buildModel(run);
  expect(events.map((event) => tellEvent(event, fates.get(event.seq)))).toEqual([
    'a sent a message to b: hello',
    'b got the message of a: hello',
    'b got the message of a, a second time, corrupted: hxllo',
  ]);
});
