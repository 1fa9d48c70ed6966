import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkLinearizability,
  type LinearizabilityEvidence,
  type PlacedOperation,
} from '../../../src/checkers/linearizability.ts';
import type { Operation } from '../../../src/history/operation.ts';
import { precedes } from '../../../src/history/order.ts';
import { casRegister } from '../../../src/models/cas-register.ts';
import { fencedStorage } from '../../../src/models/fenced-storage.ts';
import { keyValue } from '../../../src/models/key-value.ts';
import { lock } from '../../../src/models/lock.ts';
import type { SequentialModel } from '../../../src/models/model.ts';
import { queue } from '../../../src/models/queue.ts';
import { register } from '../../../src/models/register.ts';
import { bruteForce, candidates, finalStates, outcomes } from './brute-force.ts';
import { histories, type Shape, type Vocabulary } from './histories.ts';
import { vocabularies } from './vocabularies.ts';

const tight: Shape = { maxOperations: 6, lastCall: 4, longest: 3, lies: 2, open: 2 };
const mostlyOpen: Shape = { maxOperations: 6, lastCall: 6, longest: 3, lies: 1, open: 5 };
const crowded: Shape = { maxOperations: 6, lastCall: 1, longest: 2, lies: 2, open: 2 };

/** The placed operations form a legal order: right states, real-time order kept, every finished operation there once. */
function expectLegalOrder<S>(
  model: SequentialModel<S>,
  order: readonly PlacedOperation[],
  required: readonly Operation[],
  strict: boolean,
): void {
  let states: S[] = [model.init()];
  for (const [index, { operation, stateAfter }] of order.entries()) {
    states = states.flatMap((state) => outcomes(model, state, operation));
    states = states.filter((state) => model.describeState(state) === stateAfter);
    expect(states.length).toBeGreaterThan(0);
    for (const { operation: earlier } of order.slice(0, index)) {
      expect(precedes(operation, earlier, strict)).toBe(false);
    }
  }
  const placed = order.map(({ operation }) => operation.id);
  expect(new Set(placed).size).toBe(placed.length);
  expect(placed).toEqual(expect.arrayContaining(required.map(({ id }) => id)));
}

/** Up to just before the blocked return the history can be ordered, and with it, it cannot. */
function expectSoundEvidence<S>(
  model: SequentialModel<S>,
  history: readonly Operation[],
  { blocked, order, unplaced, possibleStates }: LinearizabilityEvidence,
  strict: boolean,
): void {
  const calledInOrder = [...history].sort((a, b) => a.invokedAt - b.invokedAt);
  const rank = (operation: Operation): number => calledInOrder.indexOf(operation);
  const returnedBefore = (operation: Operation): boolean =>
    operation.status === 'ok' &&
    (operation.returnedAt < blocked.returnedAt ||
      (operation.returnedAt === blocked.returnedAt && rank(operation) < rank(blocked)));
  const begun = candidates(history)
    .filter(({ operation }) => operation.invokedAt <= blocked.returnedAt)
    .map(({ operation }) => ({ operation, optional: !returnedBefore(operation) }));
  const required = begun.filter(({ optional }) => !optional).map(({ operation }) => operation);

  expectLegalOrder(model, order, required, strict);
  const before = finalStates(
    model,
    begun.filter(({ operation }) => operation !== blocked),
    strict,
  );
  expect(before.size).toBe(possibleStates.length);
  const withIt = begun.map(({ operation, optional }) => ({
    operation,
    optional: optional && operation !== blocked,
  }));
  expect(finalStates(model, withIt, strict).size).toBe(0);

  expect(unplaced[0]).toBe(blocked);
  const placed = new Set(order.map(({ operation }) => operation));
  for (const operation of unplaced) {
    expect(placed.has(operation)).toBe(false);
    expect(begun.some((candidate) => candidate.operation === operation)).toBe(true);
  }
}

function agreesWithBruteForce<S>(
  model: SequentialModel<S>,
  vocabulary: Vocabulary,
  seed: number,
  numRuns = 500,
): void {
  const seen = { ok: 0, illegal: 0, unknown: 0 };
  for (const [offset, shape] of [tight, mostlyOpen, crowded].entries()) {
    fc.assert(
      fc.property(histories(model, vocabulary, shape), fc.boolean(), (history, strict) => {
        const result = checkLinearizability(model, history, { strict });
        expect(result.verdict).toBe(bruteForce(model, history, strict));
        seen[result.verdict]++;
        if (result.verdict === 'ok') {
          for (const { part, order } of result.parts) {
            const own = history.filter(
              ({ input }) => part === undefined || model.partition?.(input) === part,
            );
            expectLegalOrder(
              model,
              order,
              own.filter(({ status }) => status === 'ok'),
              strict,
            );
          }
        } else if (result.verdict === 'illegal') {
          const { part } = result.evidence;
          const own = history.filter(({ input }) => part === undefined || model.partition?.(input) === part);
          expectSoundEvidence(model, own, result.evidence, strict);
        }
      }),
      { seed: seed + offset, numRuns },
    );
  }
  expect(Math.min(seen.ok, seen.illegal)).toBeGreaterThan(numRuns / 5);
}

describe('checkLinearizability against all permutations', () => {
  it('of a register', () => agreesWithBruteForce(register, vocabularies.register, 10));
  it('of a register with compare-and-set', () =>
    agreesWithBruteForce(casRegister, vocabularies.casRegister, 20));
  it('of a key-value store, checked key by key', () =>
    agreesWithBruteForce(keyValue, vocabularies.keyValue, 30));
  it('of a lock', () => agreesWithBruteForce(lock, vocabularies.lock, 40));
  it('of a queue', () => agreesWithBruteForce(queue, vocabularies.queue, 50));
  it('of fenced storage', () => agreesWithBruteForce(fencedStorage(), vocabularies.fencedStorage, 60));
  it('of fenced storage that may refuse anywhere', () =>
    agreesWithBruteForce(fencedStorage({ refusals: 'anywhere' }), vocabularies.fencedStorage, 70));
});
