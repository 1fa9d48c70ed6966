import { describe, expect, it } from 'vitest';
import { createMeter } from '../../../src/sim/program.ts';
import { createPromiseRealm } from '../../../src/sim/promise.ts';

describe('a promise realm', () => {
  it('runs nothing before drain and everything then', () => {
    const realm = createPromiseRealm();
    const log: string[] = [];
    void realm.Promise.resolve('a').then((value) => log.push(value));
    realm.enqueue(() => log.push('job'));
    expect(log).toEqual([]);
    expect(realm.size).toBe(2);
    realm.drain();
    expect(log).toEqual(['a', 'job']);
    expect(realm.size).toBe(0);
  });

  it('gives a thenable its extra job', () => {
    const { Promise: SimPromise, drain } = createPromiseRealm();
    const log: string[] = [];
    const thenable = {
      then(resolve: (value: string) => void) {
        log.push('then called');
        resolve('thenable');
      },
    };
    void new SimPromise((resolve) => {
      resolve(thenable);
    }).then((value) => log.push(String(value)));
    void SimPromise.resolve('plain').then((value) => log.push(value));
    expect(log).toEqual([]);
    drain();
    expect(log).toEqual(['then called', 'plain', 'thenable']);
  });

  it('reports rejections that nobody handles, and only those', () => {
    const realm = createPromiseRealm();
    const early = realm.Promise.reject('early');
    void realm.Promise.reject('lost');
    void realm.Promise.resolve().then(() => early.catch(() => undefined));
    realm.drain();
    expect(realm.takeUnhandled()).toEqual(['lost']);
    expect(realm.takeUnhandled()).toEqual([]);
  });

  it('passes a rejection on to the promise that then returned', () => {
    const realm = createPromiseRealm();
    void realm.Promise.reject('reason').then(() => undefined);
    realm.drain();
    expect(realm.takeUnhandled()).toEqual(['reason']);
  });

  it('drops the queue when the budget of jobs is used up', () => {
    let calls = 0;
    const realm = createPromiseRealm({
      maxJobsPerDrain: 1000,
      onBudget: () => {
        calls += 1;
      },
    });
    let turns = 0;
    const again = (): void => {
      turns += 1;
      void realm.Promise.resolve().then(again);
    };
    again();
    realm.drain();
    expect(calls).toBe(1);
    expect(turns).toBe(1001);
    expect(realm.size).toBe(0);
    let after = false;
    void realm.Promise.resolve().then(() => {
      after = true;
    });
    realm.drain();
    expect(after).toBe(true);
  });

  it('discards what waits, as a crash does', () => {
    const realm = createPromiseRealm();
    let ran = false;
    void realm.Promise.resolve().then(() => {
      ran = true;
    });
    realm.discard();
    realm.drain();
    expect(ran).toBe(false);
  });

  it('has subclasses whose then gives the subclass', () => {
    const { Promise: SimPromise, drain } = createPromiseRealm();
    class Special<T> extends SimPromise<T> {
      readonly special = true;
    }
    const log: unknown[] = [];
    const derived = Special.resolve(1).then((value) => value + 1);
    expect(derived).toBeInstanceOf(Special);
    void derived.then((value) => log.push(value));
    void Special.all([Special.resolve(1), 2]).then((values) => log.push(values));
    drain();
    expect(log).toEqual([2, [1, 2]]);
  });

  it('looks like a Promise', () => {
    const { Promise: SimPromise, drain } = createPromiseRealm();
    expect(String(SimPromise.resolve(1))).toBe('[object Promise]');
    expect(SimPromise).toHaveProperty('name', 'Promise');
    const { promise, resolve } = SimPromise.withResolvers<number>();
    let seen = 0;
    void promise.then((value) => {
      seen = value;
    });
    resolve(7);
    resolve(8);
    drain();
    expect(seen).toBe(7);
  });

  it('is frozen, so that no program changes it for another', () => {
    const { Promise: SimPromise } = createPromiseRealm();
    for (const shared of [SimPromise, SimPromise.prototype, SimPromise.resolve, SimPromise.prototype.then]) {
      expect(Object.isFrozen(shared)).toBe(true);
    }
  });

  it('resolves with itself to a TypeError, and refuses what is no executor', () => {
    const { Promise: SimPromise, drain } = createPromiseRealm();
    const { promise, resolve } = SimPromise.withResolvers<unknown>();
    resolve(promise);
    let reason: unknown;
    void promise.catch((error: unknown) => {
      reason = error;
    });
    drain();
    expect(reason).toBeInstanceOf(TypeError);
    expect(() => Reflect.construct(SimPromise, [1])).toThrow(TypeError);
  });

  it('has combinators that reject what cannot be iterated', () => {
    const { Promise: SimPromise, drain } = createPromiseRealm();
    const reasons: unknown[] = [];
    for (const combine of ['all', 'race', 'any', 'allSettled'] as const) {
      const result: unknown = Reflect.apply(SimPromise[combine], SimPromise, [1]);
      if (result instanceof SimPromise) void result.catch((error: unknown) => reasons.push(error));
    }
    drain();
    expect(reasons).toHaveLength(4);
    expect(reasons.every((reason) => reason instanceof TypeError)).toBe(true);
  });

  it('sets the line back after each await, and tells of it', () => {
    let resumed = 0;
    const realm = createPromiseRealm({
      onResume: () => {
        resumed += 1;
      },
    });
    const meter = createMeter({ maxSteps: 100 });
    const run = realm.createAsync(meter);
    const error = new Error('late');
    void run(undefined, null, function* () {
      meter.line = 5;
      yield 1;
      throw error;
    });
    meter.line = 99;
    realm.drain();
    expect(resumed).toBe(1);
    expect(meter.lineOf(error)).toBe(5);
    expect(realm.takeUnhandled()).toEqual([error]);
  });
});
