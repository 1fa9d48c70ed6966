import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { casRegister } from '../../../src/models/cas-register.ts';
import { fencedStorage } from '../../../src/models/fenced-storage.ts';
import { keyValue } from '../../../src/models/key-value.ts';
import { lock } from '../../../src/models/lock.ts';
import { illegal, type SequentialModel } from '../../../src/models/model.ts';
import { queue } from '../../../src/models/queue.ts';
import { register } from '../../../src/models/register.ts';
import type { Json } from '../../../src/util/canonical.ts';
import type { Vocabulary } from '../checkers/histories.ts';
import { vocabularies } from '../checkers/vocabularies.ts';

/** Up to 300 states, breadth first. */
function reachable<S>(
  model: SequentialModel<S>,
  start: S,
  { inputs, outputs }: Vocabulary,
): Map<string | number, S> {
  const states = new Map([[model.key(start), start]]);
  for (const state of states.values()) {
    for (const input of inputs) {
      for (const output of outputs) {
        const next = model.step(state, input, output);
        if (next !== illegal && states.size < 300) states.set(model.key(next), next);
      }
    }
  }
  return states;
}

function obeysTheLaws<S>(model: SequentialModel<S>, vocabulary: Vocabulary): void {
  const { inputs, outputs } = vocabulary;

  describe(model.name, () => {
    const states = [...reachable(model, model.init(), vocabulary).values()];

    it('gives for every output a state or "illegal", and the same one again', () => {
      fc.assert(
        fc.property(
          fc.constantFrom(...states),
          fc.constantFrom(...inputs),
          fc.jsonValue(),
          (state, input, value) => {
            const output: Json = JSON.parse(JSON.stringify(value));
            const key = model.key(state);
            const outcomes = [1, 2].map(() => model.step(state, input, output));
            const [first, second] = outcomes.map((next) => (next === illegal ? 'illegal' : model.key(next)));
            expect(first).toBe(second);
            expect(model.key(state)).toBe(key);
          },
        ),
        { seed: 4, numRuns: 500 },
      );
    });

    it('lets an operation without an answer do all that one with an answer may do', () => {
      for (const state of states) {
        for (const input of inputs) {
          const possible = new Set([state, ...model.open(state, input)].map((next) => model.key(next)));
          for (const output of outputs) {
            const next = model.step(state, input, output);
            if (next !== illegal) expect(possible).toContain(model.key(next));
          }
        }
      }
    });

    it('is right about what only looks', () => {
      let looking = 0;
      for (const input of inputs) {
        for (const output of outputs) {
          if (model.observes?.(input, output) !== true) continue;
          for (const state of states.slice(0, 40)) {
            const here = model.step(state, input, output);
            if (here === illegal || model.key(here) !== model.key(state)) continue;
            looking++;
            for (const later of reachable(model, state, vocabulary).values()) {
              const next = model.step(later, input, output);
              if (next !== illegal) expect(model.key(next)).toBe(model.key(later));
            }
          }
        }
      }
      expect(looking).toBeGreaterThan(0);
    });

    it('refuses operations it does not have', () => {
      const stranger = { op: 'explode', key: 'x', owner: 'a', token: 1 };
      expect(() => model.step(model.init(), stranger, { ok: true })).toThrow('no operation');
      expect(() => model.open(model.init(), stranger)).toThrow('no operation');
    });
  });
}

obeysTheLaws(register, vocabularies.register);
obeysTheLaws(casRegister, vocabularies.casRegister);
obeysTheLaws(keyValue, vocabularies.keyValue);
obeysTheLaws(lock, vocabularies.lock);
obeysTheLaws(queue, vocabularies.queue);
obeysTheLaws(fencedStorage(), vocabularies.fencedStorage);
obeysTheLaws(fencedStorage({ refusals: 'anywhere' }), vocabularies.fencedStorage);
