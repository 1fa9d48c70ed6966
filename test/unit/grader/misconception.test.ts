import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fingerprint, KnownMisconception } from '../../../src/explore/misconception.ts';
import type { Finding, Run, RunNode } from '../../../src/explore/scenario.ts';
import { fingerprintOf } from '../../../src/grader/misconception/fingerprint.ts';
import { nearness } from '../../../src/grader/misconception/nearness.ts';
import { recognise } from '../../../src/grader/misconception/recognise.ts';
import { shapeOf } from '../../../src/grader/misconception/shape.ts';
import { SymptomLog } from '../../../src/grader/misconception/symptom-log.ts';
import type { Symptoms } from '../../../src/grader/misconception/symptoms.ts';
import { tellingPlaces } from '../../support/telling.ts';
import type { EventBody, TraceEvent } from '../../../src/sim/trace.ts';

const broken = (property: string, code?: string): Finding => ({
  property,
  status: 'broken',
  ...(code !== undefined && { code }),
});

/** Fails in these cases of the scenario `lost`, of ten. */
const failsIn = (...cases: readonly number[]): Symptoms => {
  const log = new SymptomLog();
  for (let index = 0; index < 10; index++)
    log.add('case', 'lost', index, cases.includes(index) ? [broken('decides', 'unknown')] : []);
  log.addShape('decides', ['code unknown', 'fault drop']);
  return log.symptoms();
};

const known = (id: string, ...gradings: readonly Symptoms[]): KnownMisconception => ({
  id,
  belief: `Whoever writes ${id} thinks this.`,
  hint: 2,
  fingerprint: fingerprintOf(gradings),
});

describe('the symptoms of a grading', () => {
  it('are the situations and the ways of failing, without how often', () => {
    const log = new SymptomLog();
    log.add('case', 'lost', 0, []);
    log.add('case', 'lost', 1, [broken('decides', 'unknown'), broken('no-exceptions')]);
    log.add('sample', 'drawn', 0, [broken('decides', 'unknown')]);
    log.add('sample', 'drawn', 1, [broken('decides', 'unknown')]);
    expect(log.symptoms()).toEqual({
      tried: { lost: 2 },
      signs: ['drawn sample decides unknown', 'lost#1 decides unknown', 'lost#1 no-exceptions'],
      shapes: {},
    });
  });

  it('count the first cases that were tried, in whatever order', () => {
    const log = new SymptomLog();
    for (const index of [4, 1, 0]) log.add('case', 'lost', index, []);
    log.add('case', 'late', 3, []);
    expect(log.symptoms().tried).toEqual({ lost: 2, late: 0 });
  });
});

describe('the places that tell the most', () => {
  const mutants = [
    ['lost#1 decides', 'lost#2 decides'],
    ['lost#2 decides', 'cut sweep decides'],
    ['cut sweep decides', 'drawn sample decides'],
  ];

  it('are those in which all fail, cases before sweeps', () => {
    expect(tellingPlaces([mutants])).toEqual(['lost#2', 'cut sweep']);
  });

  it('begin with the first group, and do not cover a program twice', () => {
    const strangers = [
      ['late#7 decides'],
      ['lost#1 decides', 'late#7 odd'],
      ['lost#2 odd'],
      ['all exhaust odd'],
    ];
    expect(tellingPlaces([mutants, strangers])).toEqual(['lost#2', 'cut sweep', 'late#7']);
  });
});

describe('the fingerprint', () => {
  it('of one grading is all that it shows', () => {
    expect(fingerprintOf([failsIn(3, 1)])).toEqual({
      tried: { lost: 10 },
      cases: { 'lost decides unknown': [1, 3] },
      runs: [],
      shapes: { decides: ['code unknown', 'fault drop'] },
    });
  });

  it('of several is what more than half of them show', () => {
    const { cases } = fingerprintOf([failsIn(1, 2), failsIn(1, 2, 3), failsIn(1, 4)]);
    expect(cases).toEqual({ 'lost decides unknown': [1, 2] });
  });
});

const arbitrary: fc.Arbitrary<Fingerprint> = fc
  .record({
    tried: fc.dictionary(fc.constantFrom('a', 'b'), fc.nat({ max: 4 }), { noNullPrototype: true }),
    signs: fc.uniqueArray(
      fc.constantFrom('a#0 p x', 'a#1 p x', 'a#3 p y', 'b#0 q', 'b#2 q', 'a sample p x', 'b sweep q'),
    ),
    shapes: fc.dictionary(
      fc.constantFrom('p', 'q'),
      fc.uniqueArray(fc.constantFrom('code x', 'fault drop', 'fault crash')),
      { noNullPrototype: true },
    ),
  })
  .map((symptoms) => fingerprintOf([symptoms]));

