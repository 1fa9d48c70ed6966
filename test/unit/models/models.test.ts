import { describe, expect, it } from 'vitest';
import type { Operation } from '../../../src/history/operation.ts';
import { casRegister } from '../../../src/models/cas-register.ts';
import { fencedStorage } from '../../../src/models/fenced-storage.ts';
import { keyValue } from '../../../src/models/key-value.ts';
import { lock } from '../../../src/models/lock.ts';
import { illegal, type SequentialModel } from '../../../src/models/model.ts';
import { queue } from '../../../src/models/queue.ts';
import { register } from '../../../src/models/register.ts';
import type { Json } from '../../../src/util/canonical.ts';

/** Runs calls one after the other; gives the state in words, or the first call that is illegal. */
function run<S>(model: SequentialModel<S>, ...calls: [Json, Json][]): string {
  let state = model.init();
  for (const [index, [input, output]] of calls.entries()) {
    const next = model.step(state, input, output);
    if (next === illegal) return `illegal at ${index}`;
    state = next;
  }
  return model.describeState(state);
}

const ok = (input: Json, output: Json): Operation => {
  return { id: 0, process: 'p', input, invokedAt: 0, status: 'ok', output, returnedAt: 1 };
};
const open = (input: Json): Operation => ({ id: 0, process: 'p', input, invokedAt: 0, status: 'info' });
const failed = (input: Json): Operation => ({ ...open(input), status: 'fail', returnedAt: 1 });

describe('register', () => {
  it('starts as null and gives back what was written, any JSON', () => {
    expect(run(register, [{ op: 'read' }, null])).toBe('null');
    for (const value of [null, false, 0, '', [], { a: [1] }]) {
      expect(run(register, [{ op: 'write', value }, null], [{ op: 'read' }, value])).toBe(
        JSON.stringify(value),
      );
      expect(run(register, [{ op: 'write', value }, null], [{ op: 'read' }, 'else'])).toBe('illegal at 1');
    }
  });

  it('describes operations', () => {
    expect(register.describe(ok({ op: 'read' }, 4))).toBe('read → 4');
    expect(register.describe(ok({ op: 'write', value: 'x' }, null))).toBe('write "x"');
    expect(register.describe(open({ op: 'write', value: 1 }))).toBe('write 1 → ?');
    expect(register.describe(failed({ op: 'write', value: 1 }))).toBe('write 1 ✗');
  });
});

describe('cas-register', () => {
  it('writes if the value is the expected one, and says so', () => {
    const cas = { op: 'cas', from: null, to: 2 };
    expect(run(casRegister, [cas, true], [cas, false], [{ op: 'read' }, 2])).toBe('2');
    expect(run(casRegister, [cas, false])).toBe('illegal at 0');
    expect(casRegister.describe(ok(cas, true))).toBe('cas null to 2 → true');
  });
});

describe('key-value', () => {
  it('keeps keys apart, whatever they are called', () => {
    const put = { op: 'put', key: '__proto__', value: 1 };
    expect(
      run(
        keyValue,
        [put, null],
        [{ op: 'get', key: '__proto__' }, 1],
        [{ op: 'get', key: 'toString' }, null],
        [{ op: 'put', key: 'a', value: [2] }, null],
        [{ op: 'cas', key: 'a', from: [2], to: 3 }, true],
        [{ op: 'delete', key: '__proto__' }, null],
      ),
    ).toBe('{"a":3}');
    expect(keyValue.partition?.(put)).toBe('__proto__');
    expect(keyValue.describe(ok({ op: 'get', key: 'a' }, 3))).toBe('get a → 3');
    expect(keyValue.describe(ok(put, null))).toBe('put __proto__ = 1');
    expect(keyValue.describe(open({ op: 'delete', key: 'a' }))).toBe('delete a → ?');
    expect(keyValue.describe(ok({ op: 'cas', key: 'a', from: 1, to: 2 }, false))).toBe(
      'cas a 1 to 2 → false',
    );
  });
});

describe('lock', () => {
  const call = (owner: string, op: string): Json => ({ owner, op });

  it('is held by one owner at a time, who alone gives it back', () => {
    expect(run(lock, [call('a', 'acquire'), true], [call('b', 'acquire'), false])).toBe('held by a');
    expect(run(lock, [call('a', 'acquire'), true], [call('a', 'acquire'), true])).toBe('illegal at 1');
    expect(run(lock, [call('a', 'acquire'), true], [call('b', 'release'), true])).toBe('illegal at 1');
    expect(run(lock, [call('a', 'acquire'), true], [call('a', 'release'), true])).toBe('free');
    expect(lock.describe(ok(call('a', 'acquire'), true))).toBe('a acquires → true');
  });
});