describe('nearness', () => {
  it('is the same both ways, and from 0 to 1', () => {
    fc.assert(
      fc.property(arbitrary, arbitrary, (a, b) => {
        const near = nearness(a, b);
        expect(near).toBeCloseTo(nearness(b, a), 12);
        expect(near).toBeGreaterThanOrEqual(0);
        expect(near).toBeLessThanOrEqual(1);
      }),
      { seed: 7 },
    );
  });

  it('is 1 for a program and itself, and 0 for two that have nothing in common', () => {
    const one = fingerprintOf([failsIn(1, 2)]);
    expect(nearness(one, one)).toBe(1);
    const log = new SymptomLog();
    for (let index = 0; index < 10; index++)
      log.add('case', 'lost', index, [broken('restraint', 'too-many')]);
    log.addShape('restraint', ['code too-many']);
    expect(nearness(one, fingerprintOf([log.symptoms()]))).toBe(0);
  });

  it('leaves out what only one of the two was tried on', () => {
    const whole = fingerprintOf([failsIn(1, 2, 8)]);
    const log = new SymptomLog();
    for (let index = 0; index < 5; index++)
      log.add('case', 'lost', index, index === 1 || index === 2 ? [broken('decides', 'unknown')] : []);
    log.addShape('decides', ['code unknown', 'fault drop']);
    expect(nearness(whole, fingerprintOf([log.symptoms()]))).toBe(1);
  });
});

describe('recognise', () => {
  const submission = fingerprintOf([failsIn(1, 2, 3, 4)]);

  it('says the misconception that a program fails like', () => {
    const guess = recognise(submission, [known('far', failsIn(7)), known('near', failsIn(1, 2, 3, 4, 5))]);
    expect(guess).toEqual({ id: 'near', belief: 'Whoever writes near thinks this.', hint: 2 });
  });

  it('is silent when none is near', () => {
    expect(recognise(submission, [known('far', failsIn(4, 5, 6, 7))])).toBeUndefined();
    expect(recognise(submission, [])).toBeUndefined();
  });

  it('is silent when two are about as near', () => {
    const both = [known('one', failsIn(1, 2, 3, 4)), known('other', failsIn(1, 2, 3, 4, 5))];
    expect(recognise(submission, both)).toBeUndefined();
  });
});

describe('the shape of a counterexample', () => {
  const node = (id: string, role: string): RunNode => ({
    id,
    role,
    up: true,
    started: true,
    bootedUs: 0,
    lastDiskDoneUs: 0,
    disk: new Map(),
    realMicros: 1_000_000,
    clockAtStart: { aheadUs: 0, realMicros: 1_000_000 },
  });
  const runOf = (...events: readonly (EventBody & { readonly node: string })[]): Run => ({
    scenario: 'lost',
    case: undefined,
    trace: events.map((body, seq): TraceEvent => ({
      seq,
      atUs: seq,
      incarnation: 0,
      cause: -1,
      line: 9,
      ...body,
    })),
    operations: [],
    faults: [{ kind: 'drop', message: 'request n1>bank 0.0' }],
    unfired: [],
    nodes: [node('n1', 'payer'), node('n2', 'payer'), node('bank', '')],
    ending: { reason: 'quiet' },
    endUs: 10,
    faultsOverUs: 0,
  });
  const request = (from: string, to: string, op: string) => ({
    key: `request ${from}>${to} 0.0`,
    kind: 'request' as const,
    from,
    to,
    body: { op, amount: 40 },
  });

  it('goes by roles and issue codes, and ends with the violation', () => {
    const run = runOf(
      { kind: 'send', node: 'n1', message: request('n1', 'bank', 'pay') },
      { kind: 'lost', node: 'n1', message: request('n1', 'bank', 'pay'), copy: 0, why: 'drop' },
      { kind: 'return', node: 'n1', op: 0, value: 'declined' },
      { kind: 'crash', node: 'bank', openWrites: 1, openWritesDone: 0 },
    );
    const finding = { ...broken('truthful', 'declined-but-moved'), events: [0, 2] };
    expect(shapeOf(finding, run)).toEqual([
      'code declined-but-moved',
      'fault drop',
      'lost drop request payer>course pay',
      'return string',
      'send request payer>course pay',
    ]);
  });

  it('leaves out what learners call their own messages', () => {
    const run = (op: string): Run => runOf({ kind: 'send', node: 'n1', message: request('n1', 'n2', op) });
    const finding = { ...broken('available'), events: [0] };
    expect(shapeOf(finding, run('store'))).toEqual(shapeOf(finding, run('put')));
  });
});