describe('queue', () => {
  it('gives the oldest first and says when it is empty', () => {
    const put = (value: number): [Json, Json] => [{ op: 'enqueue', value }, null];
    const take = (value: number): [Json, Json] => [{ op: 'dequeue' }, { ok: true, value }];
    const empty: [Json, Json] = [{ op: 'dequeue' }, { ok: false }];
    expect(run(queue, empty, put(1), put(2), take(1), take(2), empty, put(3))).toBe('[3]');
    expect(run(queue, put(1), put(2), take(2))).toBe('illegal at 2');
    expect(run(queue, put(1), empty)).toBe('illegal at 1');
    expect(run(queue, take(1))).toBe('illegal at 0');
    expect(queue.describe(ok({ op: 'dequeue' }, { ok: false }))).toBe('dequeue → {"ok":false}');
  });
});

describe('fenced storage', () => {
  const storage = fencedStorage();
  const write = (key: string, value: Json, token: number): Json => ({ op: 'write', key, value, token });
  const read = (key: string, token: number): Json => ({ op: 'read', key, token });
  const done = { ok: true };

  it('refuses the past on every key: 33 and 34', () => {
    expect(
      run(
        storage,
        [write('f', 'a', 34), done],
        [write('f', 'b', 33), { ok: false, highest: 34 }],
        [read('f', 34), { ok: true, value: 'a' }],
      ),
    ).toBe('mark 34, {"f":"a"}');
    expect(run(storage, [write('f', 'a', 34), done], [write('g', 'b', 33), done])).toBe('illegal at 1');
  });

  it('takes equal tokens, and compares them as numbers', () => {
    expect(run(storage, [write('f', 1, 9), done], [write('f', 2, 9), done], [write('f', 3, 10), done])).toBe(
      'mark 10, {"f":3}',
    );
    expect(run(storage, [write('f', 1, 10), done], [write('f', 2, 9), done])).toBe('illegal at 1');
  });

  it('raises the mark on reads too, and gives null for what was never written', () => {
    expect(run(storage, [read('f', 5), { ok: true, value: null }], [write('f', 1, 4), done])).toBe(
      'illegal at 1',
    );
    expect(run(storage, [read('f', 5), { ok: true }])).toBe('illegal at 0');
    expect(run(storage, [write('f', null, 5), done], [read('f', 5), { ok: true, value: null }])).toContain(
      'mark 5',
    );
  });

  it('wants the mark in a refusal', () => {
    const refusal = (highest: Json): [Json, Json] => [write('f', 1, 4), { ok: false, highest }];
    for (const highest of [4, 6, '5', null]) {
      expect(run(storage, [write('f', 0, 5), done], refusal(highest))).toBe('illegal at 1');
    }
    expect(run(storage, [write('f', 0, 5), done], refusal(5))).toBe('mark 5, {"f":0}');
    expect(run(storage, refusal(0))).toBe('illegal at 0');
  });

  it('may be told to take a refusal for what it is, and no more', () => {
    const lenient = fencedStorage({ refusals: 'anywhere' });
    expect(run(lenient, [write('f', 1, 4), { ok: false, highest: 5 }])).toBe('mark 0, {}');
    expect(run(lenient, [write('f', 1, 4), { ok: false, highest: 4 }])).toBe('illegal at 0');
    expect(run(lenient, [write('f', 1, 4), { ok: false }])).toBe('illegal at 0');
  });

  it('lets an open write leave only its mark', () => {
    const states = storage
      .open(storage.init(), write('f', 1, 4))
      .map((state) => storage.describeState(state));
    expect(states).toEqual(['mark 4, {}', 'mark 4, {"f":1}']);
    expect(storage.open({ mark: 5, values: new Map() }, write('f', 1, 4))).toEqual([]);
  });

  it('describes operations', () => {
    expect(storage.describe(ok(write('f', 1, 4), done))).toBe('write f = 1 with token 4 → {"ok":true}');
    expect(storage.describe(open(read('f', 4)))).toBe('read f with token 4 → ?');
  });
});
